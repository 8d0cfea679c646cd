const DAY_MS = 86_400_000;

/** An earlier deployment than this says nothing of what the next one brought. */
export const PREVIOUS_DAYS_MAX = 60;
/** What the first deployment on record brought: not all of a repository's history. */
const FIRST_REACH_DAYS = 30;
/** No deployment brings what was merged longer ago than this. */
export const REACH_DAYS_MAX = 90;
/** Clocks of hosts and pipelines differ: a deployment may be told of as before the merge that it brought. */
export const SKEW_MS = DAY_MS;

/** A deployment of one repository to one environment that did not fail. */
export interface DeployedRevision {
  id: string;
  /** What its source calls it: of two at the same instant the order must not hang on ids, which are made here. */
  name: string;
  /** When it went live, epoch ms. */
  atMs: number;
  /** When its revision was merged, epoch ms; null where that is no change on record. */
  mergedAtMs: number | null;
  /** Its source said what it carries: nothing is worked out then, but the next one follows on it. */
  isStated: boolean;
}

export interface MergedCode {
  id: string;
  mergedAtMs: number;
}

/** From the change that a deployment's environment had last, to the one that it has now; both epoch ms. */
export interface Reach {
  id: string;
  afterMs: number;
  untilMs: number;
}

/** Up to where in the order of merges a deployment's environment is, epoch ms; null where nobody can tell. */
export function reachedMs(
  { atMs, mergedAtMs }: Pick<DeployedRevision, "atMs" | "mergedAtMs">,
  isProduction: boolean,
): number | null {
  const isMergedLater = mergedAtMs !== null && mergedAtMs > atMs + SKEW_MS;
  return (isMergedLater ? null : mergedAtMs) ?? (isProduction ? atMs : null);
}

/**
 * How far in the order of merges each deployment reaches: after the revision that was there before it, up to its own.
 * Going back to an older one brings nothing. To production a deployment of a revision that was unknown or not merged
 * yet has everything that was merged by then; elsewhere, as a preview of a branch, nothing of the default branch.
 */
export function reachesOf(deployments: readonly DeployedRevision[], isProduction: boolean): Reach[] {
  const placed = [...deployments]
    .sort((a, b) => a.atMs - b.atMs || (a.name < b.name ? -1 : 1))
    .flatMap((one) => {
      const untilMs = reachedMs(one, isProduction);
      return untilMs === null ? [] : [{ ...one, untilMs }];
    });
  return placed.flatMap(({ id, atMs, untilMs, isStated }, place) => {
    if (isStated) return [];
    const before = placed[place - 1];
    const isNear = before !== undefined && atMs - before.atMs <= PREVIOUS_DAYS_MAX * DAY_MS;
    const sinceMs = isNear ? before.untilMs : untilMs - FIRST_REACH_DAYS * DAY_MS;
    const afterMs = Math.max(sinceMs, atMs - REACH_DAYS_MAX * DAY_MS);
    return afterMs < untilMs ? [{ id, afterMs, untilMs }] : [];
  });
}

/** The changes within each reach, by the deployment's id. */
export function carriedWithin(
  reaches: readonly Reach[],
  codes: readonly MergedCode[],
): Map<string, string[]> {
  return new Map(
    reaches.map(({ id, afterMs, untilMs }) => [
      id,
      codes.flatMap((code) => (code.mergedAtMs > afterMs && code.mergedAtMs <= untilMs ? [code.id] : [])),
    ]),
  );
}
