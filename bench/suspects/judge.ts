import type { Case } from "./cases";
import { type Choice, probabilities } from "./logit";
import type { ReliabilityBin } from "./plot";

/** How one case was ranked. A rule without probabilities has only the rank. */
export interface Outcome {
  repo: string;
  rank: number;
  /** Probability said of the top suspect, and of the one that did it. */
  top: number;
  culprit: number;
}

export function judge(choice: Choice, weights: Float64Array): Outcome {
  const all = probabilities(choice, weights);
  const order = all
    .slice(0, -1)
    .map((probability, index) => ({ probability, index }))
    .sort((a, b) => b.probability - a.probability);
  const rank = order.findIndex(({ index }) => index === choice.chosen);
  return { repo: choice.repo, rank, top: order[0]?.probability ?? 0, culprit: all[choice.chosen] ?? 0 };
}

type Candidate = Case["candidates"][number];

/** Order by a simple rule, for comparison: what a person would try first. What comes later in the key decides among equals. */
function ruled(one: Case, key: (candidate: Candidate) => number[]): Outcome {
  const order = one.candidates
    .map((candidate) => ({ id: candidate.id, key: key(candidate) }))
    .sort((a, b) => a.key.reduce((sign, value, index) => sign || b.key[index]! - value, 0));
  const rank = order.findIndex(({ id }) => id === one.culprit);
  return { repo: one.repo, rank, top: Number.NaN, culprit: Number.NaN };
}

export function baselines(cases: readonly Case[]): Record<"overlap" | "shared" | "recent", Outcome[]> {
  const shared = (one: Case, candidate: Candidate) =>
    candidate.services.filter((service) => one.incident.services.includes(service)).length;
  /** Share of all services of both that both have (Jaccard). */
  const overlap = (one: Case, candidate: Candidate) =>
    shared(one, candidate) / Math.max(1, new Set([...candidate.services, ...one.incident.services]).size);
  const recency = (candidate: Candidate) => Date.parse(candidate.at);
  return {
    overlap: cases.map((one) => ruled(one, (candidate) => [overlap(one, candidate), recency(candidate)])),
    shared: cases.map((one) =>
      ruled(one, (candidate) => [shared(one, candidate) > 0 ? 1 : 0, recency(candidate)]),
    ),
    recent: cases.map((one) => ruled(one, (candidate) => [recency(candidate)])),
  };
}

type Measure = (one: Outcome) => number;
export const within =
  (places: number): Measure =>
  ({ rank }) =>
    rank < places ? 1 : 0;
export const reciprocalRank: Measure = ({ rank }) => 1 / (rank + 1);
export const brier: Measure = ({ rank, top }) => (top - (rank === 0 ? 1 : 0)) ** 2;
export const logLoss: Measure = ({ culprit }) => -Math.log(culprit);
export const said: Measure = ({ top }) => top;

export function mean(outcomes: readonly Outcome[], of: Measure): number {
  return outcomes.reduce((sum, one) => sum + of(one), 0) / outcomes.length;
}

const DRAWS = 4000;

/** 95 % interval of a mean over cases, by drawing the cases of each repository anew (bootstrap, always the same draws). */
export function interval(byRepo: readonly (readonly number[])[]): [low: number, high: number] {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const cases = byRepo.reduce((sum, values) => sum + values.length, 0);
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (const values of byRepo) {
      for (let drawn = 0; drawn < values.length; drawn += 1)
        sum += values[Math.floor(random() * values.length)]!;
    }
    return sum / cases;
  }).sort((a, b) => a - b);
  return [means[Math.floor(DRAWS * 0.025)]!, means[Math.floor(DRAWS * 0.975)]!];
}

export function reliability(outcomes: readonly Outcome[]): ReliabilityBin[] {
  return [0, 0.2, 0.4, 0.6, 0.8].map((from) => {
    const bin = outcomes.filter(({ top }) => top >= from && top < (from === 0.8 ? 1.01 : from + 0.2));
    const of = (measure: Measure) => (bin.length === 0 ? 0 : mean(bin, measure));
    return { cases: bin.length, said: of(said), right: of(within(1)) };
  });
}
