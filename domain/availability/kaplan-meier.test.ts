import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kaplanMeier, kaplanMeierMedian, type Lifetime } from "@/domain/availability/kaplan-meier";

const ended = (...durations: number[]): Lifetime[] =>
  durations.map((durationMs) => ({ durationMs, ended: true }));
const running = (...durations: number[]): Lifetime[] =>
  durations.map((durationMs) => ({ durationMs, ended: false }));

/** Weeks in remission of 42 patients (Freireich 1963, Gehan 1965), the textbook example of the method. */
const TREATED = [
  ...ended(6, 6, 6, 7, 10, 13, 16, 22, 23),
  ...running(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
];
const CONTROL = ended(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

type ReferenceStep = [
  time: number,
  atRisk: number,
  endings: number,
  survival: number,
  low: number | null,
  high: number | null,
];

/** What R's survfit (conf.type = "log-log") says of the treated group. */
const TREATED_STEPS: ReferenceStep[] = [
  [6, 21, 3, 0.85714285714, 0.61971795527, 0.95155174765],
  [7, 17, 1, 0.80672268908, 0.56314656462, 0.9228090192],
  [10, 15, 1, 0.75294117647, 0.5031995108, 0.88936183517],
  [13, 12, 1, 0.69019607843, 0.43161022249, 0.84906596335],
  [16, 11, 1, 0.62745098039, 0.36751085599, 0.80491218947],
  [22, 7, 1, 0.53781512605, 0.26777893677, 0.74679071764],
  [23, 6, 1, 0.44817927171, 0.18805200596, 0.6801426285],
];

/** And of the control group. */
const CONTROL_STEPS: ReferenceStep[] = [
  [1, 21, 2, 0.90476190476, 0.67004588223, 0.97529414904],
  [2, 19, 2, 0.80952380952, 0.56890505992, 0.92388882856],
  [3, 17, 1, 0.7619047619, 0.51939141533, 0.89325710978],
  [4, 16, 2, 0.66666666667, 0.42535043557, 0.8250440088],
  [5, 14, 2, 0.57142857143, 0.33797695386, 0.74924070994],
  [8, 12, 4, 0.38095238095, 0.18306654882, 0.57778867775],
  [11, 8, 2, 0.28571428571, 0.11656132644, 0.48181964801],
  [12, 6, 2, 0.19047619048, 0.05948170136, 0.37743489059],
  [15, 4, 1, 0.14285714286, 0.03565735519, 0.32116157468],
  [17, 3, 1, 0.09523809524, 0.01625926021, 0.26124998197],
  [22, 2, 1, 0.04761904762, 0.00332446304, 0.1970449057],
  [23, 1, 1, 0, null, null],
];

describe("Kaplan-Meier on Gehan's data", () => {
  test("gives the published curve", () => {
    const survivals = kaplanMeier(TREATED).map((step) => Number(step.survival.toFixed(3)));
    expect(survivals).toEqual([0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]);
  });

  test("gives the published medians, 23 and 8, with their log-log intervals", () => {
    expect(kaplanMeierMedian(TREATED)).toEqual({
      medianMs: 23,
      lowMs: 13,
      highMs: null,
      count: 21,
      censored: 12,
    });
    expect(kaplanMeierMedian(CONTROL)).toEqual({ medianMs: 8, lowMs: 4, highMs: 11, count: 21, censored: 0 });
  });

  test.each([
    ["treated", TREATED, TREATED_STEPS],
    ["control", CONTROL, CONTROL_STEPS],
  ])("agrees with R's survfit in every step of the %s group", (_, lifetimes, expected) => {
    const steps = kaplanMeier(lifetimes);
    expect(steps).toHaveLength(expected.length);
    for (const [index, step] of steps.entries()) {
      const [timeMs, atRisk, endings, survival, low, high] = expected[index] ?? [];
      expect(step).toMatchObject({ timeMs, atRisk, endings });
      expect(Math.abs(step.survival - (survival ?? Number.NaN))).toBeLessThan(1e-10);
      expect(step.low === null ? null : Number(step.low.toFixed(10))).toBe(rounded(low));
      expect(step.high === null ? null : Number(step.high.toFixed(10))).toBe(rounded(high));
    }
  });
});

function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(10));
}

describe("the censored median", () => {
  test("is the ordinary median when every incident has ended", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 }), (durations) => {
        const sorted = [...durations].sort((a, b) => a - b);
        const half = sorted.length / 2;
        const low = sorted[Math.ceil(half) - 1] ?? Number.NaN;
        const high = sorted[Math.floor(half)] ?? Number.NaN;
        expect(kaplanMeierMedian(ended(...durations)).medianMs).toBe((low + high) / 2);
      }),
    );
  });

  test("is not pulled down by leaving open incidents out", () => {
    const lifetimes = [...ended(10, 20, 30), ...running(100, 100, 100)];
    expect(kaplanMeierMedian(ended(10, 20, 30)).medianMs).toBe(20);
    expect(kaplanMeierMedian(lifetimes).medianMs).toBe(30);
  });

  test("is null when more than half are still open, or there are none", () => {
    expect(kaplanMeierMedian([...ended(10), ...running(20, 30)]).medianMs).toBeNull();
    expect(kaplanMeierMedian([])).toEqual({
      medianMs: null,
      lowMs: null,
      highMs: null,
      count: 0,
      censored: 0,
    });
  });

  test("refuses a negative length", () => {
    expect(() => kaplanMeierMedian(ended(-1))).toThrow(/0 ms or more/);
  });
});
