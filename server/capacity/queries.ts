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
import type { Ctx } from "@/server/context";
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
  const [cases, waiting, signers, counts, stamps, estimate] = await Promise.all([
    readCases(ctx, scope, span),
    waitingNow(ctx, scope),
    readSigners(ctx),
    signOffsByPerson(ctx, scope, since),
    stampsOf(ctx, scope, { since: at(span.from), until: at(span.to), linesPerHour: query.linesPerHour }),
    estimateCapacity(ctx, scope, today),
  ]);
  const minimumLevel = usualLevel(cases);
  const halfMs = at(half).getTime();
  return {
    timeZone: scope.timeZone,
    now: ctx.now.toISOString(),
    ...span,
    minimumLevel,
    total: waitingFigures(cases),
    halves: {
      at: half,
      earlier: waitingFigures(cases.filter(({ requestedMs }) => requestedMs < halfMs)),
      later: waitingFigures(cases.filter(({ requestedMs }) => requestedMs >= halfMs)),
    },
    ...waiting,
    curve: waitingCurve(cases),
    weeks: weeksOf({ cases, signers, minimumLevel, today, span, scope }),
    signers: signersOn(signers, today, minimumLevel),
    load: loadOf(ctx, counts, LOAD_WEEKS),
    singles: await singlesOf(ctx, scope, { since, today, minimumLevel, signers }),
    stamps,
    estimate,
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
  cases: readonly RequestCase[];
  signers: readonly Signer[];
  minimumLevel: Level;
  today: Day;
  span: { from: Day; to: Day };
  scope: MeasureScope;
}): Capacity["weeks"] {
  const { cases, signers, minimumLevel, today, span, scope } = given;
  let next = 0;
  return measureWindows(span, "week", scope.timeZone).map(({ period, start, end }) => {
    const endMs = dayStartMs(end, scope.timeZone);
    const first = next;
    while (next < cases.length && (cases[next]?.requestedMs ?? 0) < endMs) next += 1;
    const middle = earlierDay(addDays(period, 2), today);
    const { canSign } = signersOn(signers, middle, minimumLevel);
    return { start, end, ...waitingFigures(cases.slice(first, next)), canSign };
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
