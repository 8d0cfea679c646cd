/** How evenly work is shared among those who do some of it. */
export interface LoadShape {
  reviewers: number;
  signOffs: number;
  /** Gini coefficient, 0 (all the same) to 1 (one does everything). */
  gini: number;
  /** Share of all that the busiest tenth does, at least one person. */
  topRatio: number;
  topReviewers: number;
  /** How many who did the same each would spread the work like this: 1 / sum of squared shares (Simpson 1949). */
  effective: number;
}

/** @throws RangeError for a count that is not above 0 */
export function loadShape(counts: readonly number[]): LoadShape | null {
  if (counts.length === 0) return null;
  if (counts.some((count) => !(count > 0)))
    throw new RangeError("A reviewer of the load has signed at least once.");
  const sorted = [...counts].sort((a, b) => a - b);
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const weighted = sorted.reduce((sum, count, index) => sum + (index + 1) * count, 0);
  const n = sorted.length;
  const topReviewers = Math.max(1, Math.round(n / 10));
  const top = sorted.slice(-topReviewers).reduce((sum, count) => sum + count, 0);
  return {
    reviewers: n,
    signOffs: total,
    gini: (2 * weighted) / (n * total) - (n + 1) / n,
    topRatio: top / total,
    topReviewers,
    effective: total ** 2 / sorted.reduce((sum, count) => sum + count ** 2, 0),
  };
}

/** Below so many sign-offs it is chance that one person gave all of them. */
const SINGLE_MIN = 5;

/** Services whose sign-offs of some weeks were all given by one person, most sign-offs first. */
export function singleSigners(
  given: readonly { serviceId: string; personId: string; signOffs: number }[],
): { serviceId: string; personId: string; signOffs: number }[] {
  const byService = new Map<string, { serviceId: string; personId: string; signOffs: number }[]>();
  for (const one of given) byService.set(one.serviceId, [...(byService.get(one.serviceId) ?? []), one]);
  return [...byService.values()]
    .flatMap(([only, ...others]) =>
      only !== undefined && others.length === 0 && only.signOffs >= SINGLE_MIN ? [only] : [],
    )
    .sort((a, b) => b.signOffs - a.signOffs);
}
