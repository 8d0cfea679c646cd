import type { Actor } from "./actor";
import { holds } from "./holds";
import type { Scope } from "./roles";

/** A service token has nobody behind it and stays when its maker leaves. */
export function canKeepServiceTokens(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["admin"] });
}

/** A personal token acts as its user. A token makes no personal token: it could outlive its own end. */
export function canMakePersonalToken(actor: Actor): boolean {
  return actor.kind === "user";
}

/** No token may be given a scope that its maker, acting with a token, lacks. */
export function canGiveScopes(actor: Actor, scopes: readonly Scope[]): boolean {
  return actor.kind !== "token" || scopes.every((scope) => actor.scopes.includes(scope));
}

export function canRevokeToken(actor: Actor, token: { userId: string | null }): boolean {
  if (actor.kind === "user" && token.userId === actor.id) return true;
  return holds(actor, { scope: "admin", roles: ["admin"] });
}
