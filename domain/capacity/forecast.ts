import { type QueueFigures, type QueueInput, queueFigures } from "./erlang";

export type Forecast =
  | ({ stable: true } & QueueFigures)
  | {
      stable: false;
      utilisation: number;
      /** The fewest further people with whom the queue has an end. */
      moreServers: number;
      /** The share of arrivals that would have to stay away for the same, 0..1. */
      fewerArrivalsRatio: number;
    };

/** What is left free where a queue is only just kept from growing: with none, its wait would be without end too. */
const SLACK = 0.05;

/** The figures of a queue, or what it would take for it to have any. Nobody at all to serve is a queue without end. */
export function forecastQueue(input: QueueInput): Forecast {
  const { servers, arrivalsPerHour, serviceHours } = input;
  const offeredLoad = arrivalsPerHour * serviceHours;
  if (offeredLoad === 0) {
    return { stable: true, utilisation: 0, waitProbability: 0, meanWaitHours: 0, meanWaiting: 0 };
  }
  if (servers >= 1 && offeredLoad < servers) return { stable: true, ...queueFigures(input) };
  const enough = Math.floor(offeredLoad / (1 - SLACK)) + 1;
  return {
    stable: false,
    utilisation: servers === 0 ? Number.POSITIVE_INFINITY : offeredLoad / servers,
    moreServers: enough - servers,
    fewerArrivalsRatio: 1 - (servers * (1 - SLACK)) / offeredLoad,
  };
}

/** The sentence for a queue that grows without end, and what would end it. */
export function growthWords({ moreServers, fewerArrivalsRatio }: Forecast & { stable: false }): string {
  const people = moreServers === 1 ? "1 more reviewer" : `${moreServers} more reviewers`;
  const share = Math.min(100, Math.ceil(fewerArrivalsRatio * 100));
  return `The queue grows without end: ${people}, or ${share} % fewer changes to sign.`;
}
