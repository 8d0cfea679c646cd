import { sql } from "drizzle-orm";
import type { RunningImpact } from "@/domain/availability/open-overlay";
import { DAY_MS } from "@/domain/calendar/zone";
import type { Ctx } from "@/server/context";

/** A span of one service's history, epoch ms, the end not included. */
export interface ServiceSpan {
  serviceId: string;
  fromMs: number;
  toMs: number;
}

/**
 * Impacts up to this long are found by their start alone, near the span; the few longer ones have an index of
 * their own (`impact_long`). Without the split, a span in the middle of a history reads half of it.
 */
const SHORT_MS = 3 * DAY_MS;

/** Wide enough for any history, narrow enough for Postgres and for dates. */
export const ALWAYS = { fromMs: Date.UTC(1900, 0, 1), toMs: Date.UTC(2200, 0, 1) } as const;

type Row = {
  service_id: string;
  incident_id: string;
  number: number;
  fraction: number;
  start_ms: number;
  end_ms: number | null;
};

const iso = (ms: number) => new Date(ms).toISOString();

/**
 * The counting impacts with loss that meet the spans, by service; those that have not ended only when asked for.
 * One that meets two spans comes twice, which changes no maximum.
 */
export async function loadImpacts(
  ctx: Ctx,
  spans: readonly ServiceSpan[],
  options: { withOpen: boolean } = { withOpen: false },
): Promise<Map<string, RunningImpact[]>> {
  const byService = new Map<string, RunningImpact[]>();
  if (spans.length === 0) return byService;
  const own = sql`i.workspace_id = ${ctx.workspaceId} and i.service_id = span.service_id and i.counts and i.fraction > 0`;
  const columns = sql`i.service_id, i.incident_id, i.fraction, i.started_at, i.ended_at`;
  const open = options.withOpen
    ? sql`union all
      select ${columns} from impact i
      where ${own} and i.ended_at is null and i.started_at < span.to_at`
    : sql``;
  const result = await ctx.db.execute<Row>(sql`
    with span as (
      select * from unnest(
        ${sql.param(spans.map((span) => span.serviceId))}::uuid[],
        ${sql.param(spans.map((span) => iso(span.fromMs - SHORT_MS)))}::timestamptz[],
        ${sql.param(spans.map((span) => iso(span.fromMs)))}::timestamptz[],
        ${sql.param(spans.map((span) => iso(span.toMs)))}::timestamptz[]
      ) as t (service_id, near_at, from_at, to_at)
    )
    select hit.service_id, hit.incident_id, hit.fraction, n.number,
      (extract(epoch from hit.started_at) * 1000)::float8 as start_ms,
      (extract(epoch from hit.ended_at) * 1000)::float8 as end_ms
    from span cross join lateral (
      select ${columns} from impact i
      where ${own} and i.ended_at - i.started_at <= interval '72 hours'
        and i.started_at >= span.near_at and i.started_at < span.to_at and i.ended_at > span.from_at
      union all
      select ${columns} from impact i
      where ${own} and i.ended_at - i.started_at > interval '72 hours'
        and i.started_at < span.to_at and i.ended_at > span.from_at
      ${open}
    ) hit
    join incident n on n.workspace_id = ${ctx.workspaceId} and n.id = hit.incident_id`);
  for (const row of result.rows) {
    const impact = {
      incidentId: row.incident_id,
      order: row.number,
      startMs: row.start_ms,
      endMs: row.end_ms,
      fraction: row.fraction,
    };
    const known = byService.get(row.service_id);
    if (known) known.push(impact);
    else byService.set(row.service_id, [impact]);
  }
  return byService;
}
