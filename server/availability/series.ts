import {
  combineAvailability,
  combinedOf,
  coveredMs,
  coveredWindow,
} from "@/domain/availability/availability";
import type { RunningImpact } from "@/domain/availability/open-overlay";
import type { AvailabilityPoint } from "@/domain/availability/schema";
import { lostMs, sweepImpacts } from "@/domain/availability/sweep";
import { type Day, dayOf, dayStartMs, nextDay } from "@/domain/calendar/day";
import type { PeriodWindow, Window } from "@/domain/calendar/period";
import type { OpenServiceLoss } from "@/server/rollup/open-loss";

export interface SeriesService {
  id: string;
  weight: number;
  trackedFromMs: number;
}

/** Whole days of the span, the end not included; empty when `from >= to`. */
export interface WholeDays {
  from: Day;
  to: Day;
}

/**
 * What of a span the rollups can answer, and what must be counted from the impacts themselves: the pieces of a day
 * before the first and after the last midnight of the span.
 */
export function splitSpan(span: Window, zone: string): { whole: WholeDays; pieces: Window[] } {
  const firstDay = dayOf(span.startMs, zone);
  const lastDay = dayOf(span.endMs, zone);
  const startsWhole = dayStartMs(firstDay, zone) === span.startMs;
  const endsWhole = dayStartMs(lastDay, zone) === span.endMs;
  const whole = { from: startsWhole ? firstDay : nextDay(firstDay), to: lastDay };
  const wholeStartMs = dayStartMs(whole.from, zone);
  const wholeEndMs = dayStartMs(whole.to, zone);
  if (wholeStartMs > wholeEndMs) return { whole: { from: whole.from, to: whole.from }, pieces: [span] };
  const pieces: Window[] = [];
  if (!startsWhole) pieces.push({ startMs: span.startMs, endMs: wholeStartMs });
  if (!endsWhole) pieces.push({ startMs: wholeEndMs, endMs: span.endMs });
  return { whole, pieces };
}

/** Weighted loss (weight x ms) that begins at an instant: a whole day's at its start, a piece's at its own. */
export interface LossAt {
  atMs: number;
  weightedLostMs: number;
}

/** What open impacts add to the stored loss of whole days, weight x ms. */
export function openLossAt(
  open: readonly OpenServiceLoss[],
  services: ReadonlyMap<string, SeriesService>,
  whole: WholeDays,
  zone: string,
): LossAt[] {
  return open.flatMap(({ serviceId, days }) => {
    const service = services.get(serviceId);
    if (service === undefined) return [];
    return days
      .filter(({ day }) => day >= whole.from && day < whole.to)
      .map(({ day, lostMs: fullMs, storedLostMs }) => ({
        atMs: dayStartMs(day, zone),
        weightedLostMs: service.weight * (fullMs - storedLostMs),
      }));
  });
}

/** The loss of a piece of a day counted from the impacts that meet it, open ones to now; weight x ms. */
export function pieceLoss(
  piece: Window,
  services: ReadonlyMap<string, SeriesService>,
  impacts: ReadonlyMap<string, readonly RunningImpact[]>,
  nowMs: number,
): LossAt {
  let weightedLostMs = 0;
  for (const [serviceId, running] of impacts) {
    const service = services.get(serviceId);
    if (service === undefined) continue;
    const segments = sweepImpacts(running.map((impact) => ({ ...impact, endMs: impact.endMs ?? nowMs })));
    const covered = coveredWindow(piece, service.trackedFromMs, nowMs);
    if (covered.endMs > covered.startMs) weightedLostMs += service.weight * lostMs(segments, covered);
  }
  return { atMs: piece.startMs, weightedLostMs };
}

/**
 * Availability of the services in each window, ratio 0..1 at full precision: 1 - sum of weight x lost / sum of
 * weight x covered. Impact minutes = (1 - availability) x covered minutes.
 */
export function pointsOf(
  windows: readonly PeriodWindow[],
  services: ReadonlyMap<string, SeriesService>,
  losses: readonly LossAt[],
  nowMs: number,
): AvailabilityPoint[] {
  const lost = lossPerWindow(windows, losses);
  return windows.map((window, index) => {
    const parts = [...services.values()].map(({ weight, trackedFromMs }) => ({
      weight,
      coveredMs: coveredMs(window, trackedFromMs, nowMs),
      lostMs: 0,
    }));
    const { coveredMs: longestMs, weightedCoveredMs } = combineAvailability(parts);
    const { availability, impactMinutes, coveredMinutes } = combinedOf({
      coveredMs: longestMs,
      weightedCoveredMs,
      weightedLostMs: lost[index] ?? 0,
    });
    return {
      start: new Date(window.startMs).toISOString(),
      end: new Date(window.endMs).toISOString(),
      availability,
      impactMinutes,
      coveredMinutes,
    };
  });
}

function lossPerWindow(windows: readonly PeriodWindow[], losses: readonly LossAt[]): number[] {
  const sums = windows.map(() => 0);
  let index = 0;
  for (const { atMs, weightedLostMs } of [...losses].sort((a, b) => a.atMs - b.atMs)) {
    for (let window = windows[index]; window && window.endMs <= atMs; window = windows[index]) index += 1;
    sums[index] = (sums[index] ?? 0) + weightedLostMs;
  }
  return sums;
}
