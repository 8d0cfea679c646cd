import type { ChangeOutcome } from "@/domain/change/kinds";

const USUAL_WORDS = /deploy|release|rollout|publish/i;
const OTHER_THAN_PRODUCTION =
  /(?:^|[^a-z])(dev|develop|development|test|testing|qa|uat|stage|staging|preprod|preview|sandbox|demo|canary|nightly)(?:$|[^a-z])/i;

/**
 * Whether a workflow's name says that it deploys: by the usual words, or by the repository's own, any one of which,
 * divided by commas, stands in it in either case; * stands for any text.
 */
export function isDeployingWorkflow(name: string, pattern: string | null): boolean {
  if (pattern === null) return USUAL_WORDS.test(name);
  const wanted = pattern
    .toLowerCase()
    .split(",")
    .map((part) => part.trim());
  return wanted.some((part) => part !== "" && holdsInOrder(name.toLowerCase(), part.split(/\*+/)));
}

function holdsInOrder(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

/** The environment that a workflow's name gives; production where it names none. */
export function environmentIn(name: string): string {
  return OTHER_THAN_PRODUCTION.exec(name)?.[1]?.toLowerCase() ?? "production";
}

const STATES = new Map<string, ChangeOutcome>([
  // GitHub's deployment statuses and conclusions of runs, and GitLab's deployment states.
  ["pending", "in-progress"],
  ["queued", "in-progress"],
  ["waiting", "in-progress"],
  ["in_progress", "in-progress"],
  ["created", "in-progress"],
  ["running", "in-progress"],
  ["success", "succeeded"],
  ["failure", "failed"],
  ["failed", "failed"],
  ["error", "failed"],
  ["timed_out", "failed"],
  ["startup_failure", "failed"],
]);

/** Null for a state that is no outcome: replaced by a later deployment, cancelled, skipped. */
export const outcomeOf = (state: string): ChangeOutcome | null => STATES.get(state.toLowerCase()) ?? null;

/**
 * As of when an outcome holds. Hosts tell whole seconds, and a short deployment begins and ends in one: what ends it
 * comes after.
 */
export function asOfOutcome(outcome: ChangeOutcome, atMs: number): string {
  return new Date(outcome === "in-progress" ? atMs : atMs + 1).toISOString();
}
