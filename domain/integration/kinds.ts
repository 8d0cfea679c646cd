export const INTEGRATION_KINDS = ["github", "gitlab", "cloudevents"] as const;
export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];
export const INTEGRATION_WORDS: Record<IntegrationKind, string> = {
  github: "GitHub",
  gitlab: "GitLab",
  cloudevents: "CDEvents / CloudEvents",
};
