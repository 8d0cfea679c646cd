import { DAY_MS } from "@/domain/calendar/zone";

/** As on the services' page: a budget is of the 90 days before. */
export const BUDGET_DAYS = 90;

export interface DailyLoss {
  /** Start of the day, epoch ms, in order. */
  dayMs: number;
  lostMs: number;
}

/**
 * For a replay, whose many changes share the days: the budget of one subject is read up to its very instant, with what
 * is still running, by `server/sign-off/budgets`. They differ by what was lost on the change's own day.
 *
 * The share of a service's error budget that was spent at an instant, 0..1 and beyond, of the 90 days up to the start
 * of its day: (lost) / ((1 - objective) x covered). Null where the objective leaves no budget, or nothing was covered.
 */
export function budgetSpentReader(service: {
  objectiveRatio: number;
  trackedFromMs: number;
  losses: readonly DailyLoss[];
}): (atMs: number) => number | null {
  const { objectiveRatio, trackedFromMs, losses } = service;
  const sums = [0];
  for (const { lostMs } of losses) sums.push((sums.at(-1) ?? 0) + lostMs);
  const lostBefore = (ms: number) => sums[firstFrom(losses, ms)] ?? 0;
  return (atMs) => {
    const fromMs = Math.max(trackedFromMs, atMs - BUDGET_DAYS * DAY_MS);
    const budgetMs = (1 - objectiveRatio) * (atMs - fromMs);
    if (!(budgetMs > 0)) return null;
    // A day belongs to the window once it is over, and until its start leaves it.
    return (lostBefore(atMs - DAY_MS) - lostBefore(fromMs)) / budgetMs;
  };
}

/** The index of the first day that starts at or after an instant. */
function firstFrom(losses: readonly DailyLoss[], ms: number): number {
  let [low, high] = [0, losses.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((losses[middle]?.dayMs ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
