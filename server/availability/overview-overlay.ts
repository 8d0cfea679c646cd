import { sql } from "drizzle-orm";
import type { Day } from "@/domain/calendar/day";
import type { DaySpan } from "@/domain/overview/period";
import type { Ctx } from "@/server/context";
import type { Scope } from "@/server/measure/scope";
import { openLoss } from "@/server/rollup/open-loss";

/** What the open impacts change on one service's day: how much more is lost, and how that is shared out, in ms. */
type OpenDelta = { serviceId: string; day: Day; deltaMs: number; byIncident: Map<string, number> };

/** The open impacts' part of every figure, added to what the rollups say. */
export type Overlay = {
  deltas: readonly OpenDelta[];
  /** Primary cause of the incidents in the deltas; "unknown" where none is stated. */
  causeOf: ReadonlyMap<string, string>;
};

function* deltasIn(overlay: Overlay, scope: Scope, span: DaySpan) {
  for (const delta of overlay.deltas) {
    const service = scope.byId.get(delta.serviceId);
    if (service === undefined || delta.day < span.from || delta.day >= span.to) continue;
    yield { ...delta, weight: service.weight };
  }
}

/** Adds the open loss to weighted losses per day. */
export function overlayDays(losses: Map<Day, number>, overlay: Overlay, scope: Scope, span: DaySpan) {
  for (const delta of deltasIn(overlay, scope, span)) {
    losses.set(delta.day, (losses.get(delta.day) ?? 0) + delta.weight * delta.deltaMs);
  }
}

/** Weighted open loss per incident within the span, ms; negative where an open impact took a moment over. */
export function openLossByIncident(overlay: Overlay, scope: Scope, span: DaySpan): Map<string, number> {
  const losses = new Map<string, number>();
  for (const delta of deltasIn(overlay, scope, span)) {
    for (const [incidentId, ms] of delta.byIncident) {
      losses.set(incidentId, (losses.get(incidentId) ?? 0) + delta.weight * ms);
    }
  }
  return losses;
}

/** Weighted open loss by a key of the delta and month of the span. */
export function openLossBy(
  overlay: Overlay,
  scope: Scope,
  span: DaySpan,
  by: "cause" | "service",
): { key: string; day: Day; lost: number }[] {
  const rows: { key: string; day: Day; lost: number }[] = [];
  for (const delta of deltasIn(overlay, scope, span)) {
    for (const [incidentId, ms] of delta.byIncident) {
      const cause = overlay.causeOf.get(incidentId) ?? "unknown";
      if (scope.cause !== null && scope.cause !== cause) continue;
      rows.push({ key: by === "cause" ? cause : delta.serviceId, day: delta.day, lost: delta.weight * ms });
    }
  }
  return rows;
}

/** Unweighted open loss of services per "service id/day", ms. */
export function openLossPerServiceDay(overlay: Overlay, scope: Scope, span: DaySpan): Map<string, number> {
  const losses = new Map<string, number>();
  for (const delta of deltasIn(overlay, scope, span)) {
    const key = `${delta.serviceId}/${delta.day}`;
    losses.set(key, (losses.get(key) ?? 0) + delta.deltaMs);
  }
  return losses;
}

/** What the impacts still open add to the rollups, which hold only those that ended. */
export async function readOverlay(ctx: Ctx, scope: Scope): Promise<Overlay> {
  const open = await openLoss(ctx, scope.nowMs);
  const deltas = open.services.flatMap(({ serviceId, days }) =>
    days.map((day) => {
      const byIncident = new Map(day.byIncident);
      for (const [id, ms] of day.storedByIncident) byIncident.set(id, (byIncident.get(id) ?? 0) - ms);
      return { serviceId, day: day.day, deltaMs: day.lostMs - day.storedLostMs, byIncident };
    }),
  );
  const incidents = new Set(deltas.flatMap((delta) => [...delta.byIncident.keys()]));
  return { deltas, causeOf: await causesOf(ctx, [...incidents]) };
}

/** Primary causes of a few incidents, "unknown" where none is stated. */
async function causesOf(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.execute<{ id: string; cause: string }>(sql`
    select id, coalesce(primary_cause_kind, 'unknown') as cause from incident
    where workspace_id = ${ctx.workspaceId} and id = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.rows.map((row) => [row.id, row.cause]));
}
