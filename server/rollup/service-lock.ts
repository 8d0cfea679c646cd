import { sql } from "drizzle-orm";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import { Invalid } from "@/domain/errors";
import type { Ctx } from "@/server/context";

export interface LockedService {
  trackedFromMs: number;
  isStated: boolean;
}

/** Locks the services in the order of their ids, so that two writers never wait for each other in a circle. */
export async function lockServices(
  ctx: Ctx,
  serviceIds: readonly string[],
): Promise<Map<string, LockedService>> {
  const result = await ctx.db.execute<{ id: string; tracked_from_ms: number; is_stated: boolean }>(sql`
    select id, (extract(epoch from tracked_from) * 1000)::float8 as tracked_from_ms,
      tracked_from_is_stated as is_stated
    from service
    where workspace_id = ${ctx.workspaceId} and id = any(${sql.param([...new Set(serviceIds)])}::uuid[])
    order by id for no key update`);
  return new Map(
    result.rows.map((row) => [row.id, { trackedFromMs: row.tracked_from_ms, isStated: row.is_stated }]),
  );
}

/** The zone in which the workspace cuts its days. Read after the locks: a change of zone takes them all. */
export async function workspaceZone(ctx: Ctx): Promise<string> {
  const result = await ctx.db.execute<{ time_zone: string }>(
    sql`select time_zone from workspace where workspace_id = ${ctx.workspaceId}`,
  );
  const zone = result.rows[0]?.time_zone;
  if (zone === undefined) throw new Invalid("workspace", `No workspace ${ctx.workspaceId}.`);
  return zone;
}

/**
 * A tracking start that nobody stated moves back to the start of the day of the first counting impact.
 * The services must be locked; `firstMs` is the earliest instant this writer touched in each.
 */
export async function extendTracking(
  ctx: Ctx,
  services: ReadonlyMap<string, LockedService>,
  firstMs: ReadonlyMap<string, number>,
  zone: string,
): Promise<void> {
  const early = [...services].filter(
    ([id, { isStated, trackedFromMs }]) => !isStated && (firstMs.get(id) ?? trackedFromMs) < trackedFromMs,
  );
  if (early.length === 0) return;
  const ids = early.map(([id]) => id);
  const found = await ctx.db.execute<{ service_id: string; first_ms: number | null }>(sql`
    select t.id as service_id, (extract(epoch from first.started_at) * 1000)::float8 as first_ms
    from unnest(${sql.param(ids)}::uuid[]) as t (id)
    cross join lateral (
      select min(i.started_at) as started_at from impact i
      where i.workspace_id = ${ctx.workspaceId} and i.service_id = t.id and i.counts
    ) first`);
  const moved: { id: string; trackedFromMs: number }[] = [];
  for (const { service_id: id, first_ms: first } of found.rows) {
    const service = services.get(id);
    if (service === undefined || first === null || first >= service.trackedFromMs) continue;
    service.trackedFromMs = dayStartMs(dayOf(first, zone), zone);
    moved.push({ id, trackedFromMs: service.trackedFromMs });
  }
  if (moved.length === 0) return;
  await ctx.db.execute(sql`
    update service set tracked_from = t.tracked_from
    from unnest(
      ${sql.param(moved.map(({ id }) => id))}::uuid[],
      ${sql.param(moved.map((one) => new Date(one.trackedFromMs).toISOString()))}::timestamptz[]
    ) as t (id, tracked_from)
    where service.workspace_id = ${ctx.workspaceId} and service.id = t.id`);
}
