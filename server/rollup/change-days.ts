import { sql } from "drizzle-orm";
import { dayFromNumber, dayNumberOf, dayOf, dayStartMs } from "@/domain/calendar/day";
import { type Ctx, inTransaction } from "@/server/context";
import { workspaceZone } from "./service-lock";

/**
 * Counts the ledger's days anew, after what they follow from on the changes themselves: the heaviest verdict, whether
 * the figures count it, the rows by service. Writers of the ledger wait meanwhile. Answers the number of days.
 */
export function rebuildChangeDays(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`lock table change_day in share row exclusive mode`);
    // A ledger of many years takes longer than any one statement of a request may.
    await tx.db.execute(sql`set local statement_timeout = 0`);
    await repairVerdicts(tx);
    await repairCounts(tx);
    await repairServices(tx);
    await tx.db.execute(sql`delete from change_day where workspace_id = ${tx.workspaceId}`);
    const days = await ledgerDays(tx);
    if (days.length > 0) await countDays(tx, days);
    return days.length;
  });
}

/** Every day of the ledger in the workspace's zone, with the instant it begins. */
async function ledgerDays(ctx: Ctx): Promise<{ day: string; startsAt: string }[]> {
  const zone = await workspaceZone(ctx);
  const result = await ctx.db.execute<{ first_ms: number | null; last_ms: number | null }>(sql`
    select (extract(epoch from min(at)) * 1000)::float8 as first_ms,
      (extract(epoch from max(at)) * 1000)::float8 as last_ms
    from change where workspace_id = ${ctx.workspaceId}`);
  const { first_ms: firstMs, last_ms: lastMs } = result.rows[0] ?? { first_ms: null, last_ms: null };
  if (firstMs === null || lastMs === null) return [];
  const first = dayNumberOf(dayOf(firstMs, zone));
  const last = dayNumberOf(dayOf(lastMs, zone));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const day = dayFromNumber(first + index);
    return { day, startsAt: new Date(dayStartMs(day, zone)).toISOString() };
  });
}

const isBlamed = sql`c.verdict in ('cause', 'contributing')`;

async function countDays(ctx: Ctx, days: readonly { day: string; startsAt: string }[]): Promise<void> {
  await ctx.db.execute(sql`
    with shared as (
      select d.deployment_id, case when count(distinct k.involvement) = 1 then min(k.involvement) else 'unknown' end
        as involvement
      from deployment_carries d
      join change c on c.workspace_id = d.workspace_id and c.id = d.deployment_id and c.at = d.deployment_at
        and c.kind = 'deployment' and ${isBlamed}
      join change k on k.workspace_id = d.workspace_id and k.id = d.change_id and k.at = d.change_at
      where d.workspace_id = ${ctx.workspaceId} group by d.deployment_id
    ), counted as (
      select c.id, c.service_ids, width_bucket(c.at,
          ${sql.param(days.map(({ startsAt }) => startsAt))}::timestamptz[]) as day,
        coalesce(s.involvement, c.involvement) as involvement, coalesce(${isBlamed}, false) as failed
      from change c left join shared s on s.deployment_id = c.id
      where c.workspace_id = ${ctx.workspaceId} and c.counts
    ), placed as (
      select '00000000-0000-0000-0000-000000000000'::uuid as service_id, day, involvement,
        (get_byte(uuid_send(id), 15) & 7) as slot, failed from counted
      union all
      select unnest(service_ids), day, involvement, 0, failed from counted
    )
    insert into change_day (workspace_id, service_id, day, involvement, slot, changes, failed)
    select ${ctx.workspaceId}::uuid, service_id, (${sql.param(days.map(({ day }) => day))}::date[])[day],
      involvement, slot, count(*), count(*) filter (where failed)
    from placed group by 2, 3, 4, 5`);
}

/** The heaviest over the incidents that are not cancelled. */
async function repairVerdicts(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    with given as (
      select l.change_id, min(array_position(array['cause', 'contributing', 'suspect', 'cleared'], l.verdict)) as heaviest
      from change_link l join incident i on i.workspace_id = l.workspace_id and i.id = l.incident_id
      where l.workspace_id = ${ctx.workspaceId} and i.status <> 'cancelled' group by l.change_id
    ), stale as (
      select c.id, c.at, (array['cause', 'contributing', 'suspect', 'cleared'])[g.heaviest] as verdict
      from change c left join given g on g.change_id = c.id
      where c.workspace_id = ${ctx.workspaceId} and (c.verdict is not null or g.heaviest is not null)
        and c.verdict is distinct from (array['cause', 'contributing', 'suspect', 'cleared'])[g.heaviest]
    )
    update change c set verdict = stale.verdict from stale
    where c.workspace_id = ${ctx.workspaceId} and c.id = stale.id and c.at = stale.at`);
}

async function repairCounts(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    with right_now as (
      select c.id, c.at, c.production and (c.kind <> 'deployment' or coalesce(${isBlamed}, false)
        or not exists (select 1 from deployment_carries d
          join change k on k.workspace_id = d.workspace_id and k.id = d.change_id and k.at = d.change_at
          where d.workspace_id = c.workspace_id and d.deployment_id = c.id)) as counts
      from change c where c.workspace_id = ${ctx.workspaceId}
    )
    update change c set counts = r.counts from right_now r
    where c.workspace_id = ${ctx.workspaceId} and c.id = r.id and c.at = r.at and c.counts <> r.counts`);
}

async function repairServices(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`
    delete from change_service s where s.workspace_id = ${ctx.workspaceId} and not exists (
      select 1 from change c where c.workspace_id = s.workspace_id and c.id = s.change_id and c.at = s.at
        and s.service_id = any(c.service_ids))`);
  await ctx.db.execute(sql`
    insert into change_service (workspace_id, service_id, at, change_id)
    select c.workspace_id, unnest(c.service_ids), c.at, c.id from change c
    where c.workspace_id = ${ctx.workspaceId} and c.service_ids <> '{}'
    on conflict do nothing`);
}
