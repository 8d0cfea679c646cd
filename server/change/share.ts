import { byClass, type CountsByClass, shareOf } from "@/domain/change/failure-rate";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import type { ChangeShare, ChangeShareQuery } from "@/domain/change/measure-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { askedDays, measureWindows, readMeasureScope, sumChangeDays } from "./measure-days";

/**
 * AI share of changes per day, week, month or quarter: changes that count by AI's part, with none found, unknown and
 * automation beside it. Of a team, a change counts once for each of the team's services that it belongs to.
 */
export async function changeShare(ctx: Ctx, query: ChangeShareQuery): Promise<ChangeShare> {
  authoriseReading(ctx);
  const scope = await readMeasureScope(ctx, query);
  const span = askedDays(ctx, query, scope);
  const windows = measureWindows(span, query.grain, scope.timeZone);
  const sums = await sumChangeDays(ctx, scope, span, query.grain);
  const total = byClass(() => 0);
  const points = windows.map(({ period, start, end }) => {
    const counts = sums.get(period);
    const changes: CountsByClass<number> = byClass((one) => counts?.[one].changes ?? 0);
    for (const one of INVOLVEMENTS) total[one] += changes[one];
    return { start, end, changes, aiRatio: shareOf(changes, "ai") };
  });
  return { grain: query.grain, timeZone: scope.timeZone, total, points };
}
