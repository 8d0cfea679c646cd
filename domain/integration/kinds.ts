export const INTEGRATION_KINDS = ["github", "gitlab", "cloudevents"] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];
export const INTEGRATION_WORDS: Record<IntegrationKind, string> = {
  github: "GitHub",
  gitlab: "GitLab",
  cloudevents: "CDEvents / CloudEvents",
};

/** How far a delivery got: stored; worked off; of no concern to the ledger; or not worked off, with the reason. */
export const DELIVERY_STATUSES = ["received", "done", "ignored", "failed"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A replaced secret is taken for so long, so that the sender can be changed without losing a delivery. */
export const OLD_SECRET_HOURS = 24;

/** Deliveries count as failed "lately" for so long. */
export const LATELY_DAYS = 7;
