import type { Actor } from "./actor";
import { holds } from "./holds";
import type { Grant } from "./roles";

export function canEditWorkspace(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

export function canRemoveSample(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["owner"] });
}

/** Whoever owns a workspace may make another, and anybody while nobody owns one. A token is for one workspace only. */
export function canMakeWorkspace(actor: Actor, { ownerIds }: { ownerIds: readonly string[] }): boolean {
  if (actor.kind === "system") return true;
  return actor.kind === "user" && (ownerIds.length === 0 || ownerIds.includes(actor.id));
}

/** Verifying and rebuilding what is kept beside the record; nothing that anybody recorded changes. */
export function canKeepRollups(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

export function canKeepMembers(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

/** Only an owner makes or unmakes an owner or an admin. */
export function canGrant(actor: Actor, grant: Grant): boolean {
  const isHigh = grant.role === "owner" || grant.role === "admin";
  return holds(actor, { scope: "admin", roles: isHigh ? ["owner"] : ["admin"] });
}

/** Where notifications go is a secret by itself, and what they tell leaves the workspace. */
export function canKeepNotifications(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

export function canKeepIdentityProviders(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["owner"] });
}
