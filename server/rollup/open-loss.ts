import { sql } from "drizzle-orm";
import {
  type OverlaidDay,
  overlayByIncident,
  overlayOpenImpacts,
  type RunningImpact,
} from "@/domain/availability/open-overlay";
import { dayOf, dayStartMs } from "@/domain/calendar/day";
import type { Ctx } from "@/server/context";
import { loadImpacts } from "./impact-rows";
import { workspaceZone } from "./service-lock";

/** A service that is hit right now: the days on which its loss differs from the rollup's, oldest first. */
export interface OpenServiceLoss {
  serviceId: string;
  weight: number;
  days: OverlaidDay[];
}

export interface OpenLoss {
  services: OpenServiceLoss[];
  /** What is to be added to each incident's stored cost: sum of weight x loss, ms. */
  lostWeightMsByIncident: Map<string, number>;
}

type OpenService = { service_id: string; weight: number; tracked_from_ms: number; first_ms: number };

/**
 * What the open impacts cost up to `nowMs`. The rollups hold ended impacts only, so a reader of `service_day` or
 * `incident_cost` replaces the days of these services by these. Services without open impacts need nothing.
 */
export async function openLoss(
  ctx: Ctx,
  nowMs: number = ctx.now.getTime(),
  onlyServices: readonly string[] | null = null,
): Promise<OpenLoss> {
  const asked =
    onlyServices === null ? sql`` : sql`and i.service_id = any(${sql.param(onlyServices)}::uuid[])`;
  const open = await ctx.db.execute<OpenService>(sql`
    select i.service_id, s.weight, (extract(epoch from s.tracked_from) * 1000)::float8 as tracked_from_ms,
      (extract(epoch from min(i.started_at)) * 1000)::float8 as first_ms
    from impact i
    join service s on s.workspace_id = i.workspace_id and s.id = i.service_id
    where i.workspace_id = ${ctx.workspaceId} and i.ended_at is null and i.counts and i.fraction > 0 ${asked}
    group by i.service_id, s.weight, s.tracked_from`);
  const services: OpenServiceLoss[] = [];
  const lostWeightMsByIncident = new Map<string, number>();
  if (open.rows.length === 0) return { services, lostWeightMsByIncident };
  const zone = await workspaceZone(ctx);
  const impacts = await loadImpacts(
    ctx,
    open.rows.map((row) => ({
      serviceId: row.service_id,
      fromMs: dayStartMs(dayOf(row.first_ms, zone), zone),
      toMs: nowMs,
    })),
    { withOpen: true },
  );
  for (const row of open.rows) {
    const running: RunningImpact[] = impacts.get(row.service_id) ?? [];
    const days = overlayOpenImpacts(running, { zone, trackedFromMs: row.tracked_from_ms, nowMs });
    services.push({ serviceId: row.service_id, weight: row.weight, days });
    for (const [incidentId, addedMs] of overlayByIncident(days)) {
      const known = lostWeightMsByIncident.get(incidentId) ?? 0;
      lostWeightMsByIncident.set(incidentId, known + addedMs * row.weight);
    }
  }
  return { services, lostWeightMsByIncident };
}
