import { availabilityOf, coveredMs, errorBudget } from "@/domain/availability/availability";
import { addDays, type Day, dayEndMs, dayStartMs, daysBetween } from "@/domain/calendar/day";
import { MINUTE_MS } from "@/domain/calendar/zone";
import type { ServiceDays, ServicesWorst } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import type { Ctx } from "@/server/context";
import { type Scope, type ScopeService, windowOf } from "@/server/measure/scope";
import { type Overlay, openLossPerServiceDay } from "./overview-overlay";
import { dailyLossOf, lossPerService } from "./overview-rows";

const STRIP_DAYS = 90;
const SHOWN = 8;

/** The services that spent most of their error budget in the 90 days up to the period's end, with their days. */
export async function worstServices(
  ctx: Ctx,
  scope: Scope,
  lastDayExcluded: Day,
  overlay: Overlay,
): Promise<ServicesWorst> {
  const span = { from: addDays(lastDayExcluded, -STRIP_DAYS), to: lastDayExcluded };
  const losses = await lossPerService(ctx, scope, span);
  const open = openLossPerServiceDay(overlay, scope, span);
  for (const [key, ms] of open) {
    const id = key.slice(0, key.indexOf("/"));
    losses.set(id, (losses.get(id) ?? 0) + ms);
  }
  const figures = scope.services
    .map((service) => serviceFigures(service, scope, span, losses.get(service.id) ?? 0))
    .sort((a, b) => b.spent - a.spent || a.service.name.localeCompare(b.service.name));
  const shown = figures.slice(0, SHOWN);
  const daily = await dailyLossOf(
    ctx,
    shown.map(({ service }) => service.id),
    span,
  );
  for (const [key, ms] of open) daily.set(key, (daily.get(key) ?? 0) + ms);
  const rest = figures.slice(SHOWN);
  return {
    span,
    rows: shown.map((row) => ({ ...row.row, lostMinutes: strip(row.service, scope, span, daily) })),
    more: rest.length,
    moreWithoutLoss: rest.filter((row) => !((losses.get(row.service.id) ?? 0) > 0)).length,
  };
}

function serviceFigures(service: ScopeService, scope: Scope, span: DaySpan, lostMs: number) {
  const covered = coveredMs(windowOf(span, scope.timeZone), service.trackedFromMs, scope.nowMs);
  const { availability, impactMinutes } = availabilityOf({ coveredMs: covered, lostMs });
  const budget = errorBudget({ objectiveRatio: service.sloTarget, windowMs: covered, impactMinutes });
  const spent = budget.leftRatio === null ? Number.NEGATIVE_INFINITY : 1 - budget.leftRatio;
  const row: Omit<ServiceDays, "lostMinutes"> = {
    slug: service.slug,
    name: service.name,
    weight: service.weight,
    availability,
    objective: service.sloTarget,
    budgetLeftRatio: budget.leftRatio,
    generated: service.generated,
  };
  return { service, row, spent };
}

function strip(
  service: ScopeService,
  scope: Scope,
  span: DaySpan,
  daily: ReadonlyMap<string, number>,
): (number | null)[] {
  return Array.from({ length: daysBetween(span.from, span.to) }, (_, index) => {
    const day = addDays(span.from, index);
    const isCovered =
      dayEndMs(day, scope.timeZone) > service.trackedFromMs && dayStartMs(day, scope.timeZone) < scope.nowMs;
    return isCovered ? (daily.get(`${service.id}/${day}`) ?? 0) / MINUTE_MS : null;
  });
}
