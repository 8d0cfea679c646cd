import type { Actor } from "./actor";
import { holds } from "./holds";

/**
 * The sign-off policy: which change needs whose word. Whoever keeps it says what everybody else's approval counts for;
 * a token that merely writes, as pipelines and agents hold, could set aside the rule that holds it.
 */
export function canKeepPolicy(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["policy_owner"] });
}
