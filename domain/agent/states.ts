/**
 * How an agent's action stands. "allowed" and "approved": it may act until the leave ends. "waiting": a person has to
 * approve. "expired": nobody decided, or it did not act, in time. "succeeded" and "failed": as the agent reported.
 */
export const AGENT_ACTION_STATES = [
  "allowed",
  "waiting",
  "approved",
  "declined",
  "denied",
  "expired",
  "succeeded",
  "failed",
] as const;
export type AgentActionState = (typeof AGENT_ACTION_STATES)[number];
