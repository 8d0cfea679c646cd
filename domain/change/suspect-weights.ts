// Written by bench/suspects/fit.ts; docs/suspects.md holds the figures. Not to be edited by hand.
export const SUSPECT_WEIGHTS = {
  candidate: {
    logHours: -0.9373,
    withinDay: -1.3911,
    jaccard: 1.7708,
    exact: 1.1603,
    rareJaccard: 2.017,
    jaccardBehindBest: 1.6491,
    rareJaccardBehindBest: 1.7259,
    largestOverlap: 1.8516,
    recencyAmongLargest: -1.1236,
    documents: -2.1459,
    takeBack: -6.3494,
    words: 3.582,
    size: 0.0713,
    bot: 0.2129,
    takenBack: -1.1957,
    authorPrior: -0.1781,
  },
  none: {
    constant: 1.1463,
    logCandidates: -0.4139,
    bestRareJaccard: -0.2685,
  },
} as const;
