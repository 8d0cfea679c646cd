/** One observed length of time. `ended` is false when it still ran when last seen (right-censored). */
export type Lifetime = { durationMs: number; ended: boolean };

/** The curve after the endings at `timeMs`: share still running, and its 95 % interval (log-log), ratios 0..1. */
export type SurvivalStep = {
  timeMs: number;
  atRisk: number;
  endings: number;
  survival: number;
  low: number | null;
  high: number | null;
};

/** A median length in ms with its 95 % interval; null where the record does not reach that far. */
export type MedianEstimate = {
  medianMs: number | null;
  lowMs: number | null;
  highMs: number | null;
  /** How many lengths went in, and how many of them were still running. */
  count: number;
  censored: number;
};

/** The 97.5 % point of the normal distribution. */
const Z_95 = 1.959963984540054;

/** A product of many ratios misses one half by rounding only. */
const HALF_NOISE = 1e-9;

/**
 * Kaplan-Meier product-limit curve (Kaplan & Meier 1958) with Greenwood's variance and log-log 95 % limits, one step
 * per distinct ending time, oldest first. A censored length counts as at risk up to and including its own time.
 */
export function kaplanMeier(lifetimes: readonly Lifetime[]): SurvivalStep[] {
  const sorted = lifetimes.map(checked).sort((a, b) => a.durationMs - b.durationMs);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let index = 0; index < sorted.length; ) {
    const timeMs = sorted[index]?.durationMs ?? 0;
    const atRisk = sorted.length - index;
    let endings = 0;
    for (; sorted[index]?.durationMs === timeMs; index += 1) if (sorted[index]?.ended) endings += 1;
    if (endings === 0) continue;
    survival *= (atRisk - endings) / atRisk;
    greenwood += endings / (atRisk * (atRisk - endings));
    steps.push({ timeMs, atRisk, endings, survival, ...logLogLimits(survival, greenwood) });
  }
  return steps;
}

function checked(lifetime: Lifetime): Lifetime {
  if (!(lifetime.durationMs >= 0)) {
    throw new RangeError(`A length of time must be 0 ms or more, not ${lifetime.durationMs}.`);
  }
  return lifetime;
}

function logLogLimits(survival: number, greenwood: number): { low: number | null; high: number | null } {
  if (survival <= 0 || survival >= 1) return { low: null, high: null };
  const logSurvival = Math.log(survival);
  const spread = (Z_95 * Math.sqrt(greenwood)) / Math.abs(logSurvival);
  return { low: survival ** Math.exp(spread), high: survival ** Math.exp(-spread) };
}

/**
 * Kaplan-Meier median in ms with open cases right-censored, and its 95 % interval (Brookmeyer & Crowley 1982, log-log).
 * Where the curve rests at exactly one half, the middle of that rest: without open cases this is the ordinary median.
 */
export function kaplanMeierMedian(lifetimes: readonly Lifetime[]): MedianEstimate {
  return {
    ...medianOfCurve(kaplanMeier(lifetimes)),
    count: lifetimes.length,
    censored: lifetimes.filter((lifetime) => !lifetime.ended).length,
  };
}

/** The same of a curve that is there already. */
export function medianOfCurve(
  steps: readonly SurvivalStep[],
): Pick<MedianEstimate, "medianMs" | "lowMs" | "highMs"> {
  return {
    medianMs: halfTimeOf(steps, (step) => step.survival),
    lowMs: halfTimeOf(steps, (step) => step.low),
    highMs: halfTimeOf(steps, (step) => step.high),
  };
}

function halfTimeOf(
  steps: readonly SurvivalStep[],
  levelOf: (step: SurvivalStep) => number | null,
): number | null {
  const isAtMost = (step: SurvivalStep, limit: number) => {
    const value = levelOf(step);
    return value !== null && value <= limit;
  };
  const reached = steps.find((step) => isAtMost(step, 0.5 + HALF_NOISE));
  if (!reached) return null;
  if (isAtMost(reached, 0.5 - HALF_NOISE)) return reached.timeMs;
  const passed = steps.find((step) => isAtMost(step, 0.5 - HALF_NOISE));
  return passed ? (reached.timeMs + passed.timeMs) / 2 : reached.timeMs;
}
