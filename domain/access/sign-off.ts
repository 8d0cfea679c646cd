import type { Actor } from "./actor";
import { holds, holdsSomewhere } from "./holds";
import type { Role } from "./roles";

interface GovernedByTeams {
  /** The teams of the services that it touches; empty or null inside where nobody owns them. */
  teamIds: readonly (string | null)[];
}

/** Signing and declining are a reviewer's; whether their level is enough is for the rule that asks. */
export function canSignOff(actor: Actor, change: GovernedByTeams): boolean {
  return holdsForTeams(actor, ["reviewer"], change);
}

/** Whether somebody signs anything at all, so that a queue is theirs. */
export function canSignOffSomewhere(actor: Actor): boolean {
  return holdsSomewhere(actor, "write", ["reviewer"]);
}

/** Whoever may sign may ask somebody in particular, and so may whoever made the change. */
export function canHandOver(actor: Actor, change: GovernedByTeams & { authorId: string | null }): boolean {
  const personId = "personId" in actor ? actor.personId : null;
  const isOwn = personId !== null && personId === change.authorId;
  return (
    (isOwn && holdsSomewhere(actor, "write", ["viewer", "responder", "author", "reviewer"])) ||
    canSignOff(actor, change)
  );
}

/** Letting a change through whatever the policy says: a person who answers for the service at night, and no program. */
export function canBreakGlass(actor: Actor, change: GovernedByTeams): boolean {
  if (isProgram(actor)) return false;
  return holdsForTeams(actor, ["responder", "reviewer"], change);
}

/** Looking at it afterwards is a reviewer's, and never for one's own: the command sees to that. */
export function canReviewBreakGlass(actor: Actor): boolean {
  return !isProgram(actor) && holdsSomewhere(actor, "write", ["reviewer", "policy_owner"]);
}

function isProgram(actor: Actor): boolean {
  return actor.kind === "integration" || (actor.kind === "token" && actor.userId === null);
}

function holdsForTeams(actor: Actor, roles: readonly Role[], { teamIds }: GovernedByTeams): boolean {
  const isUnowned = teamIds.every((teamId) => teamId === null);
  if (isUnowned) return holdsSomewhere(actor, "write", roles);
  return holds(actor, { scope: "write", roles, teamIds });
}
