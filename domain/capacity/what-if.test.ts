import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "@/domain/sample/random";
import { gapsOf, scvOf, sizeSteps } from "./demand";
import { loadShape, singleSigners } from "./load";
import { isRubberStamp, plausibleMs } from "./rubber-stamp";
import { constant, exponential, phased, simulateQueue, type Times } from "./simulate";
import { restrictedMean, waitingFigures } from "./waiting";
import { type CapacityEstimate, fittedHours, reviewForecast, reviewQueue } from "./what-if";
import { workingHoursAt } from "./working-clock";

/** About what the sample's page starts from. */
const ESTIMATE: CapacityEstimate = {
  weeks: 13,
  requestsPerWeek: 44,
  arrivalScv: 1,
  reviewMinutes: 28,
  serviceScv: 1,
  reviewers: 26,
  hoursPerReviewer: 1.1,
  isFitted: true,
  measuredHours: 4,
  adoptionRatio: 0.8,
  sizes: [
    { minimumLines: 0, ratio: 1, reviewMinutes: 28, serviceScv: 1 },
    { minimumLines: 100, ratio: 0.4, reviewMinutes: 45, serviceScv: 1 },
  ],
};

describe("what if", () => {
  test("fewer reviewers, more adoption and a wider rule never shorten the wait", () => {
    const utilisation = (whatIf: Parameters<typeof reviewForecast>[1]) =>
      reviewForecast(ESTIMATE, whatIf).utilisation;
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1, noNaN: true }), (ratio) => {
        expect(utilisation({ reviewersRatio: ratio })).toBeGreaterThanOrEqual(utilisation({}) - 1e-9);
        expect(utilisation({ adoptionRatio: ratio * 0.8 })).toBeLessThanOrEqual(utilisation({}) + 1e-9);
        expect(utilisation({ minimumLines: 100 })).toBeLessThan(utilisation({}));
      }),
    );
  });

  test("the wait falls with every minute more that reviewers give", () => {
    let last = Number.POSITIVE_INFINITY;
    for (let hours = 0.9; hours < 8; hours += 0.05) {
      const forecast = reviewForecast(ESTIMATE, { hoursPerReviewer: hours });
      if (!forecast.stable) continue;
      expect(forecast.meanWaitHours).toBeLessThanOrEqual(last + 1e-9);
      last = forecast.meanWaitHours;
    }
    expect(last).toBeLessThan(0.2);
  });

  test("the hours that are fitted give back the waiting that was measured", () => {
    const { hoursPerReviewer: _given, isFitted: _isFitted, ...measured } = ESTIMATE;
    const hours = fittedHours(measured);
    expect(hours).toBeGreaterThan(0.5);
    const forecast = reviewForecast({ ...ESTIMATE, hoursPerReviewer: hours ?? 0 });
    expect(forecast.stable && forecast.meanHours).toBeCloseTo(4, 6);
    expect(fittedHours({ ...measured, measuredHours: 0.1 })).toBeNull();
    expect(fittedHours({ ...measured, measuredHours: null })).toBeNull();
  });

  test("a queue without end names the people, or the changes fewer, that would end it", () => {
    const forecast = reviewForecast(ESTIMATE, { reviewersRatio: 0.5 });
    if (forecast.stable) throw new Error("It has an end.");
    expect(forecast.words).toMatch(
      /^The queue grows without end: \d+ more reviewers, or \d+ % fewer changes to sign\.$/,
    );
    const reviewers = forecast.reviewers + forecast.moreReviewers;
    expect(reviewForecast(ESTIMATE, { reviewers }).stable).toBe(true);
    const fewer = { ...ESTIMATE, requestsPerWeek: ESTIMATE.requestsPerWeek * (1 - forecast.fewerRatio) };
    expect(reviewForecast(fewer, { reviewersRatio: 0.5 }).stable).toBe(true);
    expect(reviewForecast(ESTIMATE, { reviewers: 0 })).toMatchObject({ stable: false, moreReviewers: 20 });
  });

  // What the page can be set to: one to three people at a time, at their usual and at half their pace.
  test.each<[string, Parameters<typeof reviewForecast>[1], Times, Times]>([
    ["as it is", {}, exponential, exponential],
    ["with a fifth fewer reviewers", { reviewersRatio: 0.8 }, exponential, exponential],
    ["with only large changes", { minimumLines: 100 }, exponential, exponential],
    ["with two people at a time", { hoursPerReviewer: 2.4, reviewMinutes: 68 }, exponential, exponential],
    ["with three people at a time", { hoursPerReviewer: 4.2, reviewMinutes: 118 }, exponential, exponential],
    ["with reviews that all take the same", {}, exponential, constant],
    ["with steady reviews", { reviewersRatio: 0.85 }, exponential, phased(3)],
  ])("is within 2 %% of a simulation %s", (_, whatIf, between, service) => {
    const sizes = ESTIMATE.sizes.map((size) => ({ ...size, serviceScv: service.scv }));
    const forecast = reviewForecast({ ...ESTIMATE, arrivalScv: between.scv, sizes }, whatIf);
    if (!forecast.stable) throw new Error("It has no end.");
    const { servers, arrivalsPerHour, serviceHours } = forecast;
    const random = randomStream(JSON.stringify(whatIf) + service.scv);
    const input = { servers, arrivalsPerHour, serviceHours, between, service };
    const found = simulateQueue({ ...input, arrivals: 3_000_000, warmUp: 50_000, random });
    expect(Math.abs(found.meanWaitHours / forecast.meanWaitHours - 1)).toBeLessThan(0.02);
  });

  test("a pool of people is served by whole ones, as much slower", () => {
    const queue = reviewQueue(ESTIMATE, { reviewers: 50, hoursPerReviewer: 1 });
    expect(queue).toMatchObject({ servers: 2, supplyHours: 50 });
    expect(queue.servers / queue.serviceHours).toBeCloseTo(50 / 40 / (28 / 60), 12);
  });
});

describe("the measures", () => {
  test("what still waits counts as having waited so far", () => {
    const hour = 3_600_000;
    const waits = [1, 2, 3, 4, 5, 6, 7].map((hours) => ({ durationMs: hours * hour, ended: true }));
    const open = [{ durationMs: 90 * hour, ended: false }];
    const figures = waitingFigures([...waits, ...open]);
    expect(figures).toMatchObject({ asked: 8, signed: 7, medianMs: 4.5 * hour, p90Ms: null });
    expect(figures.withinHour?.ratio).toBeCloseTo(1 / 8, 12);
    expect(waitingFigures(waits)).toMatchObject({ medianMs: null, withinHour: null });
    expect(restrictedMean(waits, 100 * hour)).toBeCloseTo(4 * hour, 3);
    expect(restrictedMean([...waits, ...open], 10 * hour)).toBeCloseTo(((28 + 10) / 8) * hour, 3);
  });

  test("load is even at a Gini of 0, and one who does nearly all is nearly one reviewer", () => {
    expect(loadShape([5, 5, 5, 5])).toMatchObject({ gini: 0, effective: 4, topRatio: 0.25 });
    const uneven = loadShape([1, 1, 1, 97]);
    expect(uneven?.effective).toBeCloseTo(1.06, 2);
    expect(uneven?.gini).toBeCloseTo(0.72, 12);
    expect(loadShape([])).toBeNull();
    expect(() => loadShape([0])).toThrow(RangeError);
  });

  test("a service depends on one person only where nobody else signed, and often enough", () => {
    const given = [
      { serviceId: "a", personId: "x", signOffs: 9 },
      { serviceId: "b", personId: "x", signOffs: 9 },
      { serviceId: "b", personId: "y", signOffs: 1 },
      { serviceId: "c", personId: "y", signOffs: 4 },
    ];
    expect(singleSigners(given)).toEqual([given[0]]);
  });

  test("a rubber stamp is quicker than reading, at the rate that is stated", () => {
    expect(plausibleMs(500, 1000)).toBe(1_800_000);
    expect(isRubberStamp({ lines: 500, elapsedMs: 1_799_999 }, 1000)).toBe(true);
    expect(isRubberStamp({ lines: 500, elapsedMs: 1_800_000 }, 1000)).toBe(false);
    expect(isRubberStamp({ lines: 500, elapsedMs: 1_799_999 }, 2000)).toBe(false);
    expect(isRubberStamp({ lines: 19, elapsedMs: 0 }, 1000)).toBe(false);
  });

  test("the working clock stands still at night and at weekends", () => {
    const between = (from: string, to: string, zone: string) =>
      workingHoursAt(Date.parse(to), zone) - workingHoursAt(Date.parse(from), zone);
    expect(between("2026-06-15T10:00:00Z", "2026-06-15T12:30:00Z", "UTC")).toBeCloseTo(2.5, 12);
    expect(between("2026-06-15T16:00:00Z", "2026-06-16T10:00:00Z", "UTC")).toBeCloseTo(2, 12);
    expect(between("2026-06-19T16:00:00Z", "2026-06-22T10:00:00Z", "UTC")).toBeCloseTo(2, 12);
    expect(between("2026-06-15T00:00:00Z", "2026-06-22T00:00:00Z", "Europe/Berlin")).toBeCloseTo(40, 12);
    // The clocks went forward in the night between.
    expect(between("2026-03-06T23:00:00Z", "2026-03-09T17:00:00Z", "America/Los_Angeles")).toBeCloseTo(3, 12);
  });

  test("gaps are of the sorted arrivals, and sizes say what a rule for large ones leaves", () => {
    expect(gapsOf([5, 1, 2])).toEqual([1, 3]);
    expect(scvOf([1, 2])).toBe(1);
    expect(scvOf(Array.from({ length: 20 }, () => 3))).toBe(0);
    const steps = sizeSteps([5, 50, 500, null]);
    expect(steps.find(({ minimumLines }) => minimumLines === 100)?.ratio).toBe(0.5);
    expect(steps[0]?.reviewMinutes).toBeCloseTo((10.75 + 17.5 + 85 + 10) / 4, 9);
  });
});
