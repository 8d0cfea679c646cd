import type { OverviewSignOffs } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import { WHOLE_WORKSPACE } from "@/server/change/day-rollup";
import { askAll, type Ctx } from "@/server/context";
import type { Scope } from "@/server/measure/scope";
import { complianceIn } from "./compliance";

/** The overview's share signed in time; null where no rule asked for anything. */
export async function overviewSignOffs(
  ctx: Ctx,
  scope: Scope,
  period: DaySpan,
  comparison: DaySpan | null,
): Promise<OverviewSignOffs | null> {
  const measured = {
    timeZone: scope.timeZone,
    serviceIds: scope.isWhole ? [WHOLE_WORKSPACE] : scope.services.map(({ id }) => id),
  };
  const [now, before] = await askAll(
    ctx,
    () => complianceIn(ctx, measured, period),
    async () => (comparison === null ? null : complianceIn(ctx, measured, comparison)),
  );
  if (now.required === 0 && (before === null || before.required === 0)) return null;
  return { now, before, services: scope.isWhole ? null : scope.services.map(({ slug }) => slug) };
}
