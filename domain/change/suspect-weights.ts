// Written by bench/suspects/fit.ts; docs/suspects.md holds the figures. Not to be edited by hand.
export const SUSPECT_WEIGHTS = {
  candidate: {
    logHours: -0.8354,
    withinDay: -1.178,
    jaccard: 1.7362,
    exact: 1.018,
    rareJaccard: 2.0629,
    jaccardBehindBest: 1.3981,
    rareJaccardBehindBest: 1.4866,
    largestOverlap: 1.5825,
    recencyAmongLargest: -1.1331,
    documents: -1.768,
    takeBack: -5.5257,
    words: 3.0765,
    size: 0.0786,
    bot: 0.1596,
    takenBack: -1.2181,
    authorPrior: -0.2436,
  },
  none: {
    constant: 1.6912,
    logCandidates: -0.2966,
    bestRareJaccard: -0.247,
  },
} as const;
