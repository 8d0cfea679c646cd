import { is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import type { QueryResult } from "pg";
import { ensureMonths } from "@/db/partitions";
import { dayOf } from "@/domain/calendar/day";
import { countsInFigures } from "@/domain/change/blame";
import { detectChange } from "@/domain/change/detect-change";
import { isProduction, PRODUCTION } from "@/domain/change/kinds";
import { evidenceKey } from "@/domain/change/merge";
import type { ChangeInput } from "@/domain/change/schema";
import type { Evidence } from "@/domain/change/telling";
import type { Ctx } from "@/server/context";
import { isRetryable } from "@/server/database-error";
import { type RollupMove, slotOf } from "./day-rollup";
import { newChangeId } from "./id-pool";
import { identityOf, OWN_SOURCE, senderOf } from "./identity";
import { forgetNames, namesOfMany, namesOfOne, type PlainNames } from "./plain-names";
import {
  namesStatement,
  type PlainOptions,
  type PlainRow,
  plainStatement,
  rowsStatement,
} from "./plain-statement";
import { type Recorded, readServices, refusalOf, revertedIn, type Telling } from "./record-inputs";

/**
 * Whether a new change is on record with its own row, its services and its evidence: without texts for its own page,
 * commits, files or a repository, in which other changes might have to follow.
 */
function isPlain({ input, evidence }: Telling): boolean {
  return (
    evidence === undefined &&
    input.description == null &&
    input.repository == null &&
    input.commits === undefined &&
    input.paths === undefined &&
    input.labels === undefined &&
    input.reviewers === undefined &&
    input.branch == null &&
    input.asOf === undefined &&
    input.carries === undefined &&
    input.reverts == null &&
    input.revertedAt == null &&
    !(input.kind === "code" && input.environment === PRODUCTION) &&
    revertedIn(input) === null
  );
}

/** The rows of plain tellings, as they are if nothing is known of them yet. */
export function plainRow(ctx: Ctx, telling: Telling, names: PlainNames): PlainRow {
  const { input } = telling;
  const id = newChangeId(ctx.now.getTime());
  const identity = identityOf(input, null, senderOf(ctx.actor)) ?? { source: OWN_SOURCE, externalId: id };
  const atMs = plainInstant(ctx, input);
  const day = dayOf(atMs, names.zone);
  const author = names.author(input);
  const environment = input.environment ?? PRODUCTION;
  const production = isProduction(environment);
  const found = detectChange(input);
  const isAi = found.involvement === "ai";
  const evidence = isAi ? sortedEvidence(found.evidence) : [];
  const serviceIds = (input.services ?? []).flatMap((slug) => names.services.get(slug) ?? []);
  return {
    id,
    identitySource: identity.source,
    externalId: identity.externalId,
    at: new Date(atMs).toISOString(),
    atMs,
    day,
    slot: slotOf(id),
    kind: input.kind,
    title: input.title,
    url: input.url ?? null,
    revision: input.revision ?? null,
    pullRequest: input.pullRequest ?? null,
    environment,
    production,
    serviceIds: serviceIds.length > 1 ? [...new Set(serviceIds)].sort() : serviceIds,
    authorId: author?.personId ?? null,
    authorName: author?.name ?? null,
    authorIsBot: author?.isBot ?? false,
    authorLevel: author?.personId && names.level ? names.level(author.personId, day) : null,
    additions: input.additions ?? null,
    deletions: input.deletions ?? null,
    files: input.files ?? null,
    authoredAt: input.authoredAt ?? null,
    mergedAt: input.mergedAt ?? null,
    deployedAt: input.deployedAt ?? null,
    outcome: input.outcome ?? null,
    involvement: found.involvement,
    aiRole: isAi ? found.role : null,
    aiTool: evidence.find(({ tool }) => tool !== null)?.tool ?? null,
    aiModel: isAi ? found.model : null,
    aiGrade: evidence[0]?.grade ?? null,
    counts: countsInFigures({ kind: input.kind, production, verdict: null, carried: [] }),
    source: telling.source,
    generated: telling.generated ?? false,
    evidence,
    told:
      telling.deliveryId || telling.line === undefined
        ? { what: telling.what, deliveryId: telling.deliveryId ?? null }
        : null,
  };
}

function plainInstant(ctx: Ctx, { deployedAt, mergedAt, authoredAt }: ChangeInput): number {
  const told = deployedAt ?? mergedAt ?? authoredAt;
  return told ? Date.parse(told) : ctx.now.getTime();
}

function sortedEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length < 2) return evidence;
  const byKey = new Map(evidence.map((one) => [evidenceKey(one), one]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * Writes those of the rows that are new, in one statement: of one that is known by its name nothing is written.
 * @returns the ids of what was written
 */
async function insertPlain(ctx: Ctx, rows: readonly PlainRow[], options: PlainOptions): Promise<Set<string>> {
  const { name, sql, params } = plainStatement(ctx, rows, options);
  return idsOf(await run(ctx, { name, sql, params }));
}

/** The same for many, within a transaction: the names first, then all that is new. */
async function insertManyPlain(ctx: Ctx, rows: readonly PlainRow[]): Promise<Set<string>> {
  const created = idsOf(await run(ctx, { name: undefined, ...namesStatement(ctx, rows) }));
  const fresh = rows.filter(({ id }) => created.has(id));
  if (fresh.length > 0) await run(ctx, { name: undefined, ...rowsStatement(ctx, fresh) });
  return created;
}

const idsOf = (result: QueryResult<{ change_id: string }>) =>
  new Set(result.rows.map((row) => row.change_id));

async function run(
  ctx: Ctx,
  { name, sql, params }: { name: string | undefined; sql: string; params: unknown[] },
): Promise<QueryResult<{ change_id: string }>> {
  const prepared = ctx.db._.session.prepareQuery<{
    execute: QueryResult<{ change_id: string }>;
    all: unknown;
    values: unknown;
  }>({ sql, params }, undefined, name, false);
  return await prepared.execute();
}

/** The new ones among many plain tellings; whatever is known, refused or not plain is left to others. */
export async function recordPlain(
  ctx: Ctx,
  tellings: readonly Telling[],
  zone: string,
): Promise<{ outcomes: Map<number, Recorded>; moves: RollupMove[] }> {
  const outcomes = new Map<number, Recorded>();
  const plain = tellings.flatMap((telling, index) => (isPlain(telling) ? [{ telling, index }] : []));
  const asked = plain.map(({ telling }) => telling);
  const services = await readServices(ctx, asked);
  const taken = plain.filter(({ telling }) => refusalOf(ctx, telling, services) === null);
  if (taken.length === 0) return { outcomes, moves: [] };
  const names = await namesOfMany(ctx, asked, { zone, services });
  const rows = taken.map(({ telling }) => plainRow(ctx, telling, names));
  await ensureMonths(ctx.db, oneOfEachMonth(rows));
  const created = await insertManyPlain(ctx, rows);
  const moves: RollupMove[] = [];
  for (const [place, { index }] of taken.entries()) {
    const row = rows[place];
    if (row === undefined || !created.has(row.id)) continue;
    outcomes.set(index, { status: "created", id: row.id });
    if (row.counts) moves.push({ before: null, after: { ...row, failed: false } });
  }
  return { outcomes, moves };
}

function oneOfEachMonth(rows: readonly PlainRow[]): Date[] {
  return [...new Map(rows.map(({ at, atMs }) => [at.slice(0, 7), atMs])).values()].map((ms) => new Date(ms));
}

/** One plain telling of a new change, in one statement; null where it takes more than that. */
export async function recordPlainOne(ctx: Ctx, telling: Telling): Promise<Recorded | null> {
  if (!isPlain(telling)) return null;
  const isWithin = is(ctx.db, PgTransaction);
  try {
    const names = await namesOfOne(ctx, telling);
    if (refusalOf(ctx, telling, names.services) !== null) return null;
    const row = plainRow(ctx, telling, names);
    // Outside of a transaction a missing month costs a failed statement, and never a question before each.
    if (isWithin) await ensureMonths(ctx.db, [new Date(row.atMs)]);
    const { zone, services } = names;
    const created = await insertPlain(ctx, [row], { zone, services, withDays: true, looksUpLevels: true });
    if (created.size > 0) return { status: "created", id: row.id };
  } catch (error) {
    if (isWithin || !(isRetryable(error) || hasNoMonth(error))) throw error;
  }
  forgetNames(ctx);
  return null;
}

function hasNoMonth(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause && cause.code === "23514";
}
