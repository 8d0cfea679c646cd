import { addDays, type Day, dayOf, dayStartMs, daysBetween } from "@/domain/calendar/day";
import type { Capacity, CapacityForecast, CapacityQuery, ForecastInput } from "@/domain/capacity/schema";
import { waitingCurve, waitingFigures } from "@/domain/capacity/waiting";
import {
  type CapacityEstimate,
  type ReviewForecast,
  reviewForecast,
  type WhatIf,
} from "@/domain/capacity/what-if";
import { earlierDay } from "@/domain/overview/period";
import type { Level } from "@/domain/person/levels";
import { authoriseReading } from "@/server/access";
import { askedDays, type MeasureScope, measureWindows, readMeasureScope } from "@/server/change/measure-days";
import { askAll, type Ctx } from "@/server/context";
import { type RequestCase, readCases, waitingNow } from "./cases";
import { estimateCapacity } from "./estimate";
import { loadOf, signOffsByPerson, singlesOf, stampsOf } from "./reviewers";
import { readSigners, type Signer, signersOn } from "./signers";

/** Load and single persons are of these last weeks: who signed long ago may do other work by now. */
const LOAD_WEEKS = 13;

/** Who can sign, what is asked of them, how long it waits, and how it is shared among them. */
export async function capacity(ctx: Ctx, query: CapacityQuery): Promise<Capacity> {
  authoriseReading(ctx);
  const scope = await readMeasureScope(ctx, query);
  const span = askedDays(ctx, { ...query, grain: "week" }, scope);
  const half = addDays(span.from, Math.floor(daysBetween(span.from, span.to) / 2));
  const today = dayOf(ctx.now.getTime(), scope.timeZone);
  const at = (day: Day) => new Date(dayStartMs(day, scope.timeZone));
  const since = at(addDays(today, 1 - 7 * LOAD_WEEKS));
  const [cases, waiting, signers, counts, stamps] = await askAll(
    ctx,
    () => readCases(ctx, scope, span),
    () => waitingNow(ctx, scope),
    () => readSigners(ctx),
    () => signOffsByPerson(ctx, scope, since),
    () =>
      stampsOf(ctx, scope, { since: at(span.from), until: at(span.to), linesPerHour: query.linesPerHour }),
  );
  const minimumLevel = usualLevel(cases);
  // In the order of waiting once: what is picked of them stays in it, and every curve needs it.
  const byWait = [...cases].sort((a, b) => a.durationMs - b.durationMs);
  const halfMs = at(half).getTime();
  return {
    timeZone: scope.timeZone,
    now: ctx.now.toISOString(),
    ...span,
    minimumLevel,
    total: waitingFigures(byWait),
    halves: {
      at: half,
      earlier: waitingFigures(byWait.filter(({ requestedMs }) => requestedMs < halfMs)),
      later: waitingFigures(byWait.filter(({ requestedMs }) => requestedMs >= halfMs)),
    },
    ...waiting,
    curve: waitingCurve(byWait),
    weeks: weeksOf({ byWait, signers, minimumLevel, today, span, scope }),
    signers: signersOn(signers, today, minimumLevel),
    load: loadOf(ctx, counts, LOAD_WEEKS),
    singles: await singlesOf(ctx, scope, { since, today, minimumLevel, signers }),
    stamps,
    estimate: await estimateCapacity(ctx, scope, today, { span, cases }),
  };
}

/** The level that most requests ask for; a senior where none says. */
function usualLevel(cases: readonly RequestCase[]): Level {
  const counts = new Map<Level, number>();
  for (const { minimumLevel } of cases) {
    if (minimumLevel !== null) counts.set(minimumLevel, (counts.get(minimumLevel) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "senior";
}

function weeksOf(given: {
  byWait: readonly RequestCase[];
  signers: readonly Signer[];
  minimumLevel: Level;
  today: Day;
  span: { from: Day; to: Day };
  scope: MeasureScope;
}): Capacity["weeks"] {
  const { byWait, signers, minimumLevel, today, span, scope } = given;
  const windows = measureWindows(span, "week", scope.timeZone);
  const endsMs = windows.map(({ end }) => dayStartMs(end, scope.timeZone));
  const ofWeek: RequestCase[][] = windows.map(() => []);
  for (const one of byWait) ofWeek[endsMs.findIndex((endMs) => one.requestedMs < endMs)]?.push(one);
  return windows.map(({ period, start, end }, week) => {
    const middle = earlierDay(addDays(period, 2), today);
    const { canSign } = signersOn(signers, middle, minimumLevel);
    return { start, end, ...waitingFigures(ofWeek[week] ?? []), canSign };
  });
}

/** The forecast as it is, and with what is asked for instead. */
export async function forecastCapacity(ctx: Ctx, input: ForecastInput): Promise<CapacityForecast> {
  authoriseReading(ctx);
  const { service, team, ...whatIf } = input;
  const scope = await readMeasureScope(ctx, { service, team });
  const estimate = await estimateCapacity(ctx, scope, dayOf(ctx.now.getTime(), scope.timeZone));
  return { estimate, asItIs: wireOf(estimate, {}), whatIf: wireOf(estimate, whatIf) };
}

function wireOf(estimate: CapacityEstimate, whatIf: WhatIf): CapacityForecast["whatIf"] {
  const forecast: ReviewForecast = reviewForecast(estimate, whatIf);
  const none = {
    meanWaitHours: null,
    meanHours: null,
    meanWaiting: null,
    moreReviewers: null,
    fewerRatio: null,
  };
  const utilisation = Number.isFinite(forecast.utilisation) ? forecast.utilisation : null;
  return { ...none, ...forecast, utilisation };
}
