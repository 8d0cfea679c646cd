import type { AiRole } from "@/domain/cause/kinds";
import type { EvidenceGrade } from "@/domain/provenance/grades";
import type { ChangeKind, ChangeOutcome, ChangeSource, Involvement } from "./kinds";
import { PRODUCTION } from "./kinds";

/** How much a source's word weighs: a host speaks of its own events, a pipeline of what it saw, a file of the past. */
export const TELLING_RANKS: Record<ChangeSource, number> = {
  github: 3,
  gitlab: 3,
  cloudevents: 2,
  api: 2,
  app: 2,
  file: 1,
  git: 1,
  sample: 1,
};

/** Worked out here from other rows, such as when a deployment brought the change: anything told stands before it. */
export const DERIVED_RANK = 0;

interface AuthorValue {
  name: string;
  isBot: boolean;
  personId: string | null;
}

/** What a telling can say once; instants are epoch ms. */
interface FactValues {
  kind: ChangeKind;
  title: string;
  description: string;
  url: string;
  repositoryId: string;
  revision: string;
  pullRequest: number;
  branch: string;
  environment: string;
  author: AuthorValue;
  additions: number;
  deletions: number;
  files: number;
  authoredAt: number;
  mergedAt: number;
  deployedAt: number;
  outcome: ChangeOutcome;
  reverts: string;
  revertedAt: number;
}
export type FactField = keyof FactValues;

export const FACT_FIELDS = [
  "kind",
  "title",
  "description",
  "url",
  "repositoryId",
  "revision",
  "pullRequest",
  "branch",
  "environment",
  "author",
  "additions",
  "deletions",
  "files",
  "authoredAt",
  "mergedAt",
  "deployedAt",
  "outcome",
  "reverts",
  "revertedAt",
] as const satisfies readonly FactField[];

/** Whose word it is, and as of when (epoch ms). */
export interface Origin {
  source: string;
  rank: number;
  asOfMs: number;
}

export interface Fact<T> extends Origin {
  value: T;
}

export type Facts = { [F in FactField]?: Fact<FactValues[F]> };

export interface Reviewer {
  name: string;
  personId: string | null;
  state: string | null;
  at: string | null;
}

export interface Evidence {
  grade: EvidenceGrade;
  tool: string | null;
  quote: string;
  foundIn: string;
  revision: string | null;
}

/** What the texts say of AI's part, all tellings together. */
export interface Detected {
  involvement: Involvement;
  role: AiRole | null;
  model: string | null;
}

/** Everything that was told of one change. Two of them merge to a third, whatever the order: see merge.ts. */
export interface ChangeState {
  facts: Facts;
  /** Where no telling says when it happened: the first moment at which anybody knew of it, epoch ms. */
  fallbackAtMs: number;
  labels: readonly string[];
  paths: readonly string[];
  /** Services that tellers named; those of the path rules come on top. */
  serviceIds: readonly string[];
  reviewers: readonly Reviewer[];
  evidence: readonly Evidence[];
  detected: Detected;
  generated: boolean;
}

/** The values of one telling; null and undefined say nothing. */
export type ToldValues = { [F in FactField]?: FactValues[F] | null | undefined };

/** The facts of one telling, all from the same origin. */
export function factsOf(values: ToldValues, origin: Origin): Facts {
  const facts: Facts = {};
  for (const field of FACT_FIELDS) putFact(facts, field, values[field], origin);
  return facts;
}

function putFact<F extends FactField>(
  facts: Facts,
  field: F,
  value: FactValues[F] | null | undefined,
  origin: Origin,
): void {
  if (value === null || value === undefined) return;
  const { source, rank, asOfMs } = origin;
  const fact: Fact<FactValues[F]> = { source, rank, asOfMs, value };
  facts[field] = fact as Facts[F];
}

/**
 * The environment that a telling states. Who leaves it out means production; only code says nothing by that, because
 * a commit is told of by those who know no environment.
 */
export function statedEnvironment(kind: ChangeKind, environment: string | undefined): string | null {
  return environment ?? (kind === "code" ? null : PRODUCTION);
}
