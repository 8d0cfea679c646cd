/** How times are drawn: each gives one non-negative time of mean 1 and says the square of its coefficient of variation. */
export interface Times {
  draw: (random: () => number) => number;
  scv: number;
}

export const exponential: Times = { draw: (random) => -Math.log(1 - random()), scv: 1 };
export const constant: Times = { draw: () => 1, scv: 0 };

/** Erlang's distribution of `phases` phases: steadier than the exponential. */
export function phased(phases: number): Times {
  return {
    draw: (random) => {
      let product = 1;
      for (let phase = 0; phase < phases; phase++) product *= 1 - random();
      return -Math.log(product) / phases;
    },
    scv: 1 / phases,
  };
}

/** Log-normal times, as human work mostly is. */
export function logNormal(scv: number): Times {
  const sigma = Math.sqrt(Math.log(1 + scv));
  return {
    draw: (random) => {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return Math.exp(sigma * normal - (sigma * sigma) / 2);
    },
    scv,
  };
}

export interface SimulationInput {
  servers: number;
  arrivalsPerHour: number;
  serviceHours: number;
  between: Times;
  service: Times;
  /** Arrivals that are measured, after those of the warm-up. */
  arrivals: number;
  warmUp: number;
  random: () => number;
}

/**
 * Simulates a first-come-first-served queue arrival by arrival (Kiefer and Wolfowitz's recursion on when each server
 * falls free) and returns the mean wait of those measured, hours, with the share that waited at all.
 */
export function simulateQueue(input: SimulationInput): { meanWaitHours: number; waitedRatio: number } {
  const { servers, arrivalsPerHour, serviceHours, between, service, random } = input;
  const freeAt = new Array<number>(servers).fill(0);
  let now = 0;
  let waitedHours = 0;
  let waited = 0;
  for (let arrival = 0; arrival < input.warmUp + input.arrivals; arrival++) {
    now += between.draw(random) / arrivalsPerHour;
    let first = 0;
    for (let server = 1; server < servers; server++) {
      if ((freeAt[server] ?? 0) < (freeAt[first] ?? 0)) first = server;
    }
    const begin = Math.max(now, freeAt[first] ?? 0);
    freeAt[first] = begin + service.draw(random) * serviceHours;
    if (arrival < input.warmUp) continue;
    waitedHours += begin - now;
    if (begin > now) waited += 1;
  }
  return { meanWaitHours: waitedHours / input.arrivals, waitedRatio: waited / input.arrivals };
}
