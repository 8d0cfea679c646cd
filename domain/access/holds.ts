import type { Actor } from "./actor";
import type { Role, Scope } from "./roles";

export interface Need {
  scope: Scope;
  /** Any one of these roles; an admin and an owner hold every role but their own. */
  roles: readonly Role[];
  /** The teams the object belongs to; a role limited to a team counts for its own team's objects only. */
  teamIds?: readonly (string | null)[];
}

/** Whether the actor holds one of the roles for the object, and, acting with a token, the scope too. */
export function holds(actor: Actor, need: Need): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "token" && !actor.scopes.includes(need.scope)) return false;
  return actor.grants.some(
    (grant) =>
      covers(grant.role, need.roles) &&
      (grant.teamId === null || (need.teamIds?.includes(grant.teamId) ?? false)),
  );
}

function covers(held: Role, wanted: readonly Role[]): boolean {
  if (wanted.includes(held)) return true;
  if (held === "owner") return true;
  return held === "admin" && !wanted.every((role) => role === "owner");
}

/** Whether some role of the actor counts for one team only, so that an object's teams decide. */
export function isLimitedToTeams(actor: Actor): boolean {
  return actor.kind !== "system" && actor.grants.some(({ teamId }) => teamId !== null);
}

/** Whether the actor holds the role anywhere, be it for one team only. */
export function holdsSomewhere(actor: Actor, scope: Scope, roles: readonly Role[]): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "token" && !actor.scopes.includes(scope)) return false;
  return actor.grants.some((grant) => covers(grant.role, roles));
}
