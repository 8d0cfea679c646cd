// Written by bench/suspects/fit.ts; docs/suspects.md holds the figures. Not to be edited by hand.
export const SUSPECT_WEIGHTS = {
  candidate: {
    logHours: -0.8492,
    withinDay: -1.2415,
    jaccard: 1.4608,
    exact: 0.7858,
    rareJaccard: 1.6782,
    jaccardBehindBest: 1.0668,
    rareJaccardBehindBest: 1.1541,
    largestOverlap: 1.6506,
    recencyAmongLargest: -0.6131,
    closestOverlap: 0.6074,
    recencyAmongClosest: -0.6087,
    documents: -1.7693,
    takeBack: -5.4758,
    words: 3.3074,
    size: 0.072,
    bot: 0.2392,
    takenBack: -1.1725,
    authorPrior: -0.1255,
  },
  none: {
    constant: 0.5488,
    logCandidates: -0.229,
    bestRareJaccard: -0.2188,
  },
} as const;
