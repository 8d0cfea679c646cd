import { type Forecast, forecastQueue, growthWords } from "./forecast";
import { WORKING_HOURS_PER_WEEK } from "./working-clock";

/** What the forecast starts from, measured or assumed; the page states which. */
export interface CapacityEstimate {
  /** Weeks that it was measured over. */
  weeks: number;
  requestsPerWeek: number;
  /** Squared coefficient of variation of the working time between requests. */
  arrivalScv: number;
  /** Mean minutes of one review, and their squared coefficient of variation: from sizes and stated rates. */
  reviewMinutes: number;
  serviceScv: number;
  /** Equal reviewers who would spread the sign-offs as they were spread. */
  reviewers: number;
  /** Hours a week that each gives to sign-offs; fitted to the waiting measured, or else assumed. */
  hoursPerReviewer: number;
  isFitted: boolean;
  /** Mean working hours from request to sign-off, as measured; null where too few are known. */
  measuredHours: number | null;
  /** Adoption of the last full week, 0..1; null where it is not known. */
  adoptionRatio: number | null;
  /** If only changes of at least so many lines had to be signed: the share that remains, and what one takes. */
  sizes: { minimumLines: number; ratio: number; reviewMinutes: number; serviceScv: number }[];
}

/** The steps of the size that a rule can be limited to, lines added and deleted. */
export const SIZE_STEPS = [0, 10, 20, 50, 100, 200, 400, 800] as const;

export interface WhatIf {
  /** Reviewers left, as a ratio: 0.8 is a fifth fewer. */
  reviewersRatio?: number | undefined;
  /** Reviewers, instead of those estimated. */
  reviewers?: number | undefined;
  /** Share of engineers who use AI; requests are taken to follow it. */
  adoptionRatio?: number | undefined;
  minimumLines?: number | undefined;
  reviewMinutes?: number | undefined;
  hoursPerReviewer?: number | undefined;
}

export interface ReviewQueue {
  requestsPerWeek: number;
  reviewers: number;
  reviewMinutes: number;
  hoursPerReviewer: number;
  /** Hours of reviewing asked for, and given, per week. */
  demandHours: number;
  supplyHours: number;
  servers: number;
  arrivalsPerHour: number;
  serviceHours: number;
  arrivalScv: number;
  serviceScv: number;
}

export type ReviewForecast = ReviewQueue &
  (
    | {
        stable: true;
        utilisation: number;
        meanWaitHours: number;
        meanHours: number;
        meanWaiting: number;
        words: null;
      }
    | { stable: false; utilisation: number; moreReviewers: number; fewerRatio: number; words: string }
  );

/**
 * Reviewers who give a few hours a week each are so many people at a time. That is seldom whole: the queue is served by
 * the next whole number, each as much slower, so that what is served in all stays the same.
 */
export function reviewQueue(estimate: CapacityEstimate, whatIf: WhatIf = {}): ReviewQueue {
  const size = sizeOf(estimate, whatIf.minimumLines ?? 0);
  const { adoptionRatio: adoption } = estimate;
  const growth = whatIf.adoptionRatio === undefined || !adoption ? 1 : whatIf.adoptionRatio / adoption;
  const requestsPerWeek = estimate.requestsPerWeek * size.ratio * growth;
  const reviewers = (whatIf.reviewers ?? estimate.reviewers) * (whatIf.reviewersRatio ?? 1);
  const reviewMinutes = whatIf.reviewMinutes ?? size.reviewMinutes;
  const hoursPerReviewer = whatIf.hoursPerReviewer ?? estimate.hoursPerReviewer;
  const supplyHours = reviewers * hoursPerReviewer;
  const atATime = supplyHours / WORKING_HOURS_PER_WEEK;
  const servers = Math.ceil(atATime - 1e-9);
  return {
    requestsPerWeek,
    reviewers,
    reviewMinutes,
    hoursPerReviewer,
    demandHours: (requestsPerWeek * reviewMinutes) / 60,
    supplyHours,
    servers,
    arrivalsPerHour: requestsPerWeek / WORKING_HOURS_PER_WEEK,
    serviceHours: servers === 0 ? reviewMinutes / 60 : (reviewMinutes / 60) * (servers / atATime),
    arrivalScv: estimate.arrivalScv,
    serviceScv: size.serviceScv,
  };
}

function sizeOf({ sizes, reviewMinutes, serviceScv }: CapacityEstimate, minimumLines: number) {
  const size = sizes.findLast((one) => one.minimumLines <= minimumLines);
  return size ?? { ratio: 1, reviewMinutes, serviceScv };
}

/** The queue's steady state: Erlang C corrected for variability, or what would end a queue that grows without end. */
export function reviewForecast(estimate: CapacityEstimate, whatIf: WhatIf = {}): ReviewForecast {
  const queue = reviewQueue(estimate, whatIf);
  const forecast = forecastQueue(queue);
  if (forecast.stable) {
    const { utilisation, meanWaitHours, meanWaiting } = forecast;
    const meanHours = meanWaitHours + queue.reviewMinutes / 60;
    return { ...queue, stable: true, utilisation, meanWaitHours, meanHours, meanWaiting, words: null };
  }
  const needed = queue.hoursPerReviewer === 0 ? 0 : queue.demandHours / 0.95 / queue.hoursPerReviewer;
  const moreReviewers = Math.max(1, Math.ceil(needed - queue.reviewers));
  const { fewerArrivalsRatio: fewerRatio, utilisation } = forecast;
  const words = growthWords({ ...forecast, moreServers: moreReviewers } satisfies Forecast);
  return { ...queue, stable: false, utilisation, moreReviewers, fewerRatio, words };
}

/** Assumed where the waiting cannot tell. */
export const HOURS_PER_REVIEWER = 2;

/**
 * The hours a week for which the forecast waits as long as was measured, by bisection: it falls with every hour more.
 * Null where nothing was measured, or where no time of up to half the week explains it.
 */
export function fittedHours(
  estimate: Omit<CapacityEstimate, "hoursPerReviewer" | "isFitted">,
): number | null {
  const { measuredHours } = estimate;
  if (measuredHours === null || estimate.reviewers === 0 || estimate.requestsPerWeek === 0) return null;
  const meanHours = (hoursPerReviewer: number) => {
    const forecast = reviewForecast({ ...estimate, hoursPerReviewer, isFitted: true });
    return forecast.stable ? forecast.meanHours : Number.POSITIVE_INFINITY;
  };
  let [low, high] = [0, WORKING_HOURS_PER_WEEK / 2];
  if (meanHours(high) > measuredHours || measuredHours <= estimate.reviewMinutes / 60) return null;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (meanHours(middle) > measuredHours) low = middle;
    else high = middle;
  }
  return high;
}
