import { addDays, type Day, dayStartMs, mondayOf } from "@/domain/calendar/day";
import { gapsOf, scvOf, sizeSteps } from "@/domain/capacity/demand";
import { loadShape } from "@/domain/capacity/load";
import { restrictedMean, WAITS_MIN } from "@/domain/capacity/waiting";
import { type CapacityEstimate, fittedHours, HOURS_PER_REVIEWER } from "@/domain/capacity/what-if";
import { WORKING_HOURS_PER_WEEK, workingHoursAt } from "@/domain/capacity/working-clock";
import { weeklyAdoption } from "@/server/ai-use/queries";
import type { MeasureScope, MeasureSpan } from "@/server/change/measure-days";
import { askAll, type Ctx } from "@/server/context";
import { type RequestCase, readCases } from "./cases";
import { signOffsByPerson } from "./reviewers";

/** Whole weeks before the running one that the forecast starts from. */
const ESTIMATE_WEEKS = 13;

/**
 * What the forecast starts from: demand, its variability, sizes, spread and waiting of the last whole weeks. Requests that
 * the caller has read already are not read again.
 */
export async function estimateCapacity(
  ctx: Ctx,
  scope: MeasureScope,
  today: Day,
  known?: { span: MeasureSpan; cases: readonly RequestCase[] },
): Promise<CapacityEstimate> {
  const to = mondayOf(today);
  const from = addDays(to, -7 * ESTIMATE_WEEKS);
  const since = new Date(dayStartMs(from, scope.timeZone));
  const isKnown = known !== undefined && known.span.from <= from && to <= known.span.to;
  const untilMs = dayStartMs(to, scope.timeZone);
  const [cases, counts, adoption] = await askAll(
    ctx,
    async () =>
      isKnown
        ? known.cases.filter(({ requestedMs }) => requestedMs >= since.getTime() && requestedMs < untilMs)
        : readCases(ctx, scope, { from, to }),
    () => signOffsByPerson(ctx, scope, since),
    () => weeklyAdoption(ctx, { from: addDays(to, -7), to }),
  );
  const sizes = sizeSteps(cases.map(({ lines }) => lines));
  const measured = {
    weeks: ESTIMATE_WEEKS,
    requestsPerWeek: cases.length / ESTIMATE_WEEKS,
    arrivalScv: scvOf(gapsOf(cases.map(({ requestedMs }) => workingHoursAt(requestedMs, scope.timeZone)))),
    reviewMinutes: sizes[0]?.reviewMinutes ?? 0,
    serviceScv: sizes[0]?.serviceScv ?? 1,
    reviewers: loadShape(counts.map(({ signOffs }) => signOffs))?.effective ?? 0,
    measuredHours: measuredHours(cases, scope.timeZone),
    adoptionRatio: adoption.points.at(-1)?.rate ?? null,
    sizes,
  };
  const hours = fittedHours(measured);
  return { ...measured, hoursPerReviewer: hours ?? HOURS_PER_REVIEWER, isFitted: hours !== null };
}

/** Mean working hours from request to sign-off, up to a week's: what waits longer counts as a week. */
function measuredHours(cases: readonly RequestCase[], zone: string): number | null {
  if (cases.length < WAITS_MIN) return null;
  const waits = cases.map(({ requestedMs, endMs, ended }) => ({
    durationMs: Math.max(0, workingHoursAt(endMs, zone) - workingHoursAt(requestedMs, zone)),
    ended,
  }));
  return restrictedMean(waits, WORKING_HOURS_PER_WEEK);
}
