import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { erlangB, erlangC, queueFigures } from "./erlang";
import { forecastQueue, growthWords } from "./forecast";
import { constant, exponential, logNormal, phased, simulateQueue, type Times } from "./simulate";

/** A small generator with a seed (mulberry32), so that a simulation is the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("Erlang", () => {
  test("has the closed forms: with one server C is the load, with two and one erlang a third", () => {
    expect(erlangC(1, 0.37)).toBeCloseTo(0.37, 14);
    expect(erlangB(2, 1)).toBeCloseTo(0.2, 14);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 14);
  });

  test("has the published worked example: 55 agents and 48 erlangs", () => {
    expect(erlangC(55, 48)).toBeCloseTo(0.238700936378, 9);
  });

  test("stays a probability for thousands of servers, and falls with each further one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (c, share) => {
          const load = c * share;
          const waits = erlangC(c, load);
          expect(waits).toBeGreaterThanOrEqual(0);
          expect(waits).toBeLessThanOrEqual(1);
          expect(erlangC(c + 1, load)).toBeLessThanOrEqual(waits);
        },
      ),
    );
  });

  test("refuses what no queue is, and one without end", () => {
    expect(() => erlangB(0, 1)).toThrow(RangeError);
    expect(() => erlangB(1.5, 1)).toThrow(RangeError);
    expect(() => erlangC(3, 3)).toThrow("grows without end");
    expect(() => erlangC(3, Number.NaN)).toThrow(RangeError);
  });
});

describe("the forecast agrees with a simulation of the queue", () => {
  const simulated = (servers: number, utilisation: number, between: Times, service: Times) => {
    const serviceHours = 0.5;
    const arrivalsPerHour = (utilisation * servers) / serviceHours;
    const input = { servers, arrivalsPerHour, serviceHours };
    const found = simulateQueue({
      ...input,
      between,
      service,
      arrivals: 3_000_000,
      warmUp: 50_000,
      random: seeded(servers * 1000 + Math.round(utilisation * 100)),
    });
    return { found, told: queueFigures({ ...input, arrivalScv: between.scv, serviceScv: service.scv }) };
  };

  test.each([
    [1, 0.7],
    [4, 0.8],
    [12, 0.85],
  ])("for %i servers busy %f of their time, all exponential, within 2 %%", (servers, utilisation) => {
    const { found, told } = simulated(servers, utilisation, exponential, exponential);
    expect(Math.abs(found.meanWaitHours / told.meanWaitHours - 1)).toBeLessThan(0.02);
    expect(Math.abs(found.waitedRatio / told.waitProbability - 1)).toBeLessThan(0.02);
  });

  test.each<[string, number, number, Times]>([
    ["one server and constant work", 1, 0.8, constant],
    ["one server and work in phases", 1, 0.8, phased(4)],
    ["one server and log-normal work", 1, 0.6, logNormal(2)],
  ])("for %s, within 2 %%", (_, servers, utilisation, service) => {
    const { found, told } = simulated(servers, utilisation, exponential, service);
    expect(Math.abs(found.meanWaitHours / told.meanWaitHours - 1)).toBeLessThan(0.02);
  });

  test("for several servers and other than exponential work within 4 %, being an approximation there", () => {
    const { found, told } = simulated(3, 0.9, exponential, phased(2));
    expect(Math.abs(found.meanWaitHours / told.meanWaitHours - 1)).toBeLessThan(0.04);
  });
});

describe("a queue without end", () => {
  test("is refused with what would end it", () => {
    const forecast = forecastQueue({ servers: 4, arrivalsPerHour: 10, serviceHours: 0.5 });
    expect(forecast).toMatchObject({ stable: false, utilisation: 1.25, moreServers: 2 });
    if (forecast.stable) throw new Error("It is not stable.");
    expect(growthWords(forecast)).toBe(
      "The queue grows without end: 2 more reviewers, or 24 % fewer changes to sign.",
    );
  });

  test("is what any work is for nobody, and no work is none", () => {
    expect(forecastQueue({ servers: 0, arrivalsPerHour: 1, serviceHours: 1 })).toMatchObject({
      stable: false,
      moreServers: 2,
      fewerArrivalsRatio: 1,
    });
    expect(forecastQueue({ servers: 0, arrivalsPerHour: 0, serviceHours: 1 })).toMatchObject({
      stable: true,
    });
  });

  test("has an end with the people it names, and with the fewer arrivals", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (servers, times) => {
          const input = { servers, arrivalsPerHour: servers * times, serviceHours: 1 };
          const forecast = forecastQueue(input);
          if (forecast.stable) throw new Error("It is not stable.");
          const more = forecastQueue({ ...input, servers: servers + forecast.moreServers });
          const fewer = forecastQueue({
            ...input,
            arrivalsPerHour: input.arrivalsPerHour * (1 - forecast.fewerArrivalsRatio),
          });
          expect([more.stable, fewer.stable]).toEqual([true, true]);
          expect(more.utilisation).toBeLessThanOrEqual(0.95);
        },
      ),
    );
  });
});
