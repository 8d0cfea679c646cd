export const CHANNEL_KINDS = ["webhook", "slack"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];
export const CHANNEL_WORDS: Record<ChannelKind, string> = {
  webhook: "Signed webhook",
  slack: "Slack",
};

/** What a channel can be told of. */
export const NOTIFICATION_EVENTS = [
  "sign-off.requested",
  "sign-off.due-soon",
  "sign-off.overdue",
  "sign-off.approved",
  "sign-off.declined",
  "sign-off.voided",
  "break-glass.opened",
  "break-glass.to-review",
  "gate.held",
  "agent-action.requested",
  "agent-action.unapproved",
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** Sent by hand, to see whether a channel works. */
export const TEST_EVENT = "test";
export type SentEvent = NotificationEvent | typeof TEST_EVENT;

export const NOTIFICATION_EVENT_WORDS: Record<SentEvent, string> = {
  "sign-off.requested": "Sign-off asked for",
  "sign-off.due-soon": "Sign-off due soon",
  "sign-off.overdue": "Sign-off overdue",
  "sign-off.approved": "Approved",
  "sign-off.declined": "Declined",
  "sign-off.voided": "Sign-off voided by a push",
  "break-glass.opened": "Break-glass opened",
  "break-glass.to-review": "Break-glass to be reviewed",
  "gate.held": "Held by the gate",
  "agent-action.requested": "Agent's action wants approval",
  "agent-action.unapproved": "Agent acted without leave",
  test: "Test",
};

export const NOTIFICATION_STATUSES = ["waiting", "sent", "failed"] as const;
export type NotificationStatus = (typeof NOTIFICATION_STATUSES)[number];

/** A replaced secret signs beside the new one for so long. */
export const OLD_SIGNATURE_HOURS = 24;
/** Notifications count as failed "lately" for so long. */
export const FAILED_LATELY_DAYS = 7;
/** "Due soon" is told so long before. */
export const DUE_SOON_MINUTES = 15;
