import { dayOf } from "@/domain/calendar/day";
import {
  byClass,
  CHANGES_MIN,
  type CountsByClass,
  type FailureCount,
  failureRate,
  followedUpTo,
} from "@/domain/change/failure-rate";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import type {
  ChangeFailureRate,
  ChangeFailureRateQuery,
  ClassFailures,
} from "@/domain/change/measure-schema";
import { earlierDay, laterDay } from "@/domain/overview/period";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { askedDays, measureWindows, readMeasureScope, sumChangeDays } from "./measure-days";

/**
 * Change failure rate by AI's part: production changes with the verdict cause or contributing / all production changes
 * of the class whose follow-up window has passed. Newer ones are told apart, and no class is merged into another.
 */
export async function changeFailureRate(ctx: Ctx, query: ChangeFailureRateQuery): Promise<ChangeFailureRate> {
  authoriseReading(ctx);
  const scope = await readMeasureScope(ctx, query);
  const span = askedDays(ctx, query, scope);
  const today = dayOf(ctx.now.getTime(), scope.timeZone);
  const followedUp = followedUpTo(today, query.followUpDays);
  const countedTo = laterDay(span.from, earlierDay(followedUp, span.to));
  const windows = measureWindows(span, query.grain, scope.timeZone);
  const [counted, newer] = await Promise.all([
    sumChangeDays(ctx, scope, { from: span.from, to: countedTo }, query.grain),
    sumChangeDays(ctx, scope, { from: countedTo, to: span.to }, "quarter"),
  ]);
  const total = byClass((): FailureCount => ({ changes: 0, failed: 0 }));
  const points = windows.map(({ period, start, end }) => {
    const counts = counted.get(period) ?? byClass((): FailureCount => ({ changes: 0, failed: 0 }));
    for (const one of INVOLVEMENTS) {
      total[one].changes += counts[one].changes;
      total[one].failed += counts[one].failed;
    }
    return { start, end, classes: withRates(counts) };
  });
  let waiting = 0;
  for (const counts of newer.values()) for (const one of INVOLVEMENTS) waiting += counts[one].changes;
  return {
    grain: query.grain,
    timeZone: scope.timeZone,
    followUpDays: query.followUpDays,
    countedTo,
    waiting,
    changesMin: CHANGES_MIN,
    total: withRates(total),
    points,
  };
}

function withRates(counts: CountsByClass<FailureCount>): ClassFailures {
  return byClass((one) => ({ ...counts[one], rate: failureRate(counts[one]) }));
}
