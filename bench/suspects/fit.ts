import { writeFileSync } from "node:fs";
import { NONE_FEATURES, SUSPECT_FEATURES } from "@/domain/change/suspect-features";
import { readCases } from "./cases";
import {
  baselines,
  brier,
  interval,
  judge,
  logLoss,
  mean,
  type Outcome,
  reciprocalRank,
  reliability,
  said,
  within,
} from "./judge";
import { absent, fitWeights, present } from "./logit";
import { type ReliabilityBin, reliabilityPlot } from "./plot";

// Fits the weights of domain/change/suspects.ts to labelled cases (gzipped JSON lines), and prints the tables of
// docs/suspects.md, each repository ranked by the others' weights: `npx tsx bench/suspects/fit.ts <cases.jsonl.gz> [--write]`.

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

const share = (value: number) => value.toFixed(2).replace(/^0/, "");
const fine = (value: number) => value.toFixed(3).replace(/^0/, "");
const signed = (value: number) => `${value < 0 ? "−" : "+"}${share(Math.abs(value))}`;
const row = (...cells: (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);

function printPlaces(name: string, outcomes: readonly Outcome[], last: string): void {
  const measures = [within(1), within(3), within(5), reciprocalRank];
  row(name, ...measures.map((measure) => share(mean(outcomes, measure))), last);
}

/** Ours and the strongest rule by repository; below, how sure the difference over all is. */
function printByRepository(ours: readonly Outcome[], rule: readonly Outcome[]): void {
  const first = within(1);
  const groups = [...new Set(ours.map(({ repo }) => repo))].map((repo) =>
    ours.flatMap((one, index) => (one.repo === repo ? [{ one, other: rule[index]! }] : [])),
  );
  for (const group of groups) {
    const own = group.map(({ one }) => one);
    const other = group.map((pair) => pair.other);
    const [top1, ruleTop1] = [share(mean(own, first)), share(mean(other, first))];
    const [confidence, loss] = [share(mean(own, said)), share(mean(own, logLoss))];
    row(own[0]!.repo, own.length, ruleTop1, top1, confidence, fine(mean(own, brier)), loss);
  }
  const gain = interval(groups.map((group) => group.map(({ one, other }) => first(one) - first(other))));
  const error = interval(groups.map((group) => group.map(({ one }) => brier(one))));
  console.log(
    `top 1 above the strongest rule by ${signed(mean(ours, first) - mean(rule, first))} (${gain.map(signed).join(" to ")}),`,
    `Brier ${fine(mean(ours, brier))} (${error.map(fine).join(" to ")}), log loss ${fine(mean(ours, logLoss))}`,
  );
}

function printReliability(bins: readonly ReliabilityBin[]): void {
  for (const [index, { cases, said: average, right }] of bins.entries()) {
    row(`${(index / 5).toFixed(1)}–${((index + 1) / 5).toFixed(1)}`, cases, share(average), share(right));
  }
}

function main(): void {
  const [file, flag] = process.argv.slice(2);
  if (file === undefined) throw new Error("Usage: npx tsx bench/suspects/fit.ts <cases.jsonl.gz> [--write]");
  const read = readCases(file);
  const repositories = [...new Set(read.map(({ repo }) => repo))];
  const cases = repositories.flatMap((repo) => read.filter((one) => one.repo === repo));
  const choices = cases.flatMap((one) => [present(one), absent(one)]);
  const leftOut = repositories.flatMap((repo) => {
    const weights = fitWeights(choices.filter((choice) => choice.repo !== repo));
    return cases.filter((one) => one.repo === repo).map((one) => judge(present(one), weights));
  });
  const rules = baselines(cases);
  const bins = reliability(leftOut);
  const weights = fitWeights(choices);
  const fitted = cases.map((one) => judge(present(one), weights));
  printPlaces("Faultline", leftOut, fine(mean(leftOut, brier)));
  printPlaces("largest overlap (Jaccard), then most recent", rules.overlap, "");
  printPlaces("most recent on a shared service", rules.shared, "");
  printPlaces("most recent", rules.recent, "");
  printPlaces("(on the fitted cases)", fitted, fine(mean(fitted, brier)));
  printByRepository(leftOut, rules.overlap);
  printReliability(bins);
  if (flag !== "--write") return;
  writeFileSync("domain/change/suspect-weights.ts", weightsFile(weights));
  writeFileSync(
    "docs/images/suspects-reliability.svg",
    reliabilityPlot(bins, "Top suspect, repositories left out"),
  );
}

main();
