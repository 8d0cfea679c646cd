/** What a sign-off can be asked for. */
export const SIGN_OFF_SUBJECTS = ["change", "pull-request", "agent-action"] as const;
export type SignOffSubject = (typeof SIGN_OFF_SUBJECTS)[number];

/**
 * How a request stands. "waiting": not live yet, and something is missing. "satisfied": signed before it went live and
 * in time. "late": signed, but after it was due or went live. "missing": live, and never signed. "declined": somebody
 * declined this very revision. "waived": let through by break-glass. "lapsed": nothing is asked for any more.
 */
export const SIGN_OFF_STATES = [
  "waiting",
  "satisfied",
  "late",
  "missing",
  "declined",
  "waived",
  "lapsed",
] as const;
export type SignOffState = (typeof SIGN_OFF_STATES)[number];
export const SIGN_OFF_STATE_WORDS: Record<SignOffState, string> = {
  waiting: "Waiting",
  satisfied: "Signed in time",
  late: "Signed late",
  missing: "Missing",
  declined: "Declined",
  waived: "Break-glass",
  lapsed: "Lapsed",
};

/** What happens to a request. */
export const SIGN_OFF_EVENTS = [
  "requested",
  "voided",
  "approved",
  "declined",
  "withdrawn",
  "handed-over",
  "went-live",
  "waived",
  "reassessed",
  "lapsed",
] as const;
export type SignOffEventKind = (typeof SIGN_OFF_EVENTS)[number];
