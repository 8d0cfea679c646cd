import { MINUTE_MS } from "@/domain/calendar/zone";

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
export const AGENT_ACTION_STATE_WORDS: Record<AgentActionState, string> = {
  allowed: "Allowed",
  waiting: "Waiting",
  approved: "Approved",
  declined: "Declined",
  denied: "Denied",
  expired: "Expired",
  succeeded: "Succeeded",
  failed: "Failed",
};

/** From these an action still goes on by itself when its time is over. */
const OPEN: ReadonlySet<AgentActionState> = new Set(["allowed", "waiting", "approved"]);
export const OPEN_STATES = [...OPEN];

export const AGENT_DECISIONS = ["allow", "needs-approval", "deny"] as const;

/** How long an agent may take to act on a leave, and how long it waits for a person where no rule says. */
const LEAVE_MINUTES = 60;
const WAIT_MINUTES = 4 * 60;

export function leaveEndsMs(givenMs: number): number {
  return givenMs + LEAVE_MINUTES * MINUTE_MS;
}

export function waitEndsMs(requestedMs: number, withinMinutes: number | undefined): number {
  return requestedMs + (withinMinutes ?? WAIT_MINUTES) * MINUTE_MS;
}

/** How it stands at an instant: what was left open past its end has expired, whether or not anybody wrote that down. */
export function stateAt(state: AgentActionState, expiresAtMs: number, nowMs: number): AgentActionState {
  return OPEN.has(state) && nowMs >= expiresAtMs ? "expired" : state;
}

/** What an agent did against its leave, or without any. */
export const LEAVE_FLAGS = ["without-leave", "outside-leave", "other-action"] as const;
export type LeaveFlag = (typeof LEAVE_FLAGS)[number];
export const LEAVE_FLAG_WORDS: Record<LeaveFlag, string> = {
  "without-leave": "Acted without leave",
  "outside-leave": "Acted outside the time of its leave",
  "other-action": "Did something else than it had leave for",
};

interface Leave {
  state: AgentActionState;
  /** From when it had leave, and to when; epoch ms. */
  fromMs: number;
  expiresAtMs: number;
}

/** Whether what was done is what there was leave for, when there was; null where nothing is wrong with it. */
export function leaveFlagOf(
  { state, fromMs, expiresAtMs }: Leave,
  { startedAtMs, isSameAction }: { startedAtMs: number; isSameAction: boolean },
): LeaveFlag | null {
  const hadLeave = state === "allowed" || state === "approved";
  if (!hadLeave) return "without-leave";
  if (!isSameAction) return "other-action";
  return startedAtMs < fromMs || startedAtMs >= expiresAtMs ? "outside-leave" : null;
}
