import type { Day } from "@/domain/calendar/day";
import { addDays } from "@/domain/calendar/day";
import { INVOLVEMENTS, type Involvement } from "./kinds";

/** How long a change is watched before it counts: what it breaks mostly breaks within days. */
export const FOLLOW_UP_DAYS = 7;
export const FOLLOW_UP_DAYS_MAX = 90;
/** Below so many counted changes of a class its rate is not shown: one failure more would move it by a point or more. */
export const CHANGES_MIN = 100;

/** Production changes of a class, and of these the ones with the verdict cause or contributing. */
export interface FailureCount {
  changes: number;
  failed: number;
}

/** Change failure rate: failed / changes, a ratio 0..1; null where there are too few to tell. */
export function failureRate({ changes, failed }: FailureCount): number | null {
  return changes < CHANGES_MIN ? null : failed / changes;
}

/**
 * The day after the last one whose changes have all been watched for so many days. Whole days in the workspace's zone:
 * a change of Monday counts from the start of the Tuesday of the week after with a window of seven days.
 */
export function followedUpTo(today: Day, followUpDays: number): Day {
  return addDays(today, -followUpDays);
}

export type CountsByClass<T> = Record<Involvement, T>;

export function byClass<T>(make: (involvement: Involvement) => T): CountsByClass<T> {
  return {
    ai: make("ai"),
    "none-found": make("none-found"),
    unknown: make("unknown"),
    automation: make("automation"),
  };
}

/** AI share of changes: changes of the class AI / all changes, unknown and automation among these; null of none. */
export function shareOf(counts: CountsByClass<number>, involvement: Involvement): number | null {
  const all = INVOLVEMENTS.reduce((sum, one) => sum + counts[one], 0);
  return all === 0 ? null : counts[involvement] / all;
}
