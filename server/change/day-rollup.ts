import { sql } from "drizzle-orm";
import { dayOf } from "@/domain/calendar/day";
import { classInFigures, countsInFigures } from "@/domain/change/blame";
import type { ChangeKind, Involvement, Verdict } from "@/domain/change/kinds";
import { isFailing } from "@/domain/change/verdict";
import { type Ctx, inTransaction } from "@/server/context";
import { workspaceZone } from "@/server/rollup/service-lock";
import { lockChanges } from "./identity";

/** Stands for the whole workspace in `change_day`. */
export const WHOLE_WORKSPACE = "00000000-0000-0000-0000-000000000000";
/** The whole workspace's rows are spread over so many, or each day's would be one lock for every writer. */
const SLOTS = 8;

/** What a change adds to the figures, or null where they do not count it. */
interface Counted {
  id: string;
  atMs: number;
  /** In the workspace's zone, where it is known already. */
  day?: string;
  serviceIds: readonly string[];
  involvement: Involvement;
  failed: boolean;
}

export interface RollupMove {
  before: Counted | null;
  after: Counted | null;
}

/** The same in SQL: `get_byte(uuid_send(id), 15) & 7`. */
export function slotOf(changeId: string): number {
  return Number.parseInt(changeId.slice(-2), 16) & (SLOTS - 1);
}

/**
 * Moves changes from where they were counted to where they count now. All of a transaction's moves belong in one call,
 * at its end: the rows are written in one order, so that two writers never wait for each other in a circle.
 */
export async function moveInRollup(
  ctx: Ctx,
  moves: readonly RollupMove[],
  givenZone?: string,
): Promise<void> {
  if (moves.length === 0) return;
  const zone = givenZone ?? (await workspaceZone(ctx));
  const figures: Figures = new Map();
  for (const { before, after } of moves) {
    if (before !== null) addCounted(figures, before, zone, -1);
    if (after !== null) addCounted(figures, after, zone, 1);
  }
  const rows = [...figures.values()]
    .flatMap((days) => [...days.values()])
    .filter((one) => one.changes !== 0 || one.failed !== 0);
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    insert into change_day as d (workspace_id, service_id, day, involvement, slot, changes, failed)
    select ${ctx.workspaceId}::uuid, t.* from unnest(
      ${sql.param(rows.map((row) => row.serviceId))}::uuid[],
      ${sql.param(rows.map((row) => row.day))}::date[],
      ${sql.param(rows.map((row) => row.involvement))}::text[],
      ${sql.param(rows.map((row) => row.slot))}::smallint[],
      ${sql.param(rows.map((row) => row.changes))}::int[],
      ${sql.param(rows.map((row) => row.failed))}::int[]
    ) as t (service_id, day, involvement, slot, changes, failed)
    order by t.service_id, t.day, t.involvement, t.slot
    on conflict (workspace_id, service_id, day, involvement, slot) do update
    set changes = d.changes + excluded.changes, failed = d.failed + excluded.failed`);
}

interface DayFigures {
  serviceId: string;
  day: string;
  involvement: Involvement;
  slot: number;
  changes: number;
  failed: number;
}

/** By the service, or the whole workspace's slot, and then by day and class. */
type Figures = Map<string | number, Map<string, DayFigures>>;

function addCounted(figures: Figures, one: Counted, zone: string, sign: 1 | -1): void {
  const day = one.day ?? dayOf(one.atMs, zone);
  const key = `${day} ${one.involvement}`;
  const add = (serviceId: string, slot: number) => {
    const place = serviceId === WHOLE_WORKSPACE ? slot : serviceId;
    let days = figures.get(place);
    if (days === undefined) {
      days = new Map();
      figures.set(place, days);
    }
    let known = days.get(key);
    if (known === undefined) {
      known = { serviceId, day, involvement: one.involvement, slot, changes: 0, failed: 0 };
      days.set(key, known);
    }
    known.changes += sign;
    if (one.failed) known.failed += sign;
  };
  add(WHOLE_WORKSPACE, slotOf(one.id));
  for (const serviceId of one.serviceIds) add(serviceId, 0);
}

/** Whoever changes the zone or counts anew locks this table whole: until the end, days are cut as they are now. */
export async function holdZone(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`lock table change_day in row exclusive mode`);
}

/**
 * Runs what changes the involvement, verdict, services, instant or carried changes of these changes, and moves them in
 * the rollup after; `change.counts` follows by itself. Blamed deployments that carry one of them move along.
 */
export function keepingDayRollup<T>(
  ctx: Ctx,
  changeIds: readonly string[],
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await holdZone(tx);
    const ids = await withBlamedCarriers(tx, changeIds);
    await lockChanges(tx, ids);
    const before = await readCounted(tx, ids);
    const result = await work(tx);
    await refreshCounts(tx, ids);
    const after = await readCounted(tx, ids);
    await moveInRollup(
      tx,
      ids.map((id) => ({ before: before.get(id)?.counted ?? null, after: after.get(id)?.counted ?? null })),
    );
    return result;
  });
}

/** The changes and the blamed deployments that carry one of them, whose class follows theirs; in order. */
export async function withBlamedCarriers(ctx: Ctx, changeIds: readonly string[]): Promise<string[]> {
  const result = await ctx.db.execute<{ id: string }>(sql`
    select distinct d.deployment_id as id from deployment_carries d
    join change c on c.workspace_id = d.workspace_id and c.id = d.deployment_id and c.at = d.deployment_at
    where d.workspace_id = ${ctx.workspaceId} and d.change_id = any(${sql.param([...changeIds])}::uuid[])
      and c.verdict in ('cause', 'contributing')`);
  return [...new Set([...changeIds, ...result.rows.map(({ id }) => id)])].sort();
}

interface StoredCount {
  /** As `change.counts` says. */
  counted: Counted | null;
  /** As it should say. */
  counts: boolean;
  isStale: boolean;
  atMs: number;
}

type Row = {
  id: string;
  at_ms: number;
  kind: ChangeKind;
  production: boolean;
  service_ids: string[];
  involvement: Involvement;
  verdict: Verdict | null;
  counts: boolean;
  carried: Involvement[] | null;
};

export async function readCounted(ctx: Ctx, ids: readonly string[]): Promise<Map<string, StoredCount>> {
  const result = await ctx.db.execute<Row>(sql`
    select c.id, (extract(epoch from c.at) * 1000)::float8 as at_ms, c.kind, c.production, c.service_ids,
      c.involvement, c.verdict, c.counts, carried.involvements as carried
    from (
      select distinct change_id, change_at from change_identity
      where workspace_id = ${ctx.workspaceId} and change_id = any(${sql.param([...ids])}::uuid[])
    ) i
    join change c on c.workspace_id = ${ctx.workspaceId} and c.id = i.change_id and c.at = i.change_at
    left join lateral (
      select array_agg(distinct k.involvement) as involvements from deployment_carries d
      join change k on k.workspace_id = d.workspace_id and k.id = d.change_id and k.at = d.change_at
      where c.kind = 'deployment' and d.workspace_id = ${ctx.workspaceId} and d.deployment_id = c.id
    ) carried on true`);
  return new Map(result.rows.map((row) => [row.id, storedCountOf(row)]));
}

function storedCountOf(row: Row): StoredCount {
  const countable = { ...row, carried: row.carried ?? [] };
  const counts = countsInFigures(countable);
  const counted = {
    id: row.id,
    atMs: row.at_ms,
    serviceIds: row.service_ids,
    involvement: classInFigures(countable),
    failed: isFailing(row.verdict),
  };
  return { counted: row.counts ? counted : null, counts, isStale: counts !== row.counts, atMs: row.at_ms };
}

export async function refreshCounts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const stale = [...(await readCounted(ctx, ids))].filter(([, one]) => one.isStale);
  if (stale.length === 0) return;
  await ctx.db.execute(sql`
    update change c set counts = t.counts from unnest(
      ${sql.param(stale.map(([id]) => id))}::uuid[],
      ${sql.param(stale.map(([, one]) => new Date(one.atMs).toISOString()))}::timestamptz[],
      ${sql.param(stale.map(([, one]) => one.counts))}::boolean[]
    ) as t (id, at, counts)
    where c.workspace_id = ${ctx.workspaceId} and c.id = t.id and c.at = t.at`);
}
