import type { Actor } from "./actor";
import { holds, holdsSomewhere } from "./holds";
import { ROLES } from "./roles";

/** Every member reads what the workspace records, save figures about a named person. */
export function canRead(actor: Actor): boolean {
  return holdsSomewhere(actor, "read", ROLES);
}

/**
 * Asking the gate is reading: a pipeline needs no more than the read scope. What is written by it is a note that it was
 * asked, as a token's last use is, and nothing of the company's record.
 */
export function canAskGate(actor: Actor): boolean {
  return canRead(actor);
}

/** Below this many people a figure tells about a person, so it is only for those who may see that person's. */
export const GROUP_MIN = 5;

/** Figures about one named person (AI use, reviewer load): the person, and who answers for the policy or the roster. */
export function canSeePersonFigures(actor: Actor, personId: string | null): boolean {
  if (actor.kind === "user" && personId !== null && actor.personId === personId) return true;
  return holds(actor, { scope: "people", roles: ["policy_owner"] });
}

/**
 * The figure of the whole roster, however small: a service token is made by an admin, who may see it. Its teams are
 * groups like any others.
 */
export function canSeeWholeOfAnySize(actor: Actor): boolean {
  return (
    canSeePersonFigures(actor, null) || (actor.kind === "token" && actor.userId === null && canRead(actor))
  );
}

/** Whoever is known from a usage report alone is known as somebody who uses AI: that is a figure about them. */
export function canSeeUnlisted(actor: Actor): boolean {
  return canSeePersonFigures(actor, null);
}

export function canSeeAudit(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

/** Pruning deletes the record of who did what. */
export function canPruneAudit(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["owner"] });
}
