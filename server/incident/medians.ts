import { sql } from "drizzle-orm";
import { DAY_MS } from "@/domain/calendar/zone";
import { type IncidentMedians, incidentMediansOf } from "@/domain/incident/medians";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { IS_OPEN } from "./list-filter";

const WINDOW_MS = 26 * 7 * DAY_MS;
/** The newest of a busy half-year tell the median as well as all of them, and in bounded time. */
const CASES_MAX = 2000;

type Row = Record<"start" | "detected" | "acknowledged" | "mitigated" | "resolved", number | null> & {
  start: number;
  open: boolean;
};

/** What is usual: the median times of the last 26 weeks, to compare one incident with. */
export async function incidentMedians(ctx: Ctx): Promise<IncidentMedians> {
  authoriseReading(ctx);
  const nowMs = ctx.now.getTime();
  const ms = (column: string) => sql.raw(`(extract(epoch from i.${column}) * 1000)::float8`);
  const result = await ctx.db.execute<Row>(sql`
    select ${ms("impact_started_at")} as start, ${ms("detected_at")} as detected,
      ${ms("acknowledged_at")} as acknowledged, ${ms("mitigated_at")} as mitigated,
      ${ms("resolved_at")} as resolved, ${IS_OPEN} as open
    from incident i
    where i.workspace_id = ${ctx.workspaceId} and i.status <> 'cancelled'
      and i.impact_started_at > ${new Date(nowMs - WINDOW_MS).toISOString()}
    order by i.impact_started_at desc limit ${CASES_MAX}`);
  return incidentMediansOf(
    result.rows.map((row) => ({
      impactStartedAt: row.start,
      detectedAt: row.detected,
      acknowledgedAt: row.acknowledged,
      mitigatedAt: row.mitigated,
      resolvedAt: row.resolved,
      isOpen: row.open,
    })),
    nowMs,
  );
}
