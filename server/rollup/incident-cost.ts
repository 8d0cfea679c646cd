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
  const made = await makeCosts(ctx, unknown);
  const ids = [...new Set([...incidentIds, ...unknown])].filter((id) => !made.has(id)).sort();
  if (ids.length === 0) return;
  await lockIncidentCosts(ctx, ids);
  await ctx.db.execute(sql`
    update incident_cost c
    set lost_weight_ms = now_is.lost_weight_ms, peak_weight = now_is.peak_weight
    from (${costsOf(ctx, ids)}) now_is
    where c.workspace_id = ${ctx.workspaceId} and c.incident_id = now_is.id
      and (c.lost_weight_ms, c.peak_weight) is distinct from (now_is.lost_weight_ms, now_is.peak_weight)`);
}

/**
 * Makes the rows that are missing, with their figures: only an incident of this very transaction has none, so nobody
 * else can be changing it. Of two that make one row, the later finds it there and takes the way with the lock.
 */
async function makeCosts(ctx: Ctx, incidentIds: readonly string[]): Promise<Set<string>> {
  if (incidentIds.length === 0) return new Set();
  const ids = [...new Set(incidentIds)].sort();
  const isMissing = sql`where not exists (select 1 from incident_cost c
    where c.workspace_id = ${ctx.workspaceId} and c.incident_id = t.id)`;
  const made = await ctx.db.execute<{ id: string }>(sql`
    insert into incident_cost (workspace_id, incident_id, lost_weight_ms, peak_weight)
    select ${ctx.workspaceId}::uuid, id, lost_weight_ms, peak_weight from (${costsOf(ctx, ids, isMissing)}) fresh
    on conflict do nothing returning incident_id as id`);
  return new Set(made.rows.map((row) => row.id));
}

function costsOf(ctx: Ctx, ids: readonly string[], only = sql``) {
  return sql`
    select t.id, coalesce(loss.weighted, 0) as lost_weight_ms, coalesce(peak.weight, 0) as peak_weight
    from unnest(${sql.param([...ids])}::uuid[]) as t (id)
    cross join lateral (
      select sum(d.lost_ms * s.weight) as weighted
      from service_day_incident d
      join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
      where d.workspace_id = ${ctx.workspaceId} and d.incident_id = t.id
    ) loss
    cross join lateral (${peakOf(ctx)}) peak ${only}`;
}

/** In the order of the ids; a transaction that comes here more than once locks all that it will need the first time. */
export async function lockIncidentCosts(ctx: Ctx, incidentIds: readonly string[]): Promise<void> {
  await ctx.db.execute(sql`
    select 1 from incident_cost
    where workspace_id = ${ctx.workspaceId} and incident_id = any(${sql.param([...incidentIds])}::uuid[])
    order by incident_id for no key update`);
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
