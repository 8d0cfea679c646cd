import type { Actor } from "./actor";
import { holds } from "./holds";

/** The sign-off policy: which change needs whose word. Whoever keeps it says what everybody else's approval counts for. */
export function canKeepPolicy(actor: Actor): boolean {
  return holds(actor, { scope: "write", roles: ["policy_owner"] });
}
