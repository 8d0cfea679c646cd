import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { NONE_FEATURES, SUSPECT_FEATURES, suspectFeatures } from "@/domain/change/suspect-features";
import { type ReliabilityBin, reliabilityPlot } from "./plot";

// Fits the weights of domain/change/suspects.ts to labelled cases (gzipped JSON lines), and prints how well they do on
// repositories that were left out: `npx tsx bench/suspects/fit.ts <cases.jsonl.gz> [--write]`.

const caseSchema = z.object({
  repo: z.string(),
  incident: z.object({ at: z.string(), services: z.array(z.string()), text: z.string() }),
  candidates: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      services: z.array(z.string()),
      author: z.string().nullable(),
      bot: z.boolean(),
      additions: z.number(),
      deletions: z.number(),
      files: z.number(),
      title: z.string(),
    }),
  ),
  culprit: z.string(),
});
type Case = z.output<typeof caseSchema>;

/** Alternatives of one case as rows of features; the last is "none of these". */
interface Choice {
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

const present = (one: Case) => choiceOf(one, one.candidates, 1);
const absent = (one: Case) =>
  choiceOf(
    one,
    one.candidates.filter(({ id }) => id !== one.culprit),
    NONE_SHARE / (1 - NONE_SHARE),
  );

function probabilities({ rows }: Choice, weights: Float64Array): number[] {
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
function fitWeights(choices: readonly Choice[]): Float64Array {
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

interface Outcome {
  rank: number;
  top: number;
  isRight: boolean;
}

function judge(choice: Choice, weights: Float64Array): Outcome {
  const all = probabilities(choice, weights);
  const order = all
    .slice(0, -1)
    .map((probability, index) => ({ probability, index }))
    .sort((a, b) => b.probability - a.probability);
  const rank = order.findIndex(({ index }) => index === choice.chosen);
  return { rank, top: order[0]?.probability ?? 0, isRight: rank === 0 };
}

function summary(outcomes: readonly Outcome[]) {
  const mean = (of: (one: Outcome) => number) =>
    outcomes.reduce((sum, one) => sum + of(one), 0) / outcomes.length;
  return {
    cases: outcomes.length,
    top1: mean(({ rank }) => (rank === 0 ? 1 : 0)),
    top3: mean(({ rank }) => (rank < 3 ? 1 : 0)),
    top5: mean(({ rank }) => (rank < 5 ? 1 : 0)),
    reciprocalRank: mean(({ rank }) => 1 / (rank + 1)),
    brier: mean(({ top, isRight }) => (top - (isRight ? 1 : 0)) ** 2),
  };
}

/** Order by a simple rule, for comparison: what a person would try first. */
function baseline(
  cases: readonly Case[],
  key: (one: Case, candidate: Case["candidates"][number]) => number[],
) {
  const outcomes = cases.map((one) => {
    const order = one.candidates
      .map((candidate) => ({ id: candidate.id, key: key(one, candidate) }))
      .sort((a, b) => a.key.reduce((sign, value, index) => sign || b.key[index]! - value, 0));
    const rank = order.findIndex(({ id }) => id === one.culprit);
    return { rank, top: 0, isRight: rank === 0 };
  });
  const { top1, top3, top5, reciprocalRank } = summary(outcomes);
  return { top1, top3, top5, reciprocalRank };
}

function reliability(outcomes: readonly Outcome[]): ReliabilityBin[] {
  return [0, 0.2, 0.4, 0.6, 0.8].map((from) => {
    const bin = outcomes.filter(({ top }) => top >= from && top < (from === 0.8 ? 1.01 : from + 0.2));
    const said = bin.reduce((sum, { top }) => sum + top, 0) / Math.max(1, bin.length);
    const right = bin.filter(({ isRight }) => isRight).length / Math.max(1, bin.length);
    return { cases: bin.length, said, right };
  });
}

function weightsFile(weights: Float64Array): string {
  const entries = (names: readonly string[], from: number) =>
    names.map((name, index) => `    ${name}: ${Number(weights[from + index]!.toFixed(4))},`).join("\n");
  return `// Written by bench/suspects/fit.ts; docs/suspects.md holds the figures. Not to be edited by hand.
export const SUSPECT_WEIGHTS = {
  candidate: {
${entries(SUSPECT_FEATURES, 0)}
  },
  none: {
${entries(NONE_FEATURES, SUSPECT_FEATURES.length)}
  },
} as const;
`;
}

function main(): void {
  const [file, flag] = process.argv.slice(2);
  if (file === undefined) throw new Error("Usage: npx tsx bench/suspects/fit.ts <cases.jsonl.gz> [--write]");
  const cases = gunzipSync(readFileSync(file))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => caseSchema.parse(JSON.parse(line)));
  const choices = cases.flatMap((one) => [present(one), absent(one)]);
  const repositories = [...new Set(cases.map(({ repo }) => repo))];
  const leftOut = repositories.flatMap((repo) => {
    const weights = fitWeights(choices.filter((choice) => choice.repo !== repo));
    const outcomes = cases.filter((one) => one.repo === repo).map((one) => judge(present(one), weights));
    console.log(repo, summary(outcomes));
    return outcomes;
  });
  console.log("left out, all", summary(leftOut));
  const bins = reliability(leftOut);
  console.table(bins);
  const shared = (one: Case, candidate: Case["candidates"][number]) =>
    candidate.services.filter((service) => one.incident.services.includes(service)).length;
  /** Share of all services of both that both have (Jaccard). */
  const overlap = (one: Case, candidate: Case["candidates"][number]) =>
    shared(one, candidate) / Math.max(1, new Set([...candidate.services, ...one.incident.services]).size);
  const recency = (candidate: Case["candidates"][number]) => Date.parse(candidate.at);
  console.log(
    "most recent",
    baseline(cases, (_, candidate) => [recency(candidate)]),
  );
  console.log(
    "most recent on a shared service",
    baseline(cases, (one, candidate) => [shared(one, candidate) > 0 ? 1 : 0, recency(candidate)]),
  );
  console.log(
    "largest overlap, then most recent",
    baseline(cases, (one, candidate) => [overlap(one, candidate), recency(candidate)]),
  );
  const weights = fitWeights(choices);
  console.log("on the fitted cases", summary(cases.map((one) => judge(present(one), weights))));
  if (flag !== "--write") return;
  writeFileSync("domain/change/suspect-weights.ts", weightsFile(weights));
  writeFileSync(
    "docs/images/suspects-reliability.svg",
    reliabilityPlot(bins, "Top suspect, repositories left out"),
  );
}

main();
