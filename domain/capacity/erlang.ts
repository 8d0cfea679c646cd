/**
 * Erlang B: the share of arrivals that find every server busy where nobody waits (M/M/c/c), 0..1. By the recursion
 * B(k) = aB(k-1) / (k + aB(k-1)), which neither overflows nor cancels (Jagerman 1974).
 * @param servers how many serve at a time, a whole number of at least 1
 * @param offeredLoad arrival rate x mean service time, in erlangs, above 0
 * @throws RangeError for anything else
 */
export function erlangB(servers: number, offeredLoad: number): number {
  if (!Number.isInteger(servers) || servers < 1)
    throw new RangeError("servers: give a whole number of 1 or more.");
  if (!(offeredLoad > 0 && Number.isFinite(offeredLoad)))
    throw new RangeError("offeredLoad: give erlangs above 0.");
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (offeredLoad * blocked) / (k + offeredLoad * blocked);
  return blocked;
}

/**
 * Erlang C: the probability that an arrival has to wait in M/M/c, 0..1 (A. K. Erlang 1917).
 * @throws RangeError as `erlangB`, and where the load is not below the number of servers: the queue has no end then
 */
export function erlangC(servers: number, offeredLoad: number): number {
  const blocked = erlangB(servers, offeredLoad);
  const utilisation = offeredLoad / servers;
  if (utilisation >= 1)
    throw new RangeError("offeredLoad: it is not below servers, so the queue grows without end.");
  return blocked / (1 - utilisation * (1 - blocked));
}

export interface QueueInput {
  /** Whole number of people who serve at a time. */
  servers: number;
  /** Arrivals per hour. */
  arrivalsPerHour: number;
  /** Mean time of serving one, hours. */
  serviceHours: number;
  /** Squared coefficient of variation of the times between arrivals; 1 for a Poisson stream. */
  arrivalScv?: number;
  /** Squared coefficient of variation of the times of serving; 1 for exponential ones. */
  serviceScv?: number;
}

export interface QueueFigures {
  /** Share of their time that the servers are busy, 0..1. */
  utilisation: number;
  /** Probability that an arrival has to wait at all, 0..1. */
  waitProbability: number;
  /** Mean time an arrival waits before it is served, hours. */
  meanWaitHours: number;
  /** Mean number waiting, by Little's law. */
  meanWaiting: number;
}

/**
 * The steady state of a G/G/c queue: Erlang C, and its mean wait times (Ca² + Cs²)/2, the correction for variability by
 * Allen and Cunneen (A. O. Allen, Probability, Statistics and Queueing Theory, 1990, 5.2). Exact for M/M/c and M/G/1.
 * @throws RangeError as `erlangC`
 */
export function queueFigures(input: QueueInput): QueueFigures {
  const { servers, arrivalsPerHour, serviceHours, arrivalScv = 1, serviceScv = 1 } = input;
  if (!(arrivalScv >= 0 && serviceScv >= 0))
    throw new RangeError("A squared coefficient of variation is 0 or more.");
  const offeredLoad = arrivalsPerHour * serviceHours;
  const waitProbability = erlangC(servers, offeredLoad);
  const exponentialWaitHours = (waitProbability * serviceHours) / (servers - offeredLoad);
  const meanWaitHours = exponentialWaitHours * ((arrivalScv + serviceScv) / 2);
  return {
    utilisation: offeredLoad / servers,
    waitProbability,
    meanWaitHours,
    meanWaiting: arrivalsPerHour * meanWaitHours,
  };
}
