import type { Actor } from "./actor";
import { holds } from "./holds";
import type { Grant } from "./roles";

export function canEditWorkspace(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

export function canRemoveSample(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["owner"] });
}

/** Whoever owns a workspace may make another. A token is for one workspace, so it makes none. */
export function canMakeWorkspace(actor: Actor, { ownsOne }: { ownsOne: boolean }): boolean {
  return actor.kind === "system" || (actor.kind === "user" && ownsOne);
}

export function canKeepMembers(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

/** Only an owner makes or unmakes an owner or an admin. */
export function canGrant(actor: Actor, grant: Grant): boolean {
  const isHigh = grant.role === "owner" || grant.role === "admin";
  return holds(actor, { scope: "admin", roles: isHigh ? ["owner"] : ["admin"] });
}

export function canKeepIdentityProviders(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["owner"] });
}
