import { linearScale, zeroAxis } from "@/domain/overview/scale";
import type { Tick } from "@/domain/overview/trend-layout";
import { numberWords } from "@/domain/overview/words";
import { type CapacityEstimate, type ReviewForecast, reviewForecast, type WhatIf } from "./what-if";

export interface ForecastLayout {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  base: number;
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
  const height = width < 480 ? 190 : 230;
  const [left, right, top, base] = [34, width - 12, 14, height - 24];
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
    line += `${line === "" ? "M" : "L"}${round(x(share))} ${round(y(hours))}`;
  }
  const point = (key: "as-it-is" | "what-if", one: ReviewForecast) => ({
    key,
    x: round(x(Math.min(UTILISATION_MAX, one.utilisation))),
    y: one.stable ? round(y(one.meanWaitHours)) : null,
  });
  return {
    width,
    height,
    left,
    right,
    top,
    base,
    ticks: axis.ticks.map((value, index) => ({
      at: y(value),
      label: numberWords(value, axis.decimals),
      isBase: index === 0,
    })),
    shares: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ x: round(x(share)), label: `${share * 100} %` })),
    fullX: round(x(1)),
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

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
