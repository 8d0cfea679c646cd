import { addDays, dayOf } from "@/domain/calendar/day";
import type { Grain } from "@/domain/calendar/period";
import { byClass, FOLLOW_UP_DAYS } from "@/domain/change/failure-rate";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import type { OverviewChanges } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import { earlierDay } from "@/domain/overview/period";
import { askAll, type Ctx } from "@/server/context";
import type { Scope } from "@/server/measure/scope";
import { WHOLE_WORKSPACE } from "./day-rollup";
import { failuresIn } from "./failure-rate";
import { measureWindows, sumChangeDays } from "./measure-days";

/** The overview's changes by AI's part and how often each class failed; null where none of the period is on record. */
export async function overviewChanges(
  ctx: Ctx,
  scope: Scope,
  period: DaySpan,
  grain: Grain,
): Promise<OverviewChanges | null> {
  const today = dayOf(scope.nowMs, scope.timeZone);
  const span = { from: period.from, to: earlierDay(period.to, addDays(today, 1)) };
  if (span.from >= span.to) return null;
  const measured = {
    timeZone: scope.timeZone,
    serviceIds: scope.isWhole ? [WHOLE_WORKSPACE] : scope.services.map(({ id }) => id),
  };
  const [sums, failure] = await askAll(
    ctx,
    () => sumChangeDays(ctx, measured, span, grain),
    () => failuresIn(ctx, measured, span, FOLLOW_UP_DAYS, grain),
  );
  if (sums.size === 0) return null;
  const total = byClass(() => 0);
  const points = measureWindows(span, grain, scope.timeZone, Number.POSITIVE_INFINITY).map(
    ({ period: first, start, end }) => {
      const changes = byClass((one) => sums.get(first)?.[one].changes ?? 0);
      for (const one of INVOLVEMENTS) total[one] += changes[one];
      return { start, end, changes };
    },
  );
  const { counted: _counted, ...figures } = failure;
  return {
    points,
    total,
    failure: figures,
    services: scope.isWhole ? null : scope.services.map(({ slug }) => slug),
  };
}
