import { sql } from "drizzle-orm";
import { addDays, type Day, dayOf } from "@/domain/calendar/day";
import { type Grain, windowsOf } from "@/domain/calendar/period";
import type { FailureCount } from "@/domain/change/failure-rate";
import { byClass, type CountsByClass } from "@/domain/change/failure-rate";
import type { Involvement } from "@/domain/change/kinds";
import { Invalid, NotFound } from "@/domain/errors";
import type { Ctx } from "@/server/context";
import { askedSpan } from "@/server/measure/asked-span";
import { windowOf } from "@/server/measure/scope";
import { WHOLE_WORKSPACE } from "./day-rollup";

const POINTS_MAX = 1000;

/** Whole days in the workspace's zone; `to` is not included. */
export interface MeasureSpan {
  from: Day;
  to: Day;
}

export interface MeasureScope {
  timeZone: string;
  /** Whose rows of `change_day`: the workspace's own, or these services'. */
  serviceIds: readonly string[];
}

export interface MeasureFilter {
  from?: string | undefined;
  to?: string | undefined;
  grain: Grain;
  service?: string | undefined;
  team?: string | undefined;
}

export async function readMeasureScope(
  ctx: Ctx,
  { service, team }: Pick<MeasureFilter, "service" | "team">,
): Promise<MeasureScope> {
  const result = await ctx.db.execute<{ time_zone: string; ids: string[]; team_exists: boolean }>(sql`
    select w.time_zone, array(
      select s.id from service s left join team t on t.workspace_id = s.workspace_id and t.id = s.team_id
      where s.workspace_id = w.workspace_id and s.slug = coalesce(${service ?? null}, s.slug)
        and (${team ?? null}::text is null or t.name = ${team ?? null})) as ids,
      exists (select from team where workspace_id = w.workspace_id and name = ${team ?? null}) as team_exists
    from workspace w where w.workspace_id = ${ctx.workspaceId}`);
  const row = result.rows[0];
  if (row === undefined) throw new NotFound("workspace", ctx.workspaceId);
  if (team !== undefined && !row.team_exists) throw new NotFound("team", team);
  if (service !== undefined && row.ids.length === 0) throw new NotFound("service", service);
  const isWhole = service === undefined && team === undefined;
  return { timeZone: row.time_zone, serviceIds: isWhole ? [WHOLE_WORKSPACE] : row.ids };
}

/** The days that are asked for, today the last. */
export function askedDays(ctx: Ctx, query: MeasureFilter, { timeZone }: MeasureScope): MeasureSpan {
  const span = askedSpan(query, { zone: timeZone, nowMs: ctx.now.getTime() });
  return { from: dayOf(span.startMs, timeZone), to: addDays(dayOf(span.endMs - 1, timeZone), 1) };
}

export interface MeasureWindow {
  /** First day of the whole period, by which the database groups. */
  period: Day;
  start: Day;
  end: Day;
}

export function measureWindows(
  span: MeasureSpan,
  grain: Grain,
  zone: string,
  pointsMax = POINTS_MAX,
): MeasureWindow[] {
  const { startMs, endMs } = windowOf(span, zone);
  const isTooLong = grain === "day" && endMs - startMs > (pointsMax + 1) * 86_400_000;
  const windows = isTooLong ? [] : windowsOf({ fromMs: startMs, toMs: endMs, grain, zone });
  if (isTooLong || windows.length > pointsMax) {
    throw new Invalid(
      "grain",
      `That would be more than ${pointsMax} points. Ask for a coarser grain or a shorter span.`,
    );
  }
  return windows.map((one) => ({
    period: one.periodDay,
    start: dayOf(one.startMs, zone),
    end: addDays(dayOf(one.endMs - 1, zone), 1),
  }));
}

/**
 * Changes that count and those of them that failed, by period and class, from the rollup alone. First by day: so the
 * calendar is asked once a day and class, and not for each of the rows that a day is spread over.
 */
export async function sumChangeDays(
  ctx: Ctx,
  { serviceIds }: MeasureScope,
  { from, to }: MeasureSpan,
  grain: Grain,
): Promise<Map<Day, CountsByClass<FailureCount>>> {
  const sums = new Map<Day, CountsByClass<FailureCount>>();
  if (from >= to) return sums;
  const result = await ctx.db.execute<{
    period: Day;
    involvement: Involvement;
    changes: number;
    failed: number;
  }>(sql`
    select date_trunc(${grain}, d.day::timestamp)::date::text as period, d.involvement,
      sum(d.changes)::float8 as changes, sum(d.failed)::float8 as failed
    from (
      select day, involvement, sum(changes) as changes, sum(failed) as failed from change_day
      where workspace_id = ${ctx.workspaceId} and service_id = any(${sql.param([...serviceIds])}::uuid[])
        and day >= ${from}::date and day < ${to}::date
      group by day, involvement
    ) d
    group by 1, 2`);
  for (const { period, involvement, changes, failed } of result.rows) {
    let counts = sums.get(period);
    if (counts === undefined) {
      counts = byClass(() => ({ changes: 0, failed: 0 }));
      sums.set(period, counts);
    }
    counts[involvement] = { changes, failed };
  }
  return sums;
}
