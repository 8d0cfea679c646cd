/** The most points a chart draws. */
const POINTS_MAX = 300;

/**
 * Thins a series to at most `max` points: equal stretches, of each its lowest and highest point in their order, so
 * that no outage disappears. Points without a value are kept only where a stretch has no other.
 */
export function downsample<T>(
  points: readonly T[],
  measure: (point: T) => number | null,
  max = POINTS_MAX,
): T[] {
  if (points.length <= max) return [...points];
  const stretches = Math.max(1, Math.floor(max / 2));
  const kept: T[] = [];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const start = Math.floor((stretch * points.length) / stretches);
    const end = Math.floor(((stretch + 1) * points.length) / stretches);
    kept.push(...extremesOf(points, measure, start, end));
  }
  return kept;
}

function extremesOf<T>(
  points: readonly T[],
  measure: (point: T) => number | null,
  start: number,
  end: number,
): T[] {
  let low = -1;
  let high = -1;
  let lowValue = Number.POSITIVE_INFINITY;
  let highValue = Number.NEGATIVE_INFINITY;
  for (let index = start; index < end; index += 1) {
    const value = measure(points[index] as T);
    if (value === null) continue;
    if (value < lowValue) {
      lowValue = value;
      low = index;
    }
    if (value > highValue) {
      highValue = value;
      high = index;
    }
  }
  if (low === -1) return points.slice(start, start + 1);
  const indexes = low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  return indexes.map((index) => points[index] as T);
}
