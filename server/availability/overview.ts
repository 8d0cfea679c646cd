import {
  type CombinedAvailability,
  errorBudget,
  impactMinutesOfPart,
} from "@/domain/availability/availability";
import type { AvailabilityPoint } from "@/domain/availability/schema";
import { addDays, type Day, dayOf, daysBetween, mondayOf, nextDay } from "@/domain/calendar/day";
import { type Grain, windowsOf } from "@/domain/calendar/period";
import { causeRank } from "@/domain/cause/taxonomy";
import { NotFound } from "@/domain/errors";
import { SEVERITIES, type Severity } from "@/domain/incident/schema";
import type { AdoptionFigures, BreakdownMonth, OverviewData, PeriodFigures } from "@/domain/overview/data";
import {
  comparisonSpan,
  type DaySpan,
  earlierDay,
  grainFor,
  laterDay,
  periodSpan,
} from "@/domain/overview/period";
import type { OverviewQuery } from "@/domain/overview/query";
import { authoriseReading } from "@/server/access";
import { weeklyAdoption } from "@/server/ai-use/queries";
import { overviewChanges } from "@/server/change/overview-changes";
import { askAll, type Ctx } from "@/server/context";
import { listMarks } from "@/server/mark/queries";
import { combine, readScope, type Scope, windowOf } from "@/server/measure/scope";
import { freshRollups } from "@/server/rollup/dirty-days";
import { overviewSignOffs } from "@/server/sign-off/overview-sign-offs";
import { breakdownOf } from "./overview-breakdown";
import { costliestIncidents, laneIncidents } from "./overview-incidents";
import { type Overlay, openLossBy, overlayDays, readOverlay } from "./overview-overlay";
import { dayLosses, type GroupRow, lossByCause, lossByService } from "./overview-rows";
import { worstServices } from "./overview-services";

/**
 * Everything the overview shows, from the rollups with the open incidents laid over them. A chosen cause narrows
 * minutes and incidents; availability and its budget stay whole, because no service is available "by cause".
 */
export async function overview(ctx: Ctx, query: OverviewQuery): Promise<OverviewData> {
  authoriseReading(ctx);
  await freshRollups(ctx);
  const scope = await readScope(ctx, query);
  if (query.service !== null && scope.services.length === 0) throw new NotFound("service", query.service);
  const today = dayOf(scope.nowMs, scope.timeZone);
  const period = periodSpan(query, today);
  const comparison = comparisonSpan(query, period, today);
  const months = monthsOf(period, scope);
  const overlay = await readOverlay(ctx, scope);
  const spans = comparison === null ? [period] : [period, comparison];
  const lastShown = earlierDay(period.to, nextDay(today));
  const monthStarts = months.map((month) => month.start);
  const byService = query.by !== "cause";
  const groups = (by: "cause" | "service", span: DaySpan | null, starts: readonly Day[]) =>
    span === null ? Promise.resolve([]) : groupedLoss(ctx, scope, overlay, by, span, starts);
  const [
    days,
    causes,
    causesBefore,
    perService,
    perServiceBefore,
    lane,
    services,
    marks,
    adoption,
    changes,
    signOffs,
  ] = await askAll(
    ctx,
    () => dayLosses(ctx, scope, spans),
    () => groups("cause", period, monthStarts),
    () => groups("cause", comparison, []),
    () => groups("service", byService ? period : null, monthStarts),
    () => groups("service", byService ? comparison : null, []),
    () => laneIncidents(ctx, scope, period),
    () => worstServices(ctx, scope, lastShown, overlay),
    () => listMarks(ctx, { from: period.from, to: period.to }),
    () => adoptionFigures(ctx, query, period, scope),
    () => overviewChanges(ctx, scope, period, query.grain ?? grainFor(period)),
    () => overviewSignOffs(ctx, scope, period, comparison),
  );
  for (const span of spans) overlayDays(days, overlay, scope, span);
  const whole = combine(scope, windowOf(period, scope.timeZone), sumOver(days, period));
  const before =
    comparison === null
      ? null
      : combine(scope, windowOf(comparison, scope.timeZone), sumOver(days, comparison));
  const grain = query.grain ?? grainFor(period);
  return {
    query,
    timeZone: scope.timeZone,
    now: ctx.now.toISOString(),
    period,
    comparison,
    grain,
    service: chosenService(scope, query),
    objective: scope.objective,
    figures: figuresOf(scope, whole, causes),
    before: before === null ? null : figuresOf(scope, before, causesBefore),
    points: pointsOf(scope, days, period, grain),
    adoption,
    changes,
    signOffs,
    lane,
    marks,
    breakdown: breakdownOf({
      by: query.by,
      months,
      scope,
      whole,
      before,
      rows: byService ? perService : causes,
      rowsBefore: byService ? perServiceBefore : causesBefore,
    }),
    costliest: await costliestIncidents(ctx, scope, period, overlay, (lostMs) =>
      impactMinutesOfPart(whole, lostMs),
    ),
    services,
    choices: choicesOf(scope, [...causes, ...causesBefore]),
  };
}

/** What the filters offer: every service and team, and the causes that occur. */
function choicesOf(scope: Scope, causes: readonly GroupRow[]): OverviewData["choices"] {
  return {
    services: scope.all.map(({ slug, name }) => ({ slug, name })),
    teams: [...new Set(scope.all.flatMap(({ team }) => (team === null ? [] : [team])))].sort(),
    causes: [...new Set(causes.map((row) => row.key))].sort(
      (a, b) => causeRank(a) - causeRank(b) || a.localeCompare(b),
    ),
  };
}

/** Availability per window of the grain, the last one up to now. */
function pointsOf(
  scope: Scope,
  days: ReadonlyMap<Day, number>,
  period: DaySpan,
  grain: Grain,
): AvailabilityPoint[] {
  const window = windowOf(period, scope.timeZone);
  const untilMs = Math.min(window.endMs, scope.nowMs);
  const windows = windowsOf({ fromMs: window.startMs, toMs: untilMs, grain, zone: scope.timeZone });
  return windows.map((part) => {
    const from = laterDay(part.periodDay, period.from);
    const to = dayOf(part.endMs - 1, scope.timeZone);
    let lostMs = 0;
    for (let day = from; day <= to; day = nextDay(day)) lostMs += days.get(day) ?? 0;
    const { availability, impactMinutes, coveredMinutes } = combine(scope, part, lostMs);
    return {
      start: new Date(part.startMs).toISOString(),
      end: new Date(part.endMs).toISOString(),
      availability,
      impactMinutes,
      coveredMinutes,
    };
  });
}

function monthsOf(period: DaySpan, scope: Scope): BreakdownMonth[] {
  const window = windowOf(period, scope.timeZone);
  const days = daysBetween(period.from, period.to);
  // A short period is cut finer and a long one coarser, so that the bars stay between a few and a few dozen.
  const grain: Grain = days <= 45 ? "week" : days <= 1100 ? "month" : "quarter";
  return windowsOf({ fromMs: window.startMs, toMs: window.endMs, grain, zone: scope.timeZone }).map(
    (part) => ({
      start: laterDay(part.periodDay, period.from),
      end: dayOf(part.endMs - 1, scope.timeZone),
      isPart:
        part.periodStartMs < part.startMs ||
        part.periodEndMs > part.endMs ||
        (part.startMs <= scope.nowMs && scope.nowMs < part.endMs),
    }),
  );
}

function sumOver(days: ReadonlyMap<Day, number>, span: DaySpan): number {
  let sum = 0;
  for (const [day, lostMs] of days) if (day >= span.from && day < span.to) sum += lostMs;
  return sum;
}

/** Weighted loss by cause or by service, per bucket of the span: the rollups' and what is open. */
async function groupedLoss(
  ctx: Ctx,
  scope: Scope,
  overlay: Overlay,
  by: "cause" | "service",
  span: DaySpan,
  monthStarts: readonly Day[],
): Promise<GroupRow[]> {
  const read = by === "cause" ? lossByCause : lossByService;
  const rows = await read(ctx, scope, span, monthStarts);
  const open = openLossBy(overlay, scope, span, by).map(({ key, day, lost }) => ({
    month: Math.max(
      0,
      monthStarts.findLastIndex((start) => start <= day),
    ),
    key,
    severity: "",
    lost,
    started: 0,
  }));
  return [...rows, ...open];
}

function figuresOf(scope: Scope, whole: CombinedAvailability, causes: readonly GroupRow[]): PeriodFigures {
  const incidents = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<
    Severity,
    number
  >;
  for (const row of causes) {
    const severity = SEVERITIES.find((known) => known === row.severity);
    if (severity) incidents[severity] += row.started;
  }
  const lostOfCause = causes.reduce((sum, row) => sum + row.lost, 0);
  return {
    availability: whole.availability,
    coveredMinutes: whole.coveredMinutes,
    impactMinutes: scope.cause === null ? whole.impactMinutes : impactMinutesOfPart(whole, lostOfCause),
    budget: errorBudget({
      objectiveRatio: scope.objective,
      windowMs: whole.coveredMs,
      impactMinutes: whole.impactMinutes,
    }),
    incidents,
  };
}

function chosenService(scope: Scope, query: OverviewQuery): OverviewData["service"] {
  const service = query.service === null ? undefined : scope.services[0];
  return service === undefined ? null : { slug: service.slug, name: service.name };
}

async function adoptionFigures(
  ctx: Ctx,
  query: OverviewQuery,
  period: DaySpan,
  scope: Scope,
): Promise<AdoptionFigures> {
  const first = mondayOf(period.from);
  const thisWeek = mondayOf(dayOf(scope.nowMs, scope.timeZone));
  const lastFull = earlierDay(addDays(thisWeek, -7), addDays(mondayOf(period.to), -7));
  const from = earlierDay(first, addDays(lastFull, -7));
  const team = query.team === null ? {} : { team: query.team };
  const adoption = await weeklyAdoption(ctx, { from, to: period.to, ...team });
  const weekOf = (day: Day) => adoption.points.find((point) => point.weekStart.slice(0, 10) === day) ?? null;
  return {
    target: adoption.target,
    points: adoption.points.filter((point) => {
      const week = point.weekStart.slice(0, 10);
      return week >= first && week < period.to && week <= thisWeek;
    }),
    lastFullWeek: weekOf(lastFull),
    before: weekOf(addDays(lastFull, -7)),
  };
}
