import { type SQL, sql } from "drizzle-orm";
import { type Day, dayStartMs } from "@/domain/calendar/day";
import type { DaySpan } from "@/domain/overview/period";
import { askAll, type Ctx } from "@/server/context";
import { type DaySums, inSpan, type Scope, serviceIds } from "@/server/measure/scope";

/** Weighted loss per day of the scope's services, ms; days without loss have none. */
export async function dayLosses(ctx: Ctx, scope: Scope, spans: readonly DaySpan[]): Promise<DaySums> {
  const days = sql.join(
    spans.map((span) => sql`(${inSpan("day", span)})`),
    sql` or `,
  );
  const rows = scope.isWhole
    ? await ctx.db.execute<{ day: Day; lost: number }>(sql`
        select day, lost_weight_ms as lost from workspace_day
        where workspace_id = ${ctx.workspaceId} and (${days})`)
    : await ctx.db.execute<{ day: Day; lost: number }>(sql`
        select day, sum(d.lost_ms * s.weight) as lost
        from service_day d join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
        where d.workspace_id = ${ctx.workspaceId} and d.service_id = any(${serviceIds(scope)}) and (${days})
        group by day`);
  return new Map(rows.rows.map((row) => [row.day, row.lost]));
}

/** Loss and incidents begun, by month of the span (0-based), group and severity. */
export type GroupRow = { month: number; key: string; severity: string; lost: number; started: number };

/** One bucket per month start; the whole span is one bucket when none are given. */
const bucket = (column: string, monthStarts: readonly Day[]): SQL =>
  monthStarts.length === 0
    ? sql`0`
    : sql`width_bucket(${sql.raw(column)}, ${sql.param([...monthStarts])}::date[]) - 1`;

export async function lossByCause(
  ctx: Ctx,
  scope: Scope,
  span: DaySpan,
  monthStarts: readonly Day[],
): Promise<GroupRow[]> {
  if (scope.isWhole) {
    const rows = await ctx.db.execute<GroupRow>(sql`
      select ${bucket("day", monthStarts)} as month, cause_kind as key, severity,
        sum(lost_weight_ms) as lost, sum(incidents_started)::int as started
      from workspace_day_cause where workspace_id = ${ctx.workspaceId} and ${inSpan("day", span)}
        ${scope.cause === null ? sql`` : sql`and cause_kind = ${scope.cause}`}
      group by 1, 2, 3`);
    return rows.rows;
  }
  const [losses, started] = await askAll(
    ctx,
    () =>
      ctx.db.execute<GroupRow>(sql`
      select ${bucket("d.day", monthStarts)} as month, coalesce(i.primary_cause_kind, 'unknown') as key,
        '' as severity, sum(d.lost_ms * s.weight) as lost, 0 as started
      from service_day_incident d
        join incident i on i.workspace_id = d.workspace_id and i.id = d.incident_id
        join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
      where d.workspace_id = ${ctx.workspaceId} and d.service_id = any(${serviceIds(scope)})
        and ${inSpan("d.day", span)} ${causeIs(scope)}
      group by 1, 2`),
    () => startedByCause(ctx, scope, span),
  );
  return [...losses.rows, ...started];
}

/** Incidents begun in the span that hit one of the scope's services in it. */
async function startedByCause(ctx: Ctx, scope: Scope, span: DaySpan): Promise<GroupRow[]> {
  const rows = await ctx.db.execute<GroupRow>(sql`
    select 0 as month, coalesce(i.primary_cause_kind, 'unknown') as key, i.severity, 0 as lost,
      count(*)::int as started
    from incident i
    where i.workspace_id = ${ctx.workspaceId} and i.status <> 'cancelled' and ${startedIn(scope, span)}
      and i.id in (${hitIncidents(ctx, scope, span)}) ${causeIs(scope)}
    group by 2, 3`);
  return rows.rows;
}

export function causeIs(scope: Scope): SQL {
  return scope.cause === null ? sql`` : sql`and coalesce(i.primary_cause_kind, 'unknown') = ${scope.cause}`;
}

const dayStart = (day: Day, scope: Scope) =>
  sql`${new Date(dayStartMs(day, scope.timeZone)).toISOString()}::timestamptz`;

export function startedIn(scope: Scope, span: DaySpan): SQL {
  return sql`i.impact_started_at >= ${dayStart(span.from, scope)} and i.impact_started_at < ${dayStart(span.to, scope)}`;
}

export function activeIn(scope: Scope, span: DaySpan): SQL {
  return sql`i.impact_started_at < ${dayStart(span.to, scope)}
    and (i.resolved_at is null or i.resolved_at > ${dayStart(span.from, scope)})`;
}

/** Incidents with an impact on one of the scope's services that began in the span. */
export function hitIncidents(ctx: Ctx, scope: Scope, span: DaySpan): SQL {
  return sql`select m.incident_id from impact m
    where m.workspace_id = ${ctx.workspaceId} and m.service_id = any(${serviceIds(scope)})
      and m.started_at >= ${dayStart(span.from, scope)} and m.started_at < ${dayStart(span.to, scope)}`;
}

/** Weighted loss by service and month; the key is the service's id. */
export async function lossByService(
  ctx: Ctx,
  scope: Scope,
  span: DaySpan,
  monthStarts: readonly Day[],
): Promise<GroupRow[]> {
  const rows =
    scope.cause === null
      ? await ctx.db.execute<GroupRow>(sql`
          select ${bucket("d.day", monthStarts)} as month, d.service_id as key, '' as severity,
            sum(d.lost_ms) as lost, 0 as started
          from service_day d where d.workspace_id = ${ctx.workspaceId} and ${inSpan("d.day", span)}
            ${scope.isWhole ? sql`` : sql`and d.service_id = any(${serviceIds(scope)})`}
          group by 1, 2`)
      : await ctx.db.execute<GroupRow>(sql`
          select ${bucket("d.day", monthStarts)} as month, d.service_id as key, '' as severity,
            sum(d.lost_ms) as lost, 0 as started
          from service_day_incident d
            join incident i on i.workspace_id = d.workspace_id and i.id = d.incident_id
          where d.workspace_id = ${ctx.workspaceId} and ${inSpan("d.day", span)} ${causeIs(scope)}
            ${scope.isWhole ? sql`` : sql`and d.service_id = any(${serviceIds(scope)})`}
          group by 1, 2`);
  return rows.rows.map((row) => ({ ...row, lost: row.lost * (scope.byId.get(row.key)?.weight ?? 0) }));
}

/** Unweighted loss per service over the span, ms. */
export async function lossPerService(ctx: Ctx, scope: Scope, span: DaySpan): Promise<Map<string, number>> {
  const rows = await ctx.db.execute<{ id: string; lost: number }>(sql`
    select service_id as id, sum(lost_ms) as lost from service_day
    where workspace_id = ${ctx.workspaceId} and ${inSpan("day", span)}
      ${scope.isWhole ? sql`` : sql`and service_id = any(${serviceIds(scope)})`}
    group by 1`);
  return new Map(rows.rows.map((row) => [row.id, row.lost]));
}

/** Unweighted loss per day of a few services, ms, keyed by "service id/day". */
export async function dailyLossOf(ctx: Ctx, ids: string[], span: DaySpan): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.execute<{ id: string; day: Day; lost: number }>(sql`
    select service_id as id, day, lost_ms as lost from service_day
    where workspace_id = ${ctx.workspaceId} and service_id = any(${sql.param(ids)}::uuid[])
      and ${inSpan("day", span)}`);
  return new Map(rows.rows.map((row) => [`${row.id}/${row.day}`, row.lost]));
}
