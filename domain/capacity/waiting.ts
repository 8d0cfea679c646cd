import {
  kaplanMeier,
  type Lifetime,
  medianOfCurve,
  type SurvivalStep,
} from "@/domain/availability/kaplan-meier";
import { HOUR_MS } from "@/domain/calendar/zone";

/** Below so many requests a waiting time says more about chance than about anybody. */
export const WAITS_MIN = 8;
/** More points than this in one curve are not seen. */
const CURVE_POINTS_MAX = 160;

export interface WaitingFigures {
  asked: number;
  signed: number;
  /** Kaplan-Meier, what still waits or left unsigned being censored; null where too few, or not reached. */
  medianMs: number | null;
  lowMs: number | null;
  highMs: number | null;
  p90Ms: number | null;
  /** Share signed within an hour of being asked for, with its 95 % interval. */
  withinHour: { ratio: number; low: number | null; high: number | null } | null;
}

/**
 * Waiting from the request to the sign-off. A request that still waits, or that went live, was waived or declined
 * unsigned, is known to have waited at least until then: it is censored, not left out (Kaplan & Meier 1958).
 */
export function waitingFigures(waits: readonly Lifetime[]): WaitingFigures {
  const signed = waits.filter(({ ended }) => ended).length;
  const none = { medianMs: null, lowMs: null, highMs: null, p90Ms: null, withinHour: null };
  if (waits.length < WAITS_MIN) return { asked: waits.length, signed, ...none };
  const steps = kaplanMeier(waits);
  return {
    asked: waits.length,
    signed,
    ...medianOfCurve(steps),
    p90Ms: survivalQuantile(steps, 0.9),
    withinHour: signedWithin(steps, HOUR_MS),
  };
}

/** The first time by which the share has ended; null where the record does not reach that far. */
function survivalQuantile(steps: readonly SurvivalStep[], endedRatio: number): number | null {
  return steps.find(({ survival }) => survival <= 1 - endedRatio + 1e-9)?.timeMs ?? null;
}

function signedWithin(steps: readonly SurvivalStep[], ms: number): NonNullable<WaitingFigures["withinHour"]> {
  const step = steps.findLast(({ timeMs }) => timeMs <= ms);
  if (step === undefined) return { ratio: 0, low: null, high: null };
  return {
    ratio: 1 - step.survival,
    low: step.high === null ? null : 1 - step.high,
    high: step.low === null ? null : 1 - step.low,
  };
}

export interface CurvePoint {
  ms: number;
  survival: number;
  low: number | null;
  high: number | null;
}

/** The curve for a picture, thinned evenly in height so that no step of it is lost to the eye. */
export function waitingCurve(waits: readonly Lifetime[]): CurvePoint[] {
  const points: CurvePoint[] = [{ ms: 0, survival: 1, low: null, high: null }];
  for (const { timeMs: ms, survival, low, high } of kaplanMeier(waits)) {
    const last = points.at(-1);
    const point = { ms, survival, low, high };
    if (last !== undefined && points.length > 1 && last.survival - survival < 1 / CURVE_POINTS_MAX) continue;
    points.push(point);
  }
  return points;
}

/** Mean length up to a limit: the area under the curve, in the unit of the lengths (Irwin 1949). */
export function restrictedMean(waits: readonly Lifetime[], limit: number): number {
  let area = 0;
  let at = 0;
  let survival = 1;
  for (const step of kaplanMeier(waits)) {
    if (step.timeMs >= limit) break;
    area += survival * (step.timeMs - at);
    at = step.timeMs;
    survival = step.survival;
  }
  return area + survival * (limit - at);
}
