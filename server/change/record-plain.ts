import { setImmediate as nextTurn } from "node:timers/promises";
import { is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import { namedQuery, namedStatement } from "@/db/named-query";
import { ensureMonths } from "@/db/partitions";
import { rowOf } from "@/db/row-of";
import { change } from "@/db/schema";
import { dayOf } from "@/domain/calendar/day";
import { DAY_MS } from "@/domain/calendar/zone";
import { countsInFigures } from "@/domain/change/blame";
import { detectChange } from "@/domain/change/detect-change";
import { isProduction, PRODUCTION } from "@/domain/change/kinds";
import { evidenceKey } from "@/domain/change/merge";
import type { Change, ChangeInput } from "@/domain/change/schema";
import type { Evidence } from "@/domain/change/telling";
import { type AuditEntry, auditRow } from "@/server/audit/record";
import type { Ctx } from "@/server/context";
import { isRetryable, rootOf } from "@/server/database-error";
import { couldBeAsked, queueWritten } from "@/server/sign-off/queue-assessment";
import { type RollupMove, slotOf } from "./day-rollup";
import { newChangeId } from "./id-pool";
import { identityOf, OWN_SOURCE, senderOf } from "./identity";
import { copyPlain } from "./plain-copy";
import { forgetNames, namesOfMany, namesOfOne, type PlainNames, servicesOfOne } from "./plain-names";
import { type PlainRow, plainStatement } from "./plain-statement";
import { newChange } from "./queries";
import { type Recorded, readServices, refusalOf, revertedIn, type Telling } from "./record-inputs";
import type { SummaryRow } from "./summary";

const ROWS_PER_TURN = 1000;
/** Of one statement, which has its own form for each number of services; few changes belong to more. */
const SERVICES_MAX = 5;

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

/** The row of a plain telling, as it is if nothing is known of it yet; its day is counted in `slot`, where given. */
export function plainRow(ctx: Ctx, telling: Telling, names: PlainNames, slot?: number): PlainRow {
  const { input } = telling;
  const id = newChangeId(ctx.now.getTime(), slot);
  const identity = identityOf(input, null, senderOf(ctx.actor)) ?? { source: OWN_SOURCE, externalId: id };
  const at = plainInstant(ctx, input);
  const day = dayOf(at, names.zone);
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
    at,
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

/** The new ones among many plain tellings; whatever is known, refused or not plain is left to others. */
export async function recordPlain(
  ctx: Ctx,
  tellings: readonly Telling[],
  zone: string,
): Promise<{ outcomes: Map<number, Recorded>; moves: RollupMove[] }> {
  const outcomes = new Map<number, Recorded>();
  const plain: { telling: Telling; index: number }[] = [];
  for (const [index, telling] of tellings.entries()) if (isPlain(telling)) plain.push({ telling, index });
  const asked = plain.map(({ telling }) => telling);
  const services = await readServices(ctx, asked);
  const taken = plain.filter(({ telling }) => refusalOf(ctx, telling, services) === null);
  if (taken.length === 0) return { outcomes, moves: [] };
  const names = await namesOfMany(ctx, asked, { zone, services });
  // One slot for all: the whole workspace's days are then one row each, and the next batch takes another.
  const slot = slotOf(newChangeId(ctx.now.getTime()));
  const rows = await plainRows(ctx, taken, names, slot);
  await ensureMonths(ctx.db, oneOfEachDay(rows));
  const created = new Set((await copyPlain(ctx, rows)).map(({ id }) => id));
  await queueWritten(
    ctx,
    rows.filter(({ id }) => created.has(id)),
  );
  const moves: RollupMove[] = [];
  for (const [place, { index }] of taken.entries()) {
    const row = rows[place];
    if (row === undefined || !created.has(row.id)) continue;
    outcomes.set(index, { status: "created", id: row.id });
    if (row.counts) moves.push({ before: null, after: countedRow(row) });
  }
  return { outcomes, moves };
}

/** The rows of many tellings, with pauses in which the process feeds the batches that are being written. */
async function plainRows(
  ctx: Ctx,
  taken: readonly { telling: Telling }[],
  names: PlainNames,
  slot: number,
): Promise<PlainRow[]> {
  const rows: PlainRow[] = [];
  for (const { telling } of taken) {
    rows.push(plainRow(ctx, telling, names, slot));
    if (rows.length % ROWS_PER_TURN === 0) await nextTurn();
  }
  return rows;
}

const countedRow = ({ id, at, day, serviceIds, involvement }: PlainRow) => ({
  id,
  atMs: at,
  day,
  serviceIds,
  involvement,
  failed: false,
});

function oneOfEachDay(rows: readonly PlainRow[]): Date[] {
  return [...new Set(rows.map(({ at }) => Math.floor(at / DAY_MS)))].map((day) => new Date(day * DAY_MS));
}

/** One plain telling of a new change, in one statement; null where it takes more than that. */
export function recordPlainOne(ctx: Ctx, telling: Telling): Promise<Recorded | null> {
  return tryPlain(ctx, telling, async (row, names) => {
    const { text, params } = plainStatement(ctx, row, { ...names, audit: null, isAnswered: false });
    return (await namedStatement(ctx.db, text, params)) > 0 ? { status: "created", id: row.id } : null;
  });
}

type MadeRow = Record<string, unknown> & Pick<SummaryRow, "services"> & { person_name: string | null };

/** The same with its event for the audit trail, for a caller who is to see the change as it stands then. */
export function recordPlainAnswered(
  ctx: Ctx,
  telling: Telling,
  eventOf: (id: string) => AuditEntry,
): Promise<Change | null> {
  return tryPlain(ctx, telling, async (row, names) => {
    const audit = auditRow(ctx, eventOf(row.id));
    const { text, params, evidenceIds } = plainStatement(ctx, row, { ...names, audit, isAnswered: true });
    const [made] = await namedQuery<MadeRow>(ctx.db, text, params);
    if (made === undefined) return null;
    const { person_name: personName, services } = made;
    const now = ctx.now.toISOString();
    return newChange(
      { row: rowOf(change, made), repositoryName: null, personName, services },
      {
        evidence: row.evidence.map((one, place) => ({
          ...one,
          id: evidenceIds[place] ?? "",
          recordedAt: now,
          generated: row.generated,
        })),
        tellings: row.told === null ? [] : [{ source: row.source, what: row.told.what, toldAt: now }],
      },
    );
  });
}

async function tryPlain<T>(
  ctx: Ctx,
  telling: Telling,
  insert: (row: PlainRow, names: PlainNames) => Promise<T | null>,
): Promise<T | null> {
  if (!isPlain(telling)) return null;
  const isWithin = is(ctx.db, PgTransaction);
  try {
    const services = await servicesOfOne(ctx, telling);
    if (refusalOf(ctx, telling, services) !== null) return null;
    const names = await namesOfOne(ctx, telling, services);
    const row = plainRow(ctx, telling, names);
    // What a policy could ask something of is put down to be assessed, which takes a transaction.
    if (row.serviceIds.length > SERVICES_MAX || (await couldBeAsked(ctx, row))) return null;
    // Outside of a transaction a missing month costs a failed statement, and never a question before each.
    if (isWithin) await ensureMonths(ctx.db, [new Date(row.at)]);
    const made = await insert(row, names);
    if (made !== null) return made;
  } catch (error) {
    if (isWithin || !(isRetryable(error) || hasNoMonth(error))) throw error;
  }
  forgetNames(ctx);
  return null;
}

const NO_PARTITION = "23514";
const hasNoMonth = (error: unknown) => rootOf(error).code === NO_PARTITION;
