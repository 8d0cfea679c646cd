import { sql } from "drizzle-orm";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import { type Ctx, inTransaction } from "@/server/context";
import { rebuildChangeDays } from "./change-days";
import { markDaysDirty } from "./dirty-days";
import { lockIncidentCosts, refreshIncidentCosts } from "./incident-cost";
import { rebuildIncidentRollups, recomputeWholeServices } from "./rebuild";
import { lockServices, workspaceZone } from "./service-lock";

/** To be called in the transaction that changed a service's weight or the start it is tracked from. */
export function serviceChanged(ctx: Ctx, serviceId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await lockServices(tx, [serviceId]);
    const hit = await tx.db.execute<{ incident_id: string }>(sql`
      select distinct incident_id from impact
      where workspace_id = ${tx.workspaceId} and service_id = ${serviceId}`);
    const hitIds = hit.rows.map((row) => row.incident_id);
    await lockIncidentCosts(tx, hitIds);
    await recomputeWholeServices(tx, [serviceId]);
    await refreshIncidentCosts(tx, hitIds);
    const days = await tx.db.execute<{ day: string }>(sql`
      select day::text as day from service_day
      where workspace_id = ${tx.workspaceId} and service_id = ${serviceId}`);
    await markDaysDirty(
      tx,
      days.rows.map((row) => row.day),
    );
  });
}

/** To be called in the transaction that changed the workspace's zone: its days are other spans of time now. */
export function zoneChanged(ctx: Ctx): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await lockEveryService(tx);
    await moveUnstatedTracking(tx);
    await rebuildIncidentRollups(tx);
    await rebuildChangeDays(tx);
  });
}

/** To be called in the transaction that changed what share of a service the levels stand for. */
export function levelFractionsChanged(ctx: Ctx): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const meant = sql`case p.level when 'major' then w.fraction_major
      when 'partial' then w.fraction_partial else w.fraction_degraded end`;
    const stale = sql`p.workspace_id = ${tx.workspaceId} and w.workspace_id = p.workspace_id
      and p.level is not null and p.fraction <> ${meant}`;
    // The incidents come first in the lock order: whoever edits one holds its impacts while he waits for a service.
    await tx.db.execute(sql`
      select 1 from incident i where i.workspace_id = ${tx.workspaceId}
        and exists (select 1 from impact p, workspace w where ${stale} and p.incident_id = i.id)
      order by i.id for no key update of i`);
    await tx.db.execute(sql`update impact p set fraction = ${meant} from workspace w where ${stale}`);
    // All of them before the first cost: the rebuild goes by steps, and would come back for a service after a cost.
    await lockEveryService(tx);
    await rebuildIncidentRollups(tx);
  });
}

async function lockEveryService(ctx: Ctx): Promise<void> {
  const all = await ctx.db.execute<{ id: string }>(
    sql`select id from service where workspace_id = ${ctx.workspaceId}`,
  );
  await lockServices(
    ctx,
    all.rows.map((row) => row.id),
  );
}

/** A start nobody stated is the start of a day: of the service's creation or, when earlier, of its first impact. */
async function moveUnstatedTracking(ctx: Ctx): Promise<void> {
  const zone = await workspaceZone(ctx);
  const found = await ctx.db.execute<{ id: string; first_ms: number }>(sql`
    select s.id, (extract(epoch from least(s.created_at, first.started_at)) * 1000)::float8 as first_ms
    from service s
    cross join lateral (
      select min(i.started_at) as started_at from impact i
      where i.workspace_id = s.workspace_id and i.service_id = s.id and i.counts
    ) first
    where s.workspace_id = ${ctx.workspaceId} and not s.tracked_from_is_stated`);
  await ctx.db.execute(sql`
    update service s set tracked_from = t.tracked_from
    from unnest(
      ${sql.param(found.rows.map((row) => row.id))}::uuid[],
      ${sql.param(found.rows.map((row) => new Date(dayStartMs(dayOf(row.first_ms, zone), zone)).toISOString()))}::timestamptz[]
    ) as t (id, tracked_from)
    where s.workspace_id = ${ctx.workspaceId} and s.id = t.id`);
}
