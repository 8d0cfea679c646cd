import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { dayEndMs, dayStartMs } from "@/domain/calendar/day";
import { type Ctx, inTransaction } from "@/server/context";
import { workspaceZone } from "./service-lock";

/** First key of the advisory lock; the second is the workspace ("FLTR" in ASCII). */
const REFRESH_LOCK = 0x464c5452;

/** Queues days for the workspace's rollup. Writers only insert here, so that no two of them wait. */
export async function markDaysDirty(ctx: Ctx, days: Iterable<string>): Promise<void> {
  const distinct = [...new Set(days)];
  if (distinct.length === 0) return;
  await ctx.db.execute(sql`
    insert into dirty_day (workspace_id, id, day)
    select ${ctx.workspaceId}::uuid, * from unnest(
      ${sql.param(distinct.map(() => uuidv7({ msecs: ctx.now.getTime() })))}::uuid[],
      ${sql.param(distinct)}::date[])`);
}

/** Makes the workspace's rollups current; a reader of them calls this first, and so sees its own writes. */
export async function freshRollups(ctx: Ctx): Promise<void> {
  const probe = await ctx.db.execute<{ dirty: boolean }>(
    sql`select exists (select 1 from dirty_day where workspace_id = ${ctx.workspaceId}) as dirty`,
  );
  if (probe.rows[0]?.dirty) await refreshDirtyDays(ctx);
}

/**
 * Recomputes the workspace's rollups of the queued days. A day queued after the deletion below stays queued; one
 * queued before it was committed with its rows, which the later statements see.
 */
export function refreshDirtyDays(ctx: Ctx): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(${REFRESH_LOCK}, hashtext(${ctx.workspaceId}))`);
    const taken = await tx.db.execute<{ day: string }>(
      sql`delete from dirty_day where workspace_id = ${ctx.workspaceId} returning day::text as day`,
    );
    const days = [...new Set(taken.rows.map((row) => row.day))].sort();
    if (days.length === 0) return days;
    const zone = await workspaceZone(tx);
    await refreshWorkspaceDays(tx, days);
    await refreshCauseDays(tx, days, zone);
    return days;
  });
}

async function refreshWorkspaceDays(ctx: Ctx, days: readonly string[]): Promise<void> {
  const asked = sql.param(days);
  await ctx.db.execute(sql`
    with fresh as (
      select d.day, sum(d.lost_ms * s.weight) as lost_weight_ms
      from service_day d
      join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
      where d.workspace_id = ${ctx.workspaceId} and d.day = any(${asked}::date[])
      group by d.day
    ), gone as (
      delete from workspace_day w
      where w.workspace_id = ${ctx.workspaceId} and w.day = any(${asked}::date[])
        and not exists (select 1 from fresh where fresh.day = w.day)
    )
    insert into workspace_day (workspace_id, day, lost_weight_ms)
    select ${ctx.workspaceId}::uuid, day, lost_weight_ms from fresh
    on conflict (workspace_id, day) do update set lost_weight_ms = excluded.lost_weight_ms`);
}

async function refreshCauseDays(ctx: Ctx, days: readonly string[], zone: string): Promise<void> {
  const asked = sql.param(days);
  const starts = sql.param(days.map((day) => new Date(dayStartMs(day, zone)).toISOString()));
  const ends = sql.param(days.map((day) => new Date(dayEndMs(day, zone)).toISOString()));
  await ctx.db.execute(sql`
    with part as (
      select d.day, coalesce(i.primary_cause_kind, 'unknown') as cause_kind, i.severity,
        d.lost_ms * s.weight as lost_weight_ms, 0 as started
      from service_day_incident d
      join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
      join incident i on i.workspace_id = d.workspace_id and i.id = d.incident_id
      where d.workspace_id = ${ctx.workspaceId} and d.day = any(${asked}::date[])
      union all
      select span.day, coalesce(i.primary_cause_kind, 'unknown'), i.severity, 0, 1
      from unnest(${asked}::date[], ${starts}::timestamptz[], ${ends}::timestamptz[])
        as span (day, start_at, end_at)
      join incident i on i.workspace_id = ${ctx.workspaceId} and i.status <> 'cancelled'
        and i.impact_started_at >= span.start_at and i.impact_started_at < span.end_at
    ), fresh as (
      select day, cause_kind, severity, sum(lost_weight_ms) as lost_weight_ms, sum(started)::int as started
      from part group by day, cause_kind, severity
    ), gone as (
      delete from workspace_day_cause w
      where w.workspace_id = ${ctx.workspaceId} and w.day = any(${asked}::date[])
        and not exists (select 1 from fresh
          where fresh.day = w.day and fresh.cause_kind = w.cause_kind and fresh.severity = w.severity)
    )
    insert into workspace_day_cause
      (workspace_id, day, cause_kind, severity, lost_weight_ms, incidents_started)
    select ${ctx.workspaceId}::uuid, day, cause_kind, severity, lost_weight_ms, started from fresh
    on conflict (workspace_id, day, cause_kind, severity) do update
    set lost_weight_ms = excluded.lost_weight_ms, incidents_started = excluded.incidents_started`);
}
