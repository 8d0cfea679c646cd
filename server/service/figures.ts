import { sql } from "drizzle-orm";
import { availabilityOf, coveredMs, errorBudget } from "@/domain/availability/availability";
import { addDays, type Day, dayEndMs, dayOf, dayStartMs, daysBetween } from "@/domain/calendar/day";
import { MINUTE_MS } from "@/domain/calendar/zone";
import type { ServiceFigures } from "@/domain/service/figures";
import { authoriseReading } from "@/server/access";
import { openLossPerServiceDay, readOverlay } from "@/server/availability/overview-overlay";
import { dailyLossOf, lossPerService } from "@/server/availability/overview-rows";
import { askAll, type Ctx } from "@/server/context";
import { readScope, type Scope, windowOf } from "@/server/measure/scope";
import { freshRollups } from "@/server/rollup/dirty-days";

const FIGURE_DAYS = 90;

/** Minutes of full outage per day of the span, null where not covered; by slug. */
export type DailyLoss = (slugs: readonly string[]) => Promise<Map<string, (number | null)[]>>;

/**
 * Availability, impact minutes and error budget of every service over the last 90 days, today included; and a way to
 * ask for the days of those that are shown.
 */
export async function serviceFigures(ctx: Ctx): Promise<{ figures: ServiceFigures; dailyLoss: DailyLoss }> {
  authoriseReading(ctx);
  await freshRollups(ctx);
  const scope = await readScope(ctx, { service: null, team: null, cause: null });
  const to = addDays(dayOf(scope.nowMs, scope.timeZone), 1);
  const span = { from: addDays(to, -FIGURE_DAYS), to };
  const [losses, overlay] = await askAll(
    ctx,
    () => lossPerService(ctx, scope, span),
    () => readOverlay(ctx, scope),
  );
  const open = openLossPerServiceDay(overlay, scope, span);
  for (const [key, ms] of open) {
    const id = key.slice(0, key.indexOf("/"));
    losses.set(id, (losses.get(id) ?? 0) + ms);
  }
  const window = windowOf(span, scope.timeZone);
  const rows = scope.services.map((service) => {
    const covered = coveredMs(window, service.trackedFromMs, scope.nowMs);
    const { availability, impactMinutes } = availabilityOf({
      coveredMs: covered,
      lostMs: losses.get(service.id) ?? 0,
    });
    const budget = errorBudget({ objectiveRatio: service.sloTarget, windowMs: covered, impactMinutes });
    return {
      slug: service.slug,
      name: service.name,
      team: service.team,
      weight: service.weight,
      objective: service.sloTarget,
      availability,
      impactMinutes,
      budgetMinutes: budget.budgetMinutes,
      budgetLeftRatio: budget.leftRatio,
      generated: service.generated,
    };
  });
  return {
    figures: { span, totalWeight: scope.totalWeight, rows },
    dailyLoss: (slugs) => dailyLoss(ctx, scope, { span, open }, slugs),
  };
}

async function dailyLoss(
  ctx: Ctx,
  scope: Scope,
  { span, open }: { span: { from: Day; to: Day }; open: ReadonlyMap<string, number> },
  slugs: readonly string[],
): Promise<Map<string, (number | null)[]>> {
  const wanted = new Set(slugs);
  const services = scope.services.filter((service) => wanted.has(service.slug));
  const lost = await dailyLossOf(
    ctx,
    services.map((service) => service.id),
    span,
  );
  const days = Array.from({ length: daysBetween(span.from, span.to) }, (_, index) =>
    addDays(span.from, index),
  );
  return new Map(
    services.map((service) => [
      service.slug,
      days.map((day) => {
        const isCovered =
          dayEndMs(day, scope.timeZone) > service.trackedFromMs &&
          dayStartMs(day, scope.timeZone) < scope.nowMs;
        const key = `${service.id}/${day}`;
        return isCovered ? ((lost.get(key) ?? 0) + (open.get(key) ?? 0)) / MINUTE_MS : null;
      }),
    ]),
  );
}

/** Whether somebody stated from when the service is tracked, or whether it follows from its creation and impacts. */
export async function isTrackedFromStated(ctx: Ctx, slug: string): Promise<boolean> {
  authoriseReading(ctx);
  const result = await ctx.db.execute<{ stated: boolean }>(sql`
    select tracked_from_is_stated as stated from service
    where workspace_id = ${ctx.workspaceId} and slug = ${slug}`);
  return result.rows[0]?.stated ?? false;
}
