import { sql } from "drizzle-orm";
import { canKeepRollups } from "@/domain/access/workspace";
import { dayOf } from "@/domain/calendar/day";
import { authorise } from "@/server/access";
import { type Ctx, inTransaction } from "@/server/context";
import { rebuildChangeDays } from "./change-days";
import { markDaysDirty, refreshDirtyDays } from "./dirty-days";
import { ALWAYS } from "./impact-rows";
import { refreshIncidentCosts } from "./incident-cost";
import { recomputeServiceDays } from "./recompute";
import { workspaceZone } from "./service-lock";

/** Bounds what is held in memory and how long the services of one step stay locked. */
const SERVICES_PER_STEP = 10;
const INCIDENTS_PER_STEP = 5000;

export interface RebuildStep {
  step: "services" | "incidents" | "days" | "changes";
  done: number;
  total: number;
}

/** Recomputes every rollup of the workspace from its raw rows. */
export async function rebuildRollups(
  ctx: Ctx,
  onStep: (step: RebuildStep) => void = () => undefined,
): Promise<void> {
  authorise(canKeepRollups(ctx.actor), "Rebuilding rollups needs the admin role.");
  await rebuildIncidentRollups(ctx, onStep);
  const days = await rebuildChangeDays(ctx);
  onStep({ step: "changes", done: days, total: days });
}

/**
 * Those of impacts and incidents, step by step. Writers may go on meanwhile: each step is right by itself, and what is
 * right already is not written again.
 */
export async function rebuildIncidentRollups(
  ctx: Ctx,
  onStep: (step: RebuildStep) => void = () => undefined,
): Promise<void> {
  const services = await idsOf(
    ctx,
    sql`select id from service where workspace_id = ${ctx.workspaceId} order by id`,
  );
  for (let done = 0; done < services.length; done += SERVICES_PER_STEP) {
    const step = services.slice(done, done + SERVICES_PER_STEP);
    await recomputeWholeServices(ctx, step);
    onStep({ step: "services", done: done + step.length, total: services.length });
  }
  const incidents = await idsOf(
    ctx,
    sql`select id from incident where workspace_id = ${ctx.workspaceId} order by id`,
  );
  for (let done = 0; done < incidents.length; done += INCIDENTS_PER_STEP) {
    const step = incidents.slice(done, done + INCIDENTS_PER_STEP);
    await inTransaction(ctx, (tx) => refreshIncidentCosts(tx, step));
    onStep({ step: "incidents", done: done + step.length, total: incidents.length });
  }
  await markEveryDayDirty(ctx);
  const days = await refreshDirtyDays(ctx);
  onStep({ step: "days", done: days.length, total: days.length });
}

/** Sweeps the services' whole histories anew. */
export function recomputeWholeServices(ctx: Ctx, serviceIds: readonly string[]): Promise<void> {
  return inTransaction(ctx, (tx) =>
    recomputeServiceDays(
      tx,
      serviceIds.map((serviceId) => ({ serviceId, ...ALWAYS })),
    ),
  );
}

async function idsOf(ctx: Ctx, query: ReturnType<typeof sql>): Promise<string[]> {
  const result = await ctx.db.execute<{ id: string }>(query);
  return result.rows.map((row) => row.id);
}

/** Every day that has a row in a rollup, or on which an incident began. */
async function markEveryDayDirty(ctx: Ctx): Promise<void> {
  const zone = await workspaceZone(ctx);
  const own = sql`workspace_id = ${ctx.workspaceId}`;
  const stored = await ctx.db.execute<{ day: string }>(sql`
    select day::text as day from service_day where ${own} group by day
    union select day::text from workspace_day where ${own}
    union select day::text from workspace_day_cause where ${own}`);
  const starts = await ctx.db.execute<{ quarter_ms: number }>(sql`
    select distinct (extract(epoch from date_bin('15 minutes', impact_started_at, '2000-01-01Z')) * 1000)::float8
      as quarter_ms
    from incident where ${own}`);
  await markDaysDirty(ctx, [
    ...stored.rows.map((row) => row.day),
    ...starts.rows.map((row) => dayOf(row.quarter_ms, zone)),
  ]);
}
