import { type SQL, sql } from "drizzle-orm";
import type { Lifetime } from "@/domain/availability/kaplan-meier";
import { type Day, dayStartMs } from "@/domain/calendar/day";
import type { Level } from "@/domain/person/levels";
import { WHOLE_WORKSPACE } from "@/server/change/day-rollup";
import type { MeasureScope, MeasureSpan } from "@/server/change/measure-days";
import type { Ctx } from "@/server/context";

/** One request that was asked for in the span. */
export interface RequestCase extends Lifetime {
  requestedMs: number;
  /** When it was signed, or left the queue otherwise, or now. */
  endMs: number;
  lines: number | null;
  minimumLevel: Level | null;
}

type CaseRow = {
  requested_ms: number;
  end_ms: number | null;
  signed: boolean;
  lines: number | null;
  minimum_level: Level | null;
};

/** The requests of a span, oldest first, each with how long it waited: signed, censored where it left, or till now. */
export async function readCases(ctx: Ctx, scope: MeasureScope, span: MeasureSpan): Promise<RequestCase[]> {
  const { rows } = await ctx.db.execute<CaseRow>(sql`
    select (extract(epoch from requested_at) * 1000)::float8 as requested_ms, minimum_level,
      (extract(epoch from case when state in ('satisfied', 'late') then decided_at
        when state = 'waiting' then null else coalesce(live_at, decided_at, updated_at) end) * 1000)::float8 as end_ms,
      state in ('satisfied', 'late') and decided_at is not null as signed,
      additions + deletions as lines
    from sign_off_request
    where workspace_id = ${ctx.workspaceId} and ${requestedIn(scope, span)} ${ofServices(scope)}
    order by requested_at, id`);
  const nowMs = ctx.now.getTime();
  return rows.map((row) => {
    const endMs = Math.min(nowMs, row.end_ms ?? nowMs);
    return {
      requestedMs: row.requested_ms,
      endMs,
      // A review that a host dates before the request was there when it was asked for.
      durationMs: Math.max(0, endMs - row.requested_ms),
      ended: row.signed,
      lines: row.lines,
      minimumLevel: row.minimum_level,
    };
  });
}

/** How many wait, and since when the oldest does, whenever they were asked for. */
export async function waitingNow(
  ctx: Ctx,
  scope: MeasureScope,
): Promise<{ waitingNow: number; oldestWaitingSince: string | null }> {
  const { rows } = await ctx.db.execute<{ n: number; oldest_ms: number | null }>(sql`
    select count(*)::int as n, (extract(epoch from min(requested_at)) * 1000)::float8 as oldest_ms
    from sign_off_request
    where workspace_id = ${ctx.workspaceId} and state in ('waiting', 'declined') and state = 'waiting'
      ${ofServices(scope)}`);
  const oldest = rows[0]?.oldest_ms ?? null;
  return {
    waitingNow: rows[0]?.n ?? 0,
    oldestWaitingSince: oldest === null ? null : new Date(oldest).toISOString(),
  };
}

function requestedIn({ timeZone }: MeasureScope, { from, to }: MeasureSpan): SQL {
  const at = (day: Day) => new Date(dayStartMs(day, timeZone)).toISOString();
  return sql`requested_at >= ${at(from)} and requested_at < ${at(to)}`;
}

export const isWhole = ({ serviceIds }: MeasureScope): boolean => serviceIds.includes(WHOLE_WORKSPACE);

export function ofServices(scope: MeasureScope): SQL {
  if (isWhole(scope)) return sql``;
  return sql`and service_ids && ${sql.param([...scope.serviceIds])}::uuid[]`;
}
