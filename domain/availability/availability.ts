import { type LossSegment, lostMs as lostMsOf } from "@/domain/availability/sweep";
import type { Window } from "@/domain/calendar/period";
import { MINUTE_MS } from "@/domain/calendar/zone";

/** Covered and lost time of one service in one window, in ms; the loss is ms of full outage. */
export type CoveredLoss = { coveredMs: number; lostMs: number };

/** `availability` is a ratio 0..1 at full precision, null where nothing is covered. */
export type Availability = CoveredLoss & { availability: number | null; impactMinutes: number };

/** Covered time of a service: ms of the window from when it is tracked until now; the future is not covered. */
export function coveredMs(window: Window, trackedFromMs: number | null, nowMs: number): number {
  const covered = coveredWindow(window, trackedFromMs, nowMs);
  return Math.max(0, covered.endMs - covered.startMs);
}

/** The part of the window in which the service is covered; empty (end <= start) where it is not covered at all. */
export function coveredWindow(window: Window, trackedFromMs: number | null, nowMs: number): Window {
  return {
    startMs: Math.max(window.startMs, trackedFromMs ?? Number.NEGATIVE_INFINITY),
    endMs: Math.min(window.endMs, nowMs),
  };
}

/**
 * Availability of one service over a window, ratio 0..1: 1 - lost / covered, where lost is the integral of the largest
 * active fraction. Segments come from `sweepImpacts`.
 */
export function serviceAvailability(input: {
  segments: readonly LossSegment[];
  window: Window;
  trackedFromMs: number | null;
  nowMs: number;
}): Availability {
  const covered = coveredWindow(input.window, input.trackedFromMs, input.nowMs);
  return availabilityOf({
    coveredMs: Math.max(0, covered.endMs - covered.startMs),
    lostMs: covered.endMs > covered.startMs ? lostMsOf(input.segments, covered) : 0,
  });
}

/** Availability of one service from sums already taken (rollup rows), ratio 0..1, and its impact minutes. */
export function availabilityOf({ coveredMs, lostMs }: CoveredLoss): Availability {
  return {
    coveredMs,
    lostMs,
    availability: coveredMs > 0 ? clampRatio(1 - lostMs / coveredMs) : null,
    impactMinutes: impactMinutes(lostMs),
  };
}

/** Impact minutes of a loss: minutes of full outage that cost the same. */
function impactMinutes(lostMs: number): number {
  return lostMs / MINUTE_MS;
}

/** One service's part in a workspace or team figure. */
export type WeightedLoss = CoveredLoss & { weight: number };

export type CombinedAvailability = {
  /** Sum of weight x (covered - lost) / sum of weight x covered, ratio 0..1; null where nothing is covered. */
  availability: number | null;
  /** Time in which at least one of the services is covered, ms. */
  coveredMs: number;
  coveredMinutes: number;
  /** (1 - availability) x covered minutes: the minutes of everything being down that would have cost the same. */
  impactMinutes: number;
  /** Sum of weight x covered and of weight x lost, ms: what windows and causes are added up in. */
  weightedCoveredMs: number;
  weightedLostMs: number;
};

/**
 * Availability of a workspace or team over ONE window, ratio 0..1, from its services' covered and lost time in it.
 * A service of weight 0 counts nowhere. Coverage always runs to the window's end or now, so that the longest covered
 * time of a service is the time in which at least one is covered.
 */
export function combineAvailability(parts: Iterable<WeightedLoss>): CombinedAvailability {
  let longestMs = 0;
  let weightedCoveredMs = 0;
  let weightedLostMs = 0;
  for (const { weight, coveredMs, lostMs } of parts) {
    if (!(weight > 0) || !(coveredMs > 0)) continue;
    longestMs = Math.max(longestMs, coveredMs);
    weightedCoveredMs += weight * coveredMs;
    weightedLostMs += weight * lostMs;
  }
  return combinedOf({ coveredMs: longestMs, weightedCoveredMs, weightedLostMs });
}

/** The same from sums already taken (workspace rollups): weighted in ms, `coveredMs` of at least one service. */
export function combinedOf(sums: {
  coveredMs: number;
  weightedCoveredMs: number;
  weightedLostMs: number;
}): CombinedAvailability {
  const { coveredMs, weightedCoveredMs, weightedLostMs } = sums;
  const isCovered = weightedCoveredMs > 0;
  const lostRatio = isCovered ? weightedLostMs / weightedCoveredMs : 0;
  return {
    availability: isCovered ? clampRatio(1 - lostRatio) : null,
    coveredMs,
    coveredMinutes: coveredMs / MINUTE_MS,
    impactMinutes: (lostRatio * coveredMs) / MINUTE_MS,
    weightedCoveredMs,
    weightedLostMs,
  };
}

/**
 * Impact minutes of one part (an incident, a cause) of a workspace window, from the part's sum of weight x lost ms in
 * the window. Parts that add up to `weightedLostMs` add up to the window's impact minutes.
 */
export function impactMinutesOfPart(whole: CombinedAvailability, weightedLostMs: number): number {
  if (!(whole.weightedCoveredMs > 0)) return 0;
  return ((weightedLostMs / whole.weightedCoveredMs) * whole.coveredMs) / MINUTE_MS;
}

function clampRatio(ratio: number): number {
  return Math.min(1, Math.max(0, ratio));
}

export type ErrorBudget = {
  /** (1 - objective) x window, minutes of full outage. */
  budgetMinutes: number;
  /** Budget minus impact minutes; negative when overspent. */
  leftMinutes: number;
  /** Share of the budget left, 1 = untouched, negative when overspent; null when the objective leaves no budget. */
  leftRatio: number | null;
};

/** Error budget of a window: (1 - objective) x window, and what the impact minutes leave of it, minutes and ratio. */
export function errorBudget(input: {
  objectiveRatio: number;
  windowMs: number;
  impactMinutes: number;
}): ErrorBudget {
  const budgetMinutes = ((1 - input.objectiveRatio) * input.windowMs) / MINUTE_MS;
  const leftMinutes = budgetMinutes - input.impactMinutes;
  return { budgetMinutes, leftMinutes, leftRatio: budgetMinutes > 0 ? leftMinutes / budgetMinutes : null };
}

/** A tenth of a millionth of the last digit shown: what double arithmetic may have shaved off an exact figure. */
const DISPLAY_NOISE = 1e-7;

/**
 * Availability as a percentage for display, without the sign: "99.938". Rounded down, so that an outage never shows
 * as 100; exactly 1 shows "100". Nothing covered (null) shows an en dash.
 */
export function formatAvailability(ratio: number | null, decimals = 3): string {
  if (ratio === null) return "\u2013";
  if (ratio >= 1) return "100";
  const unitsPerPercent = 10 ** decimals;
  const exact = Math.max(0, ratio) * 100 * unitsPerPercent;
  const nearest = Math.round(exact);
  const units = Math.abs(exact - nearest) < DISPLAY_NOISE ? nearest : Math.floor(exact);
  return (Math.min(units, 100 * unitsPerPercent - 1) / unitsPerPercent).toFixed(decimals);
}
