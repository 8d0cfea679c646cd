import { linearScale, roundPx, zeroAxis } from "@/domain/overview/scale";
import type { Tick } from "@/domain/overview/trend-layout";
import { numberWords } from "@/domain/overview/words";
import { type Frame, frameOf } from "./frame";
import { type CapacityEstimate, type ReviewForecast, reviewForecast, type WhatIf } from "./what-if";

export interface ForecastLayout extends Frame {
  ticks: Tick[];
  shares: { x: number; label: string }[];
  /** Where demand meets what is given: beyond it no wait has an end. */
  fullX: number;
  line: string;
  points: { key: "as-it-is" | "what-if"; x: number; y: number | null }[];
}

/** Utilisation runs to a quarter over the whole, so that a queue without end has a place to be drawn at. */
const UTILISATION_MAX = 1.25;
const STEPS = 80;

/** The wait by how busy reviewers are, in px, with where the queue stands as it is and as asked. */
export function layoutForecast(estimate: CapacityEstimate, whatIf: WhatIf, width: number): ForecastLayout {
  const frame = frameOf(width, { height: 230, left: 34, right: 12, top: 14 });
  const { left, right, top, base } = frame;
  const x = linearScale([0, UTILISATION_MAX], [left, right]);
  const asItIs = reviewForecast(estimate);
  const asked = reviewForecast(estimate, whatIf);
  const waits = [asItIs, asked].flatMap((one) => (one.stable ? [one.meanWaitHours] : []));
  const axis = zeroAxis(Math.max(1, ...waits.map((hours) => hours * 1.4)));
  const y = linearScale([0, axis.max], [base, top]);
  let line = "";
  for (let step = 0; step < STEPS; step++) {
    const share = step / STEPS;
    const hours = waitAt(estimate, whatIf, asked, share);
    if (hours > axis.max) break;
    line += `${line === "" ? "M" : "L"}${roundPx(x(share))} ${roundPx(y(hours))}`;
  }
  const point = (key: "as-it-is" | "what-if", one: ReviewForecast) => ({
    key,
    x: roundPx(x(Math.min(UTILISATION_MAX, one.utilisation))),
    y: one.stable ? roundPx(y(one.meanWaitHours)) : null,
  });
  return {
    ...frame,
    ticks: axis.ticks.map((value, index) => ({
      at: y(value),
      label: numberWords(value, axis.decimals),
      isBase: index === 0,
    })),
    shares: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ x: roundPx(x(share)), label: `${share * 100} %` })),
    fullX: roundPx(x(1)),
    line,
    points: [point("as-it-is", asItIs), point("what-if", asked)],
  };
}

/** The wait if reviewers were so busy, with demand as the only thing that differs from what is asked. */
function waitAt(estimate: CapacityEstimate, whatIf: WhatIf, asked: ReviewForecast, share: number): number {
  if (share === 0 || asked.supplyHours === 0 || asked.requestsPerWeek === 0) return 0;
  const factor = (share * asked.supplyHours) / asked.demandHours;
  const scaled = { ...estimate, requestsPerWeek: estimate.requestsPerWeek * factor };
  const forecast = reviewForecast(scaled, whatIf);
  return forecast.stable ? forecast.meanWaitHours : Number.POSITIVE_INFINITY;
}
