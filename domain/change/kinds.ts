// What a change can be, without the parsers: pages draw from here and need no zod for it.
import type { Level } from "@/domain/person/levels";

/** What altered production, in the ledger's order. */
export const CHANGE_KINDS = [
  { kind: "code", name: "Code", long: "Code (merged pull request)" },
  { kind: "deployment", name: "Deployment", long: "Deployment" },
  { kind: "config", name: "Config", long: "Configuration" },
  { kind: "dns", name: "DNS", long: "DNS" },
  { kind: "infrastructure", name: "Infrastructure", long: "Infrastructure" },
  { kind: "feature-flag", name: "Feature flag", long: "Feature flag" },
  { kind: "data-migration", name: "Data migration", long: "Data migration" },
  { kind: "agent-action", name: "Agent action", long: "Agent action" },
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number]["kind"];
export const CHANGE_KIND_VALUES = CHANGE_KINDS.map(({ kind }) => kind) as [ChangeKind, ...ChangeKind[]];

/**
 * AI's part in a change. "none-found": its texts were looked at and say nothing. "unknown": there was nothing to look
 * at. Neither means that a person wrote it. "automation": a bot that is no AI, such as one that raises dependencies.
 */
export const INVOLVEMENTS = ["ai", "automation", "none-found", "unknown"] as const;
export type Involvement = (typeof INVOLVEMENTS)[number];
export const INVOLVEMENT_WORDS: Record<Involvement, string> = {
  ai: "AI",
  automation: "automation",
  "none-found": "no evidence found",
  unknown: "unknown",
};

/** What people said about the tag: nothing, that it is wrong, or what it should be. */
export const INVOLVEMENT_STANDINGS = ["detected", "contested", "corrected"] as const;
export type InvolvementStanding = (typeof INVOLVEMENT_STANDINGS)[number];

/** Of a change for an incident, heaviest first. The machine only ever suggests; a verdict is a person's. */
export const VERDICTS = ["cause", "contributing", "suspect", "cleared"] as const;
export type Verdict = (typeof VERDICTS)[number];
export const VERDICT_WORDS: Record<Verdict, string> = {
  cause: "Cause",
  contributing: "Contributing",
  suspect: "Suspect",
  cleared: "Cleared",
};
/** The verdicts that make a change a failed one (change failure rate). */
export const FAILING_VERDICTS: ReadonlySet<Verdict> = new Set(["cause", "contributing"]);

export const CHANGE_OUTCOMES = ["in-progress", "succeeded", "failed"] as const;
export type ChangeOutcome = (typeof CHANGE_OUTCOMES)[number];

/** Where a change was heard of. */
export const CHANGE_SOURCES = [
  "github",
  "gitlab",
  "cloudevents",
  "api",
  "file",
  "git",
  "app",
  "sample",
] as const;
export type ChangeSource = (typeof CHANGE_SOURCES)[number];

/** The level in effect when the change was made; null for a bot or somebody whose level is not known. */
export type AuthorLevel = Level | null;

export const PRODUCTION = "production";
const PRODUCTION_NAMES =
  /^(?:prod|prd|live|production)(?:$|[^a-z])|(?:^|[^a-z])(?:prod|prd|production|live)$/;

/** Whether an environment's name says that it is production: "prod", "production-eu", "eu-live". */
export function isProduction(environment: string): boolean {
  const name = environment.trim().toLowerCase();
  return PRODUCTION_NAMES.test(name) && !/(?:^|[^a-z])(?:pre|non|not)[^a-z]?(?:prod|live)/.test(name);
}
