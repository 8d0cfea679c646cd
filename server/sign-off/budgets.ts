import { sql } from "drizzle-orm";
import { availabilityOf, coveredMs, errorBudget } from "@/domain/availability/availability";
import { lostMs, sweepImpacts } from "@/domain/availability/sweep";
import { addDays, dayOf, dayStartMs } from "@/domain/calendar/day";
import type { Ctx } from "@/server/context";
import { loadImpacts } from "@/server/rollup/impact-rows";
import { openLoss } from "@/server/rollup/open-loss";
import { workspaceZone } from "@/server/rollup/service-lock";
import type { Draft } from "./draft";

/** The same window as the overview's: the days up to the instant. */
const WINDOW_DAYS = 90;

export const budgetName = (serviceId: string, at: Date | null) => `${serviceId} ${at?.getTime() ?? "now"}`;

/** Share of its error budget that each service had spent when a subject went live, or by now, by `budgetName`. */
export async function readBudgets(ctx: Ctx, drafts: readonly Draft[]): Promise<Map<string, number>> {
  const asked = new Map<string, { serviceId: string; at: Date | null }>();
  for (const { serviceIds, wentLiveAt: at } of drafts) {
    for (const serviceId of serviceIds) asked.set(budgetName(serviceId, at), { serviceId, at });
  }
  const byInstant = new Map<number, string[]>();
  for (const { serviceId, at } of asked.values()) {
    const ms = (at ?? ctx.now).getTime();
    byInstant.set(ms, [...(byInstant.get(ms) ?? []), serviceId]);
  }
  const budgets = new Map<string, number>();
  for (const [atMs, serviceIds] of byInstant) {
    for (const [id, spent] of await spentRatios(ctx, [...new Set(serviceIds)], atMs)) {
      for (const at of [new Date(atMs), null]) {
        const name = budgetName(id, at);
        if (asked.has(name) && (at !== null || atMs === ctx.now.getTime())) budgets.set(name, spent);
      }
    }
  }
  return budgets;
}

type ServiceRow = { id: string; slo_target: number; tracked_from_ms: number; lost: number };

/** Share of the error budget of the 90 days up to an instant that is spent, by service; of one without a budget none. */
export async function spentRatios(
  ctx: Ctx,
  serviceIds: readonly string[],
  atMs: number,
): Promise<Map<string, number>> {
  if (serviceIds.length === 0) return new Map();
  const zone = await workspaceZone(ctx);
  const today = dayOf(atMs, zone);
  const from = addDays(today, 1 - WINDOW_DAYS);
  const window = { startMs: dayStartMs(from, zone), endMs: atMs };
  const { rows } = await ctx.db.execute<ServiceRow>(sql`
    select s.id, coalesce(s.slo_target, w.slo_target) as slo_target,
      (extract(epoch from s.tracked_from) * 1000)::float8 as tracked_from_ms,
      coalesce((select sum(d.lost_ms) from service_day d where d.workspace_id = s.workspace_id
        and d.service_id = s.id and d.day >= ${from}::date and d.day < ${today}::date), 0)::float8 as lost
    from service s join workspace w on w.workspace_id = s.workspace_id
    where s.workspace_id = ${ctx.workspaceId} and s.id = any(${sql.param([...serviceIds])}::uuid[])`);
  const extra = await lossBesideRollup(ctx, serviceIds, { today, from, zone, atMs });
  const spent = new Map<string, number>();
  for (const row of rows) {
    const covered = coveredMs(window, row.tracked_from_ms, atMs);
    const lost = row.lost + (extra.get(row.id) ?? 0);
    const { impactMinutes } = availabilityOf({ coveredMs: covered, lostMs: lost });
    const { leftRatio } = errorBudget({ objectiveRatio: row.slo_target, windowMs: covered, impactMinutes });
    if (leftRatio !== null) spent.set(row.id, 1 - leftRatio);
  }
  return spent;
}

/** What the rollup of whole days does not hold: the day of the instant up to it, and what was still running. */
async function lossBesideRollup(
  ctx: Ctx,
  serviceIds: readonly string[],
  { today, from, zone, atMs }: { today: string; from: string; zone: string; atMs: number },
): Promise<Map<string, number>> {
  const startMs = dayStartMs(today, zone);
  const losses = new Map<string, number>();
  const spans = serviceIds.map((serviceId) => ({
    serviceId,
    fromMs: startMs,
    toMs: Math.max(atMs, startMs + 1),
  }));
  for (const [id, impacts] of await loadImpacts(ctx, spans, { withOpen: true })) {
    const running = impacts.map((impact) => ({
      ...impact,
      endMs: Math.max(impact.startMs, impact.endMs ?? atMs),
    }));
    losses.set(id, lostMs(sweepImpacts(running), { startMs, endMs: atMs }));
  }
  const open = await openLoss(ctx, atMs, serviceIds);
  for (const { serviceId, days } of open.services) {
    for (const { day, lostMs: withOpen, storedLostMs } of days) {
      if (day < from || day >= today) continue;
      losses.set(serviceId, (losses.get(serviceId) ?? 0) + withOpen - storedLostMs);
    }
  }
  return losses;
}
