import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";

/**
 * Sums the incidents' cost and peak anew. Two writers on different services of one incident both come here:
 * the rows are locked in id order first, and summed in a later statement, which sees what the other committed.
 * `unknown` are incidents that may have no cost row yet.
 */
export async function refreshIncidentCosts(
  ctx: Ctx,
  incidentIds: readonly string[],
  unknown: readonly string[] = incidentIds,
): Promise<void> {
  const ids = [...new Set([...incidentIds, ...unknown])].sort();
  if (ids.length === 0) return;
  if (unknown.length > 0) {
    await ctx.db.execute(sql`
      insert into incident_cost (workspace_id, incident_id)
      select ${ctx.workspaceId}::uuid, id from unnest(${sql.param([...unknown].sort())}::uuid[]) as t (id)
      on conflict do nothing`);
  }
  await ctx.db.execute(sql`
    select 1 from incident_cost
    where workspace_id = ${ctx.workspaceId} and incident_id = any(${sql.param(ids)}::uuid[])
    order by incident_id for no key update`);
  await ctx.db.execute(sql`
    update incident_cost c
    set lost_weight_ms = now_is.lost_weight_ms, peak_weight = now_is.peak_weight
    from (
      select t.id, coalesce(loss.weighted, 0) as lost_weight_ms, coalesce(peak.weight, 0) as peak_weight
      from unnest(${sql.param(ids)}::uuid[]) as t (id)
      cross join lateral (
        select sum(d.lost_ms * s.weight) as weighted
        from service_day_incident d
        join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
        where d.workspace_id = ${ctx.workspaceId} and d.incident_id = t.id
      ) loss
      cross join lateral (${peakOf(ctx)}) peak
    ) now_is
    where c.workspace_id = ${ctx.workspaceId} and c.incident_id = now_is.id
      and (c.lost_weight_ms, c.peak_weight) is distinct from (now_is.lost_weight_ms, now_is.peak_weight)`);
}

/** The set of impaired services only grows at a start, so the peak is reached at the start of some impact. */
function peakOf(ctx: Ctx) {
  return sql`
    select max(at.weight) as weight from impact start_of
    cross join lateral (
      select sum(active.weight) as weight from (
        select distinct s.id, s.weight from impact i
        join service s on s.workspace_id = i.workspace_id and s.id = i.service_id
        where i.workspace_id = ${ctx.workspaceId} and i.incident_id = t.id and i.fraction > 0
          and i.started_at <= start_of.started_at
          and (i.ended_at is null or i.ended_at > start_of.started_at)
      ) active
    ) at
    where start_of.workspace_id = ${ctx.workspaceId} and start_of.incident_id = t.id
      and start_of.fraction > 0`;
}
