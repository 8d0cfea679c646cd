import type { change, changeDetail } from "@/db/schema";
import type { Involvement } from "@/domain/change/kinds";
import { normalizedState } from "@/domain/change/merge";
import {
  type ChangeState,
  DERIVED_RANK,
  type Detected,
  type Evidence,
  FACT_FIELDS,
  type FactField,
  factsOf,
  type Origin,
  statedEnvironment,
  TELLING_RANKS,
} from "@/domain/change/telling";

export type ChangeRow = typeof change.$inferSelect;
export type DetailRow = typeof changeDetail.$inferSelect;
type StoredFacts = NonNullable<DetailRow["facts"]>;

/** The origin of every fact that has none of its own. */
const ALL = "*";
/** When it was first heard of, where no teller knew when it was and only what is worked out says so: that may end. */
const HEARD = "~heard";

/** What was told so far, from the rows that hold it. Without `facts` one source said everything when it was made. */
export function stateOfRows(
  row: ChangeRow,
  detail: DetailRow | null,
  evidence: readonly Evidence[],
): ChangeState {
  const facts = detail?.facts ?? {};
  const base = originOf(facts[ALL]) ?? {
    source: row.source,
    rank: TELLING_RANKS[row.source],
    asOfMs: row.createdAt.getTime(),
  };
  const isSingle = ALL in facts || detail?.facts === null || detail === null;
  const values = valuesOf(row, detail);
  const state: ChangeState["facts"] = factsOf(values, base);
  for (const field of FACT_FIELDS) {
    const origin = originOf(facts[field]);
    if (origin !== null) Object.assign(state, factsOf({ [field]: values[field] }, origin));
    else if (!isSingle) delete state[field];
  }
  // A single teller of code who named no environment stated none; one who did is on record with it.
  if (isSingle && facts.environment === undefined && statedEnvironment(row.kind, undefined) === null) {
    if (row.environment === "production") delete state.environment;
  }
  return normalizedState({
    facts: state,
    fallbackAtMs: originOf(facts[HEARD])?.asOfMs ?? row.at.getTime(),
    labels: detail?.labels ?? [],
    paths: detail?.paths ?? [],
    // Only files give a change services that nobody named.
    serviceIds: detail === null || detail.paths.length === 0 ? row.serviceIds : detail.statedServiceIds,
    reviewers: detail?.reviewers ?? [],
    evidence: evidence.map(({ grade, tool, quote, foundIn, revision }) => ({
      grade,
      tool,
      quote,
      foundIn,
      revision,
    })),
    detected: detectedOf(row, detail),
    generated: row.generated,
  });
}

function originOf(stored: StoredFacts[string] | undefined): Origin | null {
  return stored === undefined
    ? null
    : { source: stored.source, rank: stored.rank, asOfMs: Date.parse(stored.asOf) };
}

function valuesOf(row: ChangeRow, detail: DetailRow | null) {
  return {
    ...row,
    description: detail?.description,
    branch: detail?.branch,
    reverts: detail?.reverts,
    author:
      row.authorName === null
        ? null
        : { name: row.authorName, isBot: row.authorIsBot, personId: row.authorId },
    authoredAt: row.authoredAt?.getTime(),
    mergedAt: row.mergedAt?.getTime(),
    deployedAt: row.deployedAt?.getTime(),
    revertedAt: row.revertedAt?.getTime(),
  };
}

/** What was detected is kept apart only where people said otherwise. */
function detectedOf(row: ChangeRow, detail: DetailRow | null): Detected {
  const kept = detail?.detected;
  if (!kept) return { involvement: row.involvement, role: row.aiRole, model: row.aiModel };
  return {
    involvement: kept.involvement as Involvement,
    role: kept.role as Detected["role"],
    model: kept.model,
  };
}

/**
 * Who said what, as it is stored: nothing where that follows from the row, one origin where all have the same, or
 * else each field's. The values themselves are in their columns.
 */
export function storedFacts(state: ChangeState, createdAtMs: number): StoredFacts | null {
  const { facts } = state;
  const origins = FACT_FIELDS.flatMap((field) => facts[field] ?? []);
  const [first] = origins;
  if (first === undefined) return null;
  const isOne = origins.every(
    (one) => one.source === first.source && one.rank === first.rank && one.asOfMs === first.asOfMs,
  );
  if (!isOne) {
    return Object.fromEntries([
      ...FACT_FIELDS.flatMap((field) => entryOf(field, facts[field])),
      ...entryOf(HEARD, heardOf(state)),
    ]);
  }
  const kind = facts.kind?.value ?? "code";
  // Only of code is it open whether "production" was said.
  const isSaid = facts.environment?.value === "production" && statedEnvironment(kind, undefined) === null;
  const follows = first.asOfMs === createdAtMs && first.rank === TELLING_RANKS_BY_NAME[first.source];
  if (follows && !isSaid) return null;
  return Object.fromEntries([
    ...entryOf(ALL, first),
    ...(isSaid ? entryOf("environment", facts.environment) : []),
  ]);
}

const TELLING_RANKS_BY_NAME: Record<string, number> = TELLING_RANKS;

function heardOf({ facts, fallbackAtMs }: ChangeState): Origin | undefined {
  const { deployedAt, mergedAt, authoredAt } = facts;
  const isTold = mergedAt !== undefined || authoredAt !== undefined;
  if (isTold || deployedAt?.rank !== DERIVED_RANK) return undefined;
  return { source: deployedAt.source, rank: DERIVED_RANK, asOfMs: fallbackAtMs };
}

function entryOf(
  field: FactField | typeof ALL | typeof HEARD,
  origin: Origin | undefined,
): [string, StoredFacts[string]][] {
  if (origin === undefined) return [];
  const { source, rank, asOfMs } = origin;
  return [[field, { value: null, source, rank, asOf: new Date(asOfMs).toISOString() }]];
}
