import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { markDaysDirty } from "@/server/rollup/dirty-days";
import { refreshIncidentCosts } from "@/server/rollup/incident-cost";

/** After a change of weight: the days with loss and the incidents that hit the service are summed anew. */
export async function reweighService(ctx: Ctx, serviceId: string): Promise<void> {
  const days = await ctx.db.execute<{ day: string }>(sql`
    select day::text as day from service_day
    where workspace_id = ${ctx.workspaceId} and service_id = ${serviceId}`);
  await markDaysDirty(
    ctx,
    days.rows.map((row) => row.day),
  );
  const incidents = await ctx.db.execute<{ id: string }>(sql`
    select distinct incident_id as id from impact
    where workspace_id = ${ctx.workspaceId} and service_id = ${serviceId}`);
  await refreshIncidentCosts(
    ctx,
    incidents.rows.map((row) => row.id),
    [],
  );
}
