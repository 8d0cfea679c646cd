import { sql } from "drizzle-orm";
import type { RunningImpact } from "@/domain/availability/open-overlay";
import { lossByDay, sweepImpacts } from "@/domain/availability/sweep";
import { dayFromNumber, dayNumberAt, dayStartMs } from "@/domain/calendar/day";
import type { Ctx } from "@/server/context";
import { markDaysDirty } from "./dirty-days";
import { loadImpacts, type ServiceSpan } from "./impact-rows";
import { refreshIncidentCosts } from "./incident-cost";
import { extendTracking, type LockedService, lockServices, workspaceZone } from "./service-lock";

/** A span of a service in which impacts came, went or changed; `toMs` is the later of the old and the new end. */
export type Touched = ServiceSpan;

interface DaySpan {
  serviceId: string;
  firstDay: number;
  lastDay: number;
}

/** Loss of one service on one day by one incident; without an incident, the day's whole. */
interface LossRow {
  serviceId: string;
  day: string;
  incidentId: string | null;
  lostMs: number;
}

/**
 * Brings the rollups of the touched service-days in step with the impacts as they stand, in the writer's transaction.
 * A maximum is not additive: the days are swept anew under a lock on their services, and the impacts are read after
 * it in a statement of their own, so that under READ COMMITTED every earlier writer's rows are seen.
 *
 * Of `made` incidents the cost row is made, of `edited` ones, whose own impacts changed, the peak is taken anew.
 * Lock order of all writers: the incident's row, then services, then costs; never the other way round.
 */
export async function recomputeServiceDays(
  ctx: Ctx,
  touched: readonly Touched[],
  { made = [], edited = [] }: { made?: readonly string[]; edited?: readonly string[] } = {},
): Promise<void> {
  const services = await lockServices(
    ctx,
    touched.map((span) => span.serviceId),
  );
  const changed = new Set<string>();
  if (services.size > 0) {
    const zone = await workspaceZone(ctx);
    await extendTracking(ctx, services, firstTouched(touched), zone);
    const spans = daySpansOf(touched, zone);
    const fresh = lossRows(
      services,
      await loadImpacts(
        ctx,
        spans.map((span) => instantsOf(span, zone)),
      ),
      spans,
      zone,
    );
    const difference = differenceOf(await loadStored(ctx, spans), fresh);
    for (const id of await writeDifference(ctx, difference)) changed.add(id);
  }
  await refreshIncidentCosts(ctx, [...changed, ...edited], made);
}

function firstTouched(touched: readonly Touched[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { serviceId, fromMs } of touched) {
    first.set(serviceId, Math.min(fromMs, first.get(serviceId) ?? fromMs));
  }
  return first;
}

/** Whole days, merged per service where they touch. */
function daySpansOf(touched: readonly Touched[], zone: string): DaySpan[] {
  const spans = touched
    .map(({ serviceId, fromMs, toMs }) => ({
      serviceId,
      firstDay: dayNumberAt(fromMs, zone),
      lastDay: dayNumberAt(Math.max(fromMs, toMs - 1), zone),
    }))
    .sort((a, b) =>
      a.serviceId === b.serviceId ? a.firstDay - b.firstDay : a.serviceId < b.serviceId ? -1 : 1,
    );
  const merged: DaySpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last?.serviceId === span.serviceId && span.firstDay <= last.lastDay + 1) {
      last.lastDay = Math.max(last.lastDay, span.lastDay);
    } else {
      merged.push({ ...span });
    }
  }
  return merged;
}

function instantsOf({ serviceId, firstDay, lastDay }: DaySpan, zone: string): ServiceSpan {
  return {
    serviceId,
    fromMs: dayStartMs(dayFromNumber(firstDay), zone),
    toMs: dayStartMs(dayFromNumber(lastDay + 1), zone),
  };
}

function lossRows(
  services: ReadonlyMap<string, LockedService>,
  impacts: ReadonlyMap<string, RunningImpact[]>,
  spans: readonly DaySpan[],
  zone: string,
): LossRow[] {
  const rangesByService = new Map<string, { first: string; last: string }[]>();
  for (const { serviceId, firstDay, lastDay } of spans) {
    const range = { first: dayFromNumber(firstDay), last: dayFromNumber(lastDay) };
    rangesByService.set(serviceId, [...(rangesByService.get(serviceId) ?? []), range]);
  }
  const rows: LossRow[] = [];
  for (const [serviceId, ofService] of impacts) {
    const trackedFromMs = services.get(serviceId)?.trackedFromMs;
    if (trackedFromMs === undefined) continue;
    const ranges = rangesByService.get(serviceId) ?? [];
    let index = 0;
    const ended = ofService.flatMap((impact) =>
      impact.endMs === null ? [] : { ...impact, endMs: impact.endMs },
    );
    for (const { day, lostMs, byIncident } of lossByDay(sweepImpacts(ended), { zone, trackedFromMs })) {
      while ((ranges[index]?.last ?? "9") < day) index += 1;
      if ((ranges[index]?.first ?? "9") > day) continue;
      rows.push({ serviceId, day, incidentId: null, lostMs });
      for (const [incidentId, share] of byIncident) rows.push({ serviceId, day, incidentId, lostMs: share });
    }
  }
  return rows;
}

async function loadStored(ctx: Ctx, spans: readonly DaySpan[]): Promise<LossRow[]> {
  const spanOf = sql`unnest(
    ${sql.param(spans.map((span) => span.serviceId))}::uuid[],
    ${sql.param(spans.map((span) => dayFromNumber(span.firstDay)))}::date[],
    ${sql.param(spans.map((span) => dayFromNumber(span.lastDay)))}::date[]
  ) as span (service_id, first_day, last_day)`;
  const result = await ctx.db.execute<{
    service_id: string;
    day: string;
    incident_id: string | null;
    lost_ms: number;
  }>(sql`
    select d.service_id, d.day::text as day, null::uuid as incident_id, d.lost_ms
    from ${spanOf} join service_day d on d.workspace_id = ${ctx.workspaceId}
      and d.service_id = span.service_id and d.day between span.first_day and span.last_day
    union all
    select d.service_id, d.day::text, d.incident_id, d.lost_ms
    from ${spanOf} join service_day_incident d on d.workspace_id = ${ctx.workspaceId}
      and d.service_id = span.service_id and d.day between span.first_day and span.last_day`);
  return result.rows.map((row) => ({
    serviceId: row.service_id,
    day: row.day,
    incidentId: row.incident_id,
    lostMs: row.lost_ms,
  }));
}

interface Difference {
  gone: LossRow[];
  written: LossRow[];
}

function differenceOf(stored: readonly LossRow[], fresh: readonly LossRow[]): Difference {
  const keyOf = (row: LossRow) => `${row.serviceId} ${row.day} ${row.incidentId}`;
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const written: LossRow[] = [];
  for (const row of fresh) {
    const key = keyOf(row);
    if (before.get(key)?.lostMs !== row.lostMs) written.push(row);
    before.delete(key);
  }
  return { gone: [...before.values()], written };
}

/** Writes only what differs and marks those days; returns the incidents whose attribution changed. */
async function writeDifference(ctx: Ctx, { gone, written }: Difference): Promise<Set<string>> {
  const isWhole = (row: LossRow) => row.incidentId === null;
  const isShare = (row: LossRow) => row.incidentId !== null;
  await deleteRows(ctx, sql`service_day`, gone.filter(isWhole));
  await deleteRows(ctx, sql`service_day_incident`, gone.filter(isShare));
  await upsertWholes(ctx, written.filter(isWhole));
  await upsertShares(ctx, written.filter(isShare));
  await markDaysDirty(
    ctx,
    [...gone, ...written].map((row) => row.day),
  );
  return new Set([...gone, ...written].flatMap((row) => row.incidentId ?? []));
}

async function deleteRows(ctx: Ctx, table: ReturnType<typeof sql>, rows: readonly LossRow[]) {
  if (rows.length === 0) return;
  // A day's whole has no incident; in that table the condition compares nothing.
  const incident = rows[0]?.incidentId === null ? sql`` : sql`and d.incident_id = t.incident_id`;
  await ctx.db.execute(sql`
    delete from ${table} d using unnest(
      ${sql.param(rows.map((row) => row.serviceId))}::uuid[],
      ${sql.param(rows.map((row) => row.day))}::date[],
      ${sql.param(rows.map((row) => row.incidentId))}::uuid[]
    ) as t (service_id, day, incident_id)
    where d.workspace_id = ${ctx.workspaceId} and d.service_id = t.service_id and d.day = t.day ${incident}`);
}

async function upsertWholes(ctx: Ctx, rows: readonly LossRow[]) {
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    insert into service_day (workspace_id, service_id, day, lost_ms)
    select ${ctx.workspaceId}::uuid, * from unnest(
      ${sql.param(rows.map((row) => row.serviceId))}::uuid[],
      ${sql.param(rows.map((row) => row.day))}::date[],
      ${sql.param(rows.map((row) => row.lostMs))}::float8[])
    on conflict (workspace_id, service_id, day) do update set lost_ms = excluded.lost_ms`);
}

async function upsertShares(ctx: Ctx, rows: readonly LossRow[]) {
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    insert into service_day_incident (workspace_id, service_id, day, incident_id, lost_ms)
    select ${ctx.workspaceId}::uuid, * from unnest(
      ${sql.param(rows.map((row) => row.serviceId))}::uuid[],
      ${sql.param(rows.map((row) => row.day))}::date[],
      ${sql.param(rows.map((row) => row.incidentId))}::uuid[],
      ${sql.param(rows.map((row) => row.lostMs))}::float8[])
    on conflict (workspace_id, service_id, day, incident_id) do update set lost_ms = excluded.lost_ms`);
}
