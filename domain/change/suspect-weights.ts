// Written by bench/suspects/fit.ts; docs/suspects.md holds the figures. Not to be edited by hand.
export const SUSPECT_WEIGHTS = {
  candidate: {
    logMinutes: -0.5674,
    withinDay: -0.6907,
    rareJaccard: 2.333,
    jaccardBehindBest: 1.5115,
    rareJaccardBehindBest: 1.5479,
    largestOverlap: 1.8788,
    recencyAmongLargest: -0.5185,
    closestOverlap: 1.167,
    recencyAmongClosest: -0.513,
    documents: -1.6024,
    takeBack: -6.4498,
    words: 13.711,
    lines: 0.9054,
    bot: 0.2984,
    takenBack: -1.4987,
    authorPrior: -0.0766,
  },
  none: {
    constant: -0.0076,
    bestRareJaccard: -0.3199,
  },
} as const;
