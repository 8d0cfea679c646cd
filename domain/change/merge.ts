import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import type { Involvement } from "./kinds";
import {
  type ChangeState,
  type Detected,
  type Evidence,
  FACT_FIELDS,
  type Fact,
  type FactField,
  type Facts,
  type Reviewer,
  TELLING_RANKS,
} from "./telling";

/** Deterministic bounds on what one change keeps, as many tellings as there may be: the first of the sorted set. */
const PATHS_MAX = 5000;
const LABELS_MAX = 500;
const REVIEWERS_MAX = 500;
const EVIDENCE_MAX = 200;

/**
 * What two tellings, or two sets of tellings, say together. Commutative, associative and idempotent: whoever is told
 * twice, late or in another order ends in the same state. Of a fact the greater rank stands, then the later word.
 */
export function mergeStates(a: ChangeState, b: ChangeState): ChangeState {
  return {
    facts: mergeFacts(a.facts, b.facts),
    fallbackAtMs: Math.min(a.fallbackAtMs, b.fallbackAtMs),
    labels: unite(a.labels, b.labels, LABELS_MAX),
    paths: unite(a.paths, b.paths, PATHS_MAX),
    serviceIds: unite(a.serviceIds, b.serviceIds, Number.POSITIVE_INFINITY),
    reviewers: mergeReviewers(a.reviewers, b.reviewers),
    evidence: mergeEvidence(a.evidence, b.evidence),
    detected: mergeDetected(a.detected, b.detected),
    generated: a.generated && b.generated,
  };
}

/** A state with its sets in the order that merging keeps them in. */
export function normalizedState(state: ChangeState): ChangeState {
  return mergeStates(state, state);
}

function mergeFacts(a: Facts, b: Facts): Facts {
  const merged: Facts = {};
  for (const field of FACT_FIELDS) mergeField(merged, a, b, field);
  return merged;
}

function mergeField<F extends FactField>(into: Facts, a: Facts, b: Facts, field: F): void {
  const winner = field === "deployedAt" ? firstDeployed(a, b, field) : stronger(a[field], b[field]);
  if (winner !== undefined) into[field] = winner as Facts[F];
}

/** By rank, then by time, then by content: two different facts never tie. */
function stronger<T>(a: Fact<T> | undefined, b: Fact<T> | undefined): Fact<T> | undefined {
  // A state is merged with itself to bring it into order, and every telling is.
  if (a === b) return a;
  if (a === undefined || b === undefined) return a ?? b;
  if (a.rank !== b.rank) return a.rank > b.rank ? a : b;
  if (a.asOfMs !== b.asOfMs) return a.asOfMs > b.asOfMs ? a : b;
  return contentOf(a) >= contentOf(b) ? a : b;
}

/** A host tells of each success of a deployment: it went live with the first. Anybody else's later word corrects. */
function firstDeployed(a: Facts, b: Facts, field: "deployedAt"): Fact<number> | undefined {
  const [mine, other] = [a[field], b[field]];
  const areHosts = mine?.rank === TELLING_RANKS.github && other?.rank === TELLING_RANKS.github;
  if (!areHosts || mine.value === other.value) return stronger(mine, other);
  return mine.value < other.value ? mine : other;
}

const contentOf = (fact: Fact<unknown>) => JSON.stringify([fact.value, fact.source]);

function unite(a: readonly string[], b: readonly string[], max: number): readonly string[] {
  if (a.length === 0 && b.length === 0) return a;
  return [...new Set([...a, ...b])].sort().slice(0, max);
}

/** Of one reviewer the last state stands. */
function mergeReviewers(a: readonly Reviewer[], b: readonly Reviewer[]): readonly Reviewer[] {
  if (a.length === 0 && b.length === 0) return a;
  const byName = new Map<string, Reviewer>();
  for (const one of [...a, ...b]) {
    const known = byName.get(one.name);
    if (known === undefined || reviewKey(one) > reviewKey(known)) byName.set(one.name, one);
  }
  return [...byName.values()].sort((x, y) => (x.name < y.name ? -1 : 1)).slice(0, REVIEWERS_MAX);
}

const reviewKey = ({ at, state, personId }: Reviewer) => `${at ?? ""} ${state ?? ""} ${personId ?? ""}`;

/** What was once stated stays evidence, also where a later text no longer says it. */
function mergeEvidence(a: readonly Evidence[], b: readonly Evidence[]): readonly Evidence[] {
  if (a.length === 0 && b.length === 0) return a;
  const byKey = new Map([...a, ...b].map((one) => [evidenceKey(one), one]));
  return [...byKey]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .slice(0, EVIDENCE_MAX)
    .map(([, one]) => one);
}

/** Best grade first. */
export function evidenceKey({ grade, foundIn, revision, quote, tool }: Evidence): string {
  return JSON.stringify([EVIDENCE_GRADES.indexOf(grade), foundIn, revision, quote, tool]);
}

const WEIGHT: Record<Involvement, number> = { ai: 3, automation: 2, "none-found": 1, unknown: 0 };
const ROLES = [null, "advised", "wrote-code", "acted"] as const;

function mergeDetected(a: Detected, b: Detected): Detected {
  return {
    involvement: WEIGHT[a.involvement] >= WEIGHT[b.involvement] ? a.involvement : b.involvement,
    role: ROLES.indexOf(a.role) >= ROLES.indexOf(b.role) ? a.role : b.role,
    model: (a.model ?? "") >= (b.model ?? "") ? a.model : b.model,
  };
}
