import { dayOf } from "@/domain/calendar/day";
import type { Grain } from "@/domain/calendar/period";
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
import { askAll, type Ctx } from "@/server/context";
import {
  askedDays,
  type MeasureScope,
  type MeasureSpan,
  measureWindows,
  readMeasureScope,
  sumChangeDays,
} from "./measure-days";

/**
 * Change failure rate by AI's part: production changes with the verdict cause or contributing / all production changes
 * of the class whose follow-up window has passed. Newer ones are told apart, and no class is merged into another.
 */
export async function changeFailureRate(ctx: Ctx, query: ChangeFailureRateQuery): Promise<ChangeFailureRate> {
  authoriseReading(ctx);
  const scope = await readMeasureScope(ctx, query);
  const span = askedDays(ctx, query, scope);
  const windows = measureWindows(span, query.grain, scope.timeZone);
  const { counted, ...figures } = await failuresIn(ctx, scope, span, query.followUpDays, query.grain);
  const points = windows.map(({ period, start, end }) => ({
    start,
    end,
    classes: withRates(counted.get(period) ?? noFailures()),
  }));
  return { grain: query.grain, timeZone: scope.timeZone, ...figures, points };
}

const noFailures = () => byClass((): FailureCount => ({ changes: 0, failed: 0 }));

/** The span's figures, and what they are the sum of by period of the grain. */
export async function failuresIn(
  ctx: Ctx,
  scope: MeasureScope,
  span: MeasureSpan,
  followUpDays: number,
  grain: Grain,
) {
  const today = dayOf(ctx.now.getTime(), scope.timeZone);
  const countedTo = laterDay(span.from, earlierDay(followedUpTo(today, followUpDays), span.to));
  const [counted, newer] = await askAll(
    ctx,
    () => sumChangeDays(ctx, scope, { from: span.from, to: countedTo }, grain),
    () => sumChangeDays(ctx, scope, { from: countedTo, to: span.to }, "quarter"),
  );
  const total = noFailures();
  for (const counts of counted.values()) {
    for (const one of INVOLVEMENTS) {
      total[one].changes += counts[one].changes;
      total[one].failed += counts[one].failed;
    }
  }
  let waiting = 0;
  for (const counts of newer.values()) for (const one of INVOLVEMENTS) waiting += counts[one].changes;
  return { followUpDays, countedTo, waiting, changesMin: CHANGES_MIN, total: withRates(total), counted };
}

function withRates(counts: CountsByClass<FailureCount>): ClassFailures {
  return byClass((one) => ({ ...counts[one], rate: failureRate(counts[one]) }));
}
