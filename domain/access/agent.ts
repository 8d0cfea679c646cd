import type { Actor } from "./actor";
import { holds, holdsSomewhere } from "./holds";

/**
 * The register says what agents may do, so the scope that agents act with is not enough to write in it: an agent would
 * give itself leave.
 */
export function canKeepAgents(actor: Actor): boolean {
  return holds(actor, { scope: "admin", roles: ["policy_owner", "admin"] });
}

/** Asking leave for an agent, and telling what came of it: what it did becomes a change of the ledger. */
export function canActForAgent(actor: Actor): boolean {
  return holdsSomewhere(actor, "write", ["responder"]);
}

/** The same in one agent's name: a token that was made for an agent speaks for no other. */
export function canActAs(actor: Actor, agentId: string): boolean {
  if (actor.kind === "token" && actor.agent !== null && actor.agent.id !== agentId) return false;
  return canActForAgent(actor);
}
