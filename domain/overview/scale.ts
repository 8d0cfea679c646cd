/** Maps [domainFrom, domainTo] to [rangeFrom, rangeTo], both ends included. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): (value: number) => number {
  const span = domain[1] - domain[0];
  if (span === 0) return () => range[0];
  const factor = (range[1] - range[0]) / span;
  return (value) => range[0] + (value - domain[0]) * factor;
}

/** To a tenth: finer nobody sees, and every digit of a path is sent. */
export function roundPx(px: number): number {
  return Math.round(px * 10) / 10;
}

/** The smallest of 1, 2, 5 times a power of ten that cuts the length into at most `intervalsMax` parts. */
export function niceStep(length: number, intervalsMax: number): number {
  const rough = length / intervalsMax;
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 5, 10]) {
    // The tolerance forgives what doubles make of 0.3 / 0.1.
    if (length / (factor * power) <= intervalsMax + 1e-9) return factor * power;
  }
  return 10 * power;
}

export type Axis = { min: number; max: number; ticks: number[]; decimals: number };

/** Axis of a quantity that starts at zero, with at most six ticks; the last one is at or above the largest value. */
export function zeroAxis(largest: number): Axis {
  const max = largest > 0 ? largest : 1;
  const step = niceStep(max, 5);
  const count = Math.ceil(max / step - 1e-9);
  return axisOf(0, step, count);
}

/**
 * Axis of availability ratios, in percent: it ends at 100 and starts below the lowest point and the objective, so
 * that neither lies on its base line, with three to five ticks.
 */
export function availabilityAxis(lowestRatio: number, objectiveRatio: number): Axis {
  const objectiveLoss = (1 - objectiveRatio) * 100;
  const loss = Math.min(100, Math.max((1 - lowestRatio) * 100, objectiveLoss * 1.5, 0.001));
  const step = Math.min(25, niceStep(loss, 4));
  const count = Math.max(2, Math.ceil(loss / step - 1e-9));
  return axisOf(100 - count * step, step, count);
}

function axisOf(min: number, step: number, count: number): Axis {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((min + index * step).toFixed(10)));
  return { min: ticks[0] ?? min, max: ticks[count] ?? min + count * step, ticks, decimals };
}
