import type { SuspectCandidate, SuspectsInput } from "./suspect-input";
import { bareTitle, isAboutDocuments, isTakeBack, revertedTitle, wordsOf } from "./suspect-words";

/** What the ranking looks at, in the order of the weights. Nothing here tells AI's part or sign-off. */
export const SUSPECT_FEATURES = [
  "logMinutes",
  "withinDay",
  "rareJaccard",
  "jaccardBehindBest",
  "rareJaccardBehindBest",
  "largestOverlap",
  "recencyAmongLargest",
  "closestOverlap",
  "recencyAmongClosest",
  "documents",
  "takeBack",
  "words",
  "lines",
  "bot",
  "takenBack",
  "authorPrior",
] as const;
type SuspectFeature = (typeof SUSPECT_FEATURES)[number];

/** What "none of these" is judged by. */
export const NONE_FEATURES = ["constant", "bestRareJaccard"] as const;

/** One candidate's features, and the facts behind them that a reason is made of. */
export interface CandidateFeatures {
  values: Record<SuspectFeature, number>;
  facts: {
    hoursBefore: number;
    /** Shared with the incident, or standing before a hit service in the dependency graph (with that service). */
    sharedServices: string[];
    dependencies: { service: string; of: string }[];
    /** Touches all services that were hit, and no other. */
    isExact: boolean;
    /** Lines added and deleted; null where neither is on record. */
    size: number | null;
    isLargestOfDay: boolean;
    isAuthorNew: boolean;
    commonWords: string[];
    isTakenBack: boolean;
  };
}

export interface SuspectFeatures {
  candidates: CandidateFeatures[];
  none: number[];
}

const HOUR_MS = 3_600_000;
/** What a service that a hit one depends on counts for, per step: half, a quarter. */
const STEP_WEIGHT = 0.5;
const STEPS_MAX = 3;
/** Of the size only a handful of lines says something: such a change is seldom the one; above, more lines are no worse. */
const LINES_MAX = 10;

/** Features of all candidates of one incident; candidates after its start are not expected. */
export function suspectFeatures({ incident, candidates, dependencies = {} }: SuspectsInput): SuspectFeatures {
  const reach = reachOf(incident.services, dependencies);
  const rarity = rarityOf(candidates.map(({ services }) => new Set(services)));
  const titles = candidates.map(({ title }) => wordsOf(title));
  const wordRarity = rarityOf(titles);
  const rarest = rarityIn(candidates.length, 1);
  const incidentWords = wordsOf(incident.text);
  const overlaps = candidates.map((one) => overlapOf(one, reach, rarity));
  const best = {
    count: Math.max(0, ...overlaps.map(({ count }) => count)),
    jaccard: Math.max(0, ...overlaps.map(({ jaccard }) => jaccard)),
    rareJaccard: Math.max(0, ...overlaps.map(({ rareJaccard }) => rareJaccard)),
  };
  const startMs = Date.parse(incident.at);
  const hours = candidates.map(({ at }) => Math.max(0, (startMs - Date.parse(at)) / HOUR_MS));
  const ranks = ranksAmong(
    overlaps.map(({ count }) => count > 0 && count === best.count),
    hours,
  );
  const closestRanks = ranksAmong(
    overlaps.map(({ jaccard }) => jaccard > 0 && jaccard === best.jaccard),
    hours,
  );
  const taken = takenBackAt(candidates);
  const priorsOf = priorChanges(candidates);
  const isLargest = largestOfDay(candidates);
  const features = candidates.map((candidate, index) => {
    const overlap = overlaps[index]!;
    const words = wordMatch(titles[index]!, incidentWords, wordRarity, rarest);
    const size = sizeOf(candidate);
    const priors = priorsOf(candidate);
    const isTakenBack = taken(candidate);
    return {
      values: {
        logMinutes: Math.log1p(hours[index]! * 60),
        withinDay: hours[index]! < 24 ? 1 : 0,
        rareJaccard: overlap.rareJaccard,
        jaccardBehindBest: overlap.jaccard - best.jaccard,
        rareJaccardBehindBest: overlap.rareJaccard - best.rareJaccard,
        largestOverlap: ranks[index] === null ? 0 : 1,
        recencyAmongLargest: recencyAmong(ranks, index),
        closestOverlap: closestRanks[index] === null ? 0 : 1,
        recencyAmongClosest: recencyAmong(closestRanks, index),
        documents: isAboutDocuments(candidate.title) ? 1 : 0,
        takeBack: isTakeBack(candidate.title) ? 1 : 0,
        words: words.score,
        lines: Math.log1p(Math.min(size ?? LINES_MAX, LINES_MAX)),
        bot: candidate.bot ? 1 : 0,
        takenBack: isTakenBack ? 1 : 0,
        authorPrior: Math.log1p(priors),
      },
      facts: {
        hoursBefore: hours[index]!,
        sharedServices: overlap.shared,
        dependencies: overlap.viaDependency,
        isExact: overlap.jaccard === 1,
        size,
        isLargestOfDay: size !== null && size > 0 && isLargest(candidate, size),
        isAuthorNew: candidate.author !== null && priors === 0,
        commonWords: words.common,
        isTakenBack,
      },
    };
  });
  return { candidates: features, none: [1, best.rareJaccard] };
}

/** What counts as hit, and how much: the incident's services 1, what they depend on half per step. */
type Reach = Map<string, { weight: number; of: string }>;

function reachOf(
  services: readonly string[],
  dependencies: Readonly<Record<string, readonly string[]>>,
): Reach {
  const reach: Reach = new Map(services.map((service) => [service, { weight: 1, of: service }]));
  let edge = [...reach];
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const next: [string, { weight: number; of: string }][] = [];
    for (const [service, { of }] of edge) {
      for (const needed of Object.hasOwn(dependencies, service) ? (dependencies[service] ?? []) : []) {
        if (reach.has(needed)) continue;
        const found = { weight: STEP_WEIGHT ** step, of };
        reach.set(needed, found);
        next.push([needed, found]);
      }
    }
    edge = next;
  }
  return reach;
}

/** Inverse document frequency over the candidates: a service or word that few of them have says more. */
function rarityOf(sets: readonly ReadonlySet<string>[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const set of sets) for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1);
  return (term) => rarityIn(sets.length, counts.get(term) ?? 0);
}

function rarityIn(sets: number, having: number): number {
  return Math.log((sets + 1) / (having + 0.5));
}

interface Overlap {
  count: number;
  jaccard: number;
  rareJaccard: number;
  shared: string[];
  viaDependency: { service: string; of: string }[];
}

function overlapOf({ services }: SuspectCandidate, reach: Reach, rarity: (term: string) => number): Overlap {
  const own = new Set(services);
  const hit = [...reach].filter(([, { weight }]) => weight === 1).map(([service]) => service);
  const union = new Set([...own, ...hit]);
  const common = [...own].flatMap((service) => {
    const found = reach.get(service);
    return found === undefined ? [] : [{ service, ...found }];
  });
  const sum = (terms: Iterable<string>) => [...terms].reduce((total, term) => total + rarity(term), 0);
  const count = common.reduce((total, { weight }) => total + weight, 0);
  const rare = common.reduce((total, { service, weight }) => total + weight * rarity(service), 0);
  return {
    count,
    jaccard: union.size === 0 ? 0 : count / union.size,
    rareJaccard: rare / Math.max(1e-9, sum(union)),
    shared: common.filter(({ weight }) => weight === 1).map(({ service }) => service),
    viaDependency: common.filter(({ weight }) => weight < 1).map(({ service, of }) => ({ service, of })),
  };
}

/** Place by recency among those chosen, the latest first; null for the others. */
function ranksAmong(isChosen: readonly boolean[], hours: readonly number[]): (number | null)[] {
  const order = hours
    .map((value, index) => ({ value, index }))
    .filter(({ index }) => isChosen[index])
    .sort((a, b) => a.value - b.value || a.index - b.index);
  const ranks: (number | null)[] = hours.map(() => null);
  for (const [rank, { index }] of order.entries()) ranks[index] = rank;
  return ranks;
}

/** The logarithm of the place; whoever has none comes after the last. */
function recencyAmong(ranks: readonly (number | null)[], index: number): number {
  return Math.log1p(ranks[index] ?? ranks.filter((rank) => rank !== null).length + 1);
}

/** The share of a title's words, by rarity, that the text has too; one rare word more below keeps a short title modest. */
function wordMatch(
  title: ReadonlySet<string>,
  text: ReadonlySet<string>,
  rarity: (term: string) => number,
  rarest: number,
) {
  const common = [...title].filter((word) => text.has(word)).sort((a, b) => rarity(b) - rarity(a));
  const sum = (terms: Iterable<string>) => [...terms].reduce((total, term) => total + rarity(term), 0);
  return { common, score: sum(common) / (sum(title) + rarest) };
}

/** Whether a later candidate takes this one back: what is gone cannot have done it. */
function takenBackAt(candidates: readonly SuspectCandidate[]): (candidate: SuspectCandidate) => boolean {
  const reverts = candidates.flatMap(({ title, at }) => {
    const inner = revertedTitle(title);
    return inner === null ? [] : [{ inner, atMs: Date.parse(at) }];
  });
  return ({ title, at }) => {
    const own = bareTitle(title);
    return reverts.some(
      ({ inner, atMs }) =>
        atMs >= Date.parse(at) &&
        (inner === own || (inner.length > 20 && (own.startsWith(inner) || inner.startsWith(own)))),
    );
  };
}

/** Earlier changes of the same author on one of the same services, among the candidates. */
function priorChanges(all: readonly SuspectCandidate[]): (candidate: SuspectCandidate) => number {
  const byAuthor = new Map<string, { atMs: number; services: ReadonlySet<string> }[]>();
  for (const { author, at, services } of all) {
    if (author === null) continue;
    const own = byAuthor.get(author) ?? [];
    own.push({ atMs: Date.parse(at), services: new Set(services) });
    byAuthor.set(author, own);
  }
  return ({ author, at, services }) => {
    const others = author === null ? [] : (byAuthor.get(author) ?? []);
    const atMs = Date.parse(at);
    return others.filter((other) => other.atMs < atMs && services.some((one) => other.services.has(one)))
      .length;
  };
}

/** Whether nothing else of its day (UTC) is larger, on a day with others. */
function largestOfDay(
  all: readonly SuspectCandidate[],
): (candidate: SuspectCandidate, size: number) => boolean {
  const dayOf = ({ at }: SuspectCandidate) => new Date(at).toISOString().slice(0, 10);
  const days = new Map<string, { count: number; largest: number }>();
  for (const candidate of all) {
    const day = dayOf(candidate);
    const { count, largest } = days.get(day) ?? { count: 0, largest: 0 };
    days.set(day, { count: count + 1, largest: Math.max(largest, sizeOf(candidate) ?? 0) });
  }
  return (candidate, size) => {
    const day = days.get(dayOf(candidate));
    return day !== undefined && day.count > 1 && day.largest <= size;
  };
}

function sizeOf({ additions, deletions }: SuspectCandidate): number | null {
  return (additions ?? null) === null && (deletions ?? null) === null
    ? null
    : (additions ?? 0) + (deletions ?? 0);
}
