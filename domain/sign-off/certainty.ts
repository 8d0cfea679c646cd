/** Incidents below which a share of them says nothing: with five, even all or none leaves half of the scale open. */
export const INCIDENTS_MIN = 8;
const Z_95 = 1.959963984540054;

/**
 * 95 % interval of a share, both ends 0..1: by Wilson's score (1927), which holds for few and for none.
 * @throws RangeError unless 0 <= part <= whole and whole is above 0
 */
export function wilsonInterval(part: number, whole: number): { low: number; high: number } {
  if (!(whole > 0 && part >= 0 && part <= whole)) throw new RangeError("part: give 0 up to whole.");
  const share = part / whole;
  const z2 = Z_95 ** 2 / whole;
  const middle = share + z2 / 2;
  const spread = Z_95 * Math.sqrt((share * (1 - share)) / whole + z2 / (4 * whole));
  const within = (ratio: number) => Math.min(1, Math.max(0, ratio));
  return { low: within((middle - spread) / (1 + z2)), high: within((middle + spread) / (1 + z2)) };
}

/**
 * How often chance alone would set two policies that hold the same share of incidents at least this far apart, 0..1:
 * the exact sign test (McNemar 1947) on those incidents that only one of the two holds.
 * @param only how many incidents only the first holds, and only the second
 */
export function signTest([first, second]: readonly [number, number]): number {
  const trials = first + second;
  if (trials === 0) return 1;
  let chosen = 1;
  let tail = 0;
  for (let k = 0; k <= Math.min(first, second); k++) {
    tail += chosen;
    chosen = (chosen * (trials - k)) / (k + 1);
  }
  return Math.min(1, (2 * tail) / 2 ** trials);
}
