import { NONE_FEATURES, SUSPECT_FEATURES, suspectFeatures } from "@/domain/change/suspect-features";
import type { Case } from "./cases";

/** Alternatives of one case as rows of features; the last is "none of these". */
export interface Choice {
  repo: string;
  rows: Float64Array[];
  chosen: number;
  weight: number;
}

/** How often the change that did it is not among the candidates at all; such cases are made by leaving it out. */
const NONE_SHARE = 0.02;
const RIDGE = 2;
const STEPS = 500;
/** How likely "none" is at all is left to the data. */
const NONE_CONSTANT = SUSPECT_FEATURES.length;
const WIDTH = SUSPECT_FEATURES.length + NONE_FEATURES.length;

function choiceOf(one: Case, candidates: Case["candidates"], weight: number): Choice {
  const features = suspectFeatures({ incident: one.incident, candidates });
  const rows = features.candidates.map(({ values }) => {
    const row = new Float64Array(WIDTH);
    for (const [index, name] of SUSPECT_FEATURES.entries()) row[index] = values[name];
    return row;
  });
  const none = new Float64Array(WIDTH);
  for (const [index, value] of features.none.entries()) none[SUSPECT_FEATURES.length + index] = value;
  const found = candidates.findIndex(({ id }) => id === one.culprit);
  return { repo: one.repo, rows: [...rows, none], chosen: found < 0 ? rows.length : found, weight };
}

export const present = (one: Case) => choiceOf(one, one.candidates, 1);
export const absent = (one: Case) =>
  choiceOf(
    one,
    one.candidates.filter(({ id }) => id !== one.culprit),
    NONE_SHARE / (1 - NONE_SHARE),
  );

export function probabilities({ rows }: Choice, weights: Float64Array): number[] {
  const scores = rows.map((row) => {
    let score = 0;
    for (let column = 0; column < WIDTH; column += 1) score += row[column]! * weights[column]!;
    return score;
  });
  const highest = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - highest));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return odds.map((one) => one / total);
}

/** Penalised maximum likelihood by Adam on standardised features; weights come back in the features' own units. */
export function fitWeights(choices: readonly Choice[]): Float64Array {
  const scale = scaleOf(choices);
  const perRepo = new Map<string, number>();
  for (const { repo } of choices) perRepo.set(repo, (perRepo.get(repo) ?? 0) + 1);
  const balance = choices.map(({ repo, weight }) => weight / Math.sqrt(perRepo.get(repo)!));
  const mean = balance.reduce((sum, one) => sum + one, 0) / balance.length;
  const scaled = choices.map((choice) => ({
    ...choice,
    rows: choice.rows.map((row) => row.map((value, index) => value / scale[index]!)),
  }));
  const weights = new Float64Array(WIDTH);
  const first = new Float64Array(WIDTH);
  const second = new Float64Array(WIDTH);
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = weights.map((weight, index) => (index === NONE_CONSTANT ? 0 : 2 * RIDGE * weight));
    for (const [number, choice] of scaled.entries()) {
      const share = balance[number]! / mean;
      for (const [index, probability] of probabilities(choice, weights).entries()) {
        const pull = share * (probability - (index === choice.chosen ? 1 : 0));
        if (Math.abs(pull) < 1e-9) continue;
        const row = choice.rows[index]!;
        for (let column = 0; column < WIDTH; column += 1) gradient[column]! += pull * row[column]!;
      }
    }
    const rate = 0.05 * (1 - step / (STEPS + 1));
    for (let column = 0; column < WIDTH; column += 1) {
      first[column] = 0.9 * first[column]! + 0.1 * gradient[column]!;
      second[column] = 0.999 * second[column]! + 0.001 * gradient[column]! ** 2;
      const [mHat, vHat] = [first[column]! / (1 - 0.9 ** step), second[column]! / (1 - 0.999 ** step)];
      weights[column]! -= (rate * mHat) / (Math.sqrt(vHat) + 1e-8);
    }
  }
  return weights.map((weight, index) => weight / scale[index]!);
}

function scaleOf(choices: readonly Choice[]): Float64Array {
  const scale = new Float64Array(WIDTH).fill(1);
  for (let column = 0; column < SUSPECT_FEATURES.length; column += 1) {
    const values = choices.flatMap(({ rows }) => rows.slice(0, -1).map((row) => row[column]!));
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
    scale[column] = Math.sqrt(variance) + 1e-9;
  }
  return scale;
}
