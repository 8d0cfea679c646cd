import { type CandidateFeatures, NONE_FEATURES, SUSPECT_FEATURES, suspectFeatures } from "./suspect-features";
import type { SuspectCandidate, SuspectsInput } from "./suspect-input";
import { SUSPECT_WEIGHTS } from "./suspect-weights";

interface Suspect {
  id: string;
  /** That this change did it, 0..1; all suspects and "none of these" add up to 1. */
  probability: number;
  /** In words, the telling ones first. */
  reasons: string[];
}

export interface SuspectRanking {
  suspects: Suspect[];
  noneProbability: number;
}

/**
 * Ranks changes before an incident by the probability that each did it, with "none of these" among them: a conditional
 * logit (McFadden 1974) whose weights were fitted to reverts of public repositories by bench/suspects/fit.ts.
 */
export function rankSuspects(input: SuspectsInput): SuspectRanking {
  const features = suspectFeatures(input);
  const scores = features.candidates.map(scoreOf);
  const noneScore = NONE_FEATURES.reduce(
    (total, name, index) => total + SUSPECT_WEIGHTS.none[name] * (features.none[index] ?? 0),
    0,
  );
  const highest = Math.max(noneScore, ...scores);
  const odds = scores.map((score) => Math.exp(score - highest));
  const noneOdds = Math.exp(noneScore - highest);
  const total = odds.reduce((sum, one) => sum + one, noneOdds);
  const suspects = input.candidates.map((candidate, index) => ({
    id: candidate.id,
    probability: (odds[index] ?? 0) / total,
    reasons: reasonsOf(candidate, features.candidates[index]!),
  }));
  // Of equals the earlier in the list, which callers order by recency.
  suspects.sort((a, b) => b.probability - a.probability);
  return { suspects, noneProbability: noneOdds / total };
}

function scoreOf({ values }: CandidateFeatures): number {
  return SUSPECT_FEATURES.reduce((total, name) => total + SUSPECT_WEIGHTS.candidate[name] * values[name], 0);
}

const KIND_WORDS: ReadonlyMap<string, string> = new Map([
  ["config", "configuration change"],
  ["dns", "DNS change"],
  ["infrastructure", "infrastructure change"],
  ["feature-flag", "feature flag change"],
  ["data-migration", "data migration"],
  ["agent-action", "action of an agent"],
]);

/** So few lines count against a change by more than half of what none at all does. */
const FEW_LINES = 2;

function reasonsOf(candidate: SuspectCandidate, { facts, values }: CandidateFeatures): string[] {
  const reasons = [`went live ${agoWords(facts.hoursBefore)} before impact start`];
  if (facts.isExact) reasons.push(`touches exactly what was hit: ${listed(facts.sharedServices)}`);
  else if (facts.sharedServices.length > 0) reasons.push(`touches ${listed(facts.sharedServices)}`);
  for (const { service, of } of facts.dependencies.slice(0, 2)) {
    reasons.push(`touches ${service}, which ${of} depends on`);
  }
  if (values.largestOverlap === 1 && values.recencyAmongLargest === 0 && facts.sharedServices.length > 0) {
    reasons.push("the latest change with the most in common");
  }
  if (facts.commonWords.length > 0)
    reasons.push(`shares words with the incident: ${listed(facts.commonWords)}`);
  const kind = KIND_WORDS.get(candidate.kind ?? "");
  if (kind !== undefined) reasons.push(kind);
  if (facts.size !== null && facts.size <= FEW_LINES) reasons.push(fewLines(facts.size));
  else if (facts.isLargestOfDay) reasons.push(`largest change that day (${facts.size} lines)`);
  if (facts.isAuthorNew && facts.sharedServices.length > 0) {
    reasons.push("first change by this author on these services in the time looked at");
  }
  if (facts.isTakenBack) reasons.push("taken back since");
  if (values.takeBack === 1) reasons.push("takes an earlier change back");
  if (values.documents === 1) reasons.push("its title speaks of documents");
  return reasons;
}

function fewLines(size: number): string {
  if (size === 0) return "no lines changed";
  return size === 1 ? "only 1 line changed" : `only ${size} lines changed`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function agoWords(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return `${minutes} minute${minutes === 1 ? "" : "s"}`;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}
