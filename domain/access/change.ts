import type { Actor } from "./actor";
import { holds, holdsSomewhere } from "./holds";
import { ROLES } from "./roles";

/** Telling of a change, whatever service it belongs to: what happened is not less so for belonging to another team. */
export function canRecordChange(actor: Actor): boolean {
  return holdsSomewhere(actor, "write", ["responder"]);
}

/** Every member may say that the tag on a change is wrong; it stands contested until somebody decides. */
export function canContestInvolvement(actor: Actor): boolean {
  return holdsSomewhere(actor, "write", ROLES);
}

/** Whoever made the change says best what was used for it, and those who may correct the record. */
export function canDeclareInvolvement(
  actor: Actor,
  change: { authorId: string | null; teamIds: readonly (string | null)[] },
): boolean {
  return (isOwn(actor, change) && canContestInvolvement(actor)) || canCorrectInvolvement(actor, change);
}

/** Deciding what AI's part was, against what was detected: a role's, and never about one's own change. */
export function canCorrectInvolvement(
  actor: Actor,
  change: { authorId: string | null; teamIds: readonly (string | null)[] },
): boolean {
  if (isOwn(actor, change)) return false;
  const isUnowned = change.teamIds.every((teamId) => teamId === null);
  if (isUnowned) return holdsSomewhere(actor, "write", ["author", "reviewer"]);
  return holds(actor, { scope: "write", roles: ["author", "reviewer"], teamIds: change.teamIds });
}

/** Repositories and the rules that give their files to services. */
export function canKeepRepositories(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["responder"] });
}

/** Integrations hold secrets, and their deliveries quote whatever the sender sent. */
export function canKeepIntegrations(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

function isOwn(actor: Actor, { authorId }: { authorId: string | null }): boolean {
  const personId = actor.kind === "user" || actor.kind === "token" ? actor.personId : null;
  return personId !== null && personId === authorId;
}
