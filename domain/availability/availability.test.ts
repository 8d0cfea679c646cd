import { describe, expect, test } from "vitest";
import {
  combineAvailability,
  errorBudget,
  formatAvailability,
  impactMinutesOfPart,
  serviceAvailability,
} from "@/domain/availability/availability";
import { sweepImpacts } from "@/domain/availability/sweep";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const down = (startMinute: number, endMinute: number, fraction = 1, order = 1) => ({
  incidentId: `INC-${order}`,
  order,
  startMs: startMinute * MINUTE,
  endMs: endMinute * MINUTE,
  fraction,
});

describe("a service's availability", () => {
  const month = { startMs: 0, endMs: 30 * DAY };
  const of = (impacts: ReturnType<typeof down>[], trackedFromMs: number | null = null, nowMs = 90 * DAY) =>
    serviceAvailability({ segments: sweepImpacts(impacts), window: month, trackedFromMs, nowMs });

  test("counts overlapping outages once: 60 of 43,200 minutes, not 70", () => {
    const result = of([down(0, 30, 1, 1), down(20, 50, 1, 2), down(100, 110, 1, 3)]);
    expect(result.availability).toBeCloseTo(0.9986111111111, 12);
    expect(result.impactMinutes).toBe(60);
  });

  test("leaves out what lies outside the window", () => {
    const result = of([down(-20, 10, 1, 1), down(43_190, 43_300, 1, 2)]);
    expect(result.availability).toBeCloseTo(0.999537037037, 11);
  });

  test("is 1 without loss, also beside an outage without length", () => {
    expect(of([down(5, 5)]).availability).toBe(1);
  });

  test("does not count loss or time before the service was tracked, nor the future", () => {
    const result = of([down(0, 2 * 1440, 0.5)], DAY, 3 * DAY);
    expect(result.coveredMs).toBe(2 * DAY);
    expect(result.lostMs).toBe(0.5 * DAY);
    expect(result.availability).toBe(0.75);
  });

  test("is null where nothing is covered", () => {
    expect(of([down(0, 10)], 40 * DAY).availability).toBeNull();
    expect(of([down(0, 10)], null, -DAY).availability).toBeNull();
    expect(of([down(0, 10)], null, -DAY).lostMs).toBe(0);
  });
});

describe("a workspace's availability", () => {
  test("weighs covered and lost time: a heavy service's outage costs more", () => {
    const whole = combineAvailability([
      { weight: 9, coveredMs: DAY, lostMs: 0.1 * DAY },
      { weight: 1, coveredMs: DAY, lostMs: 0 },
    ]);
    expect(whole.availability).toBeCloseTo(0.91, 12);
    expect(whole.impactMinutes).toBeCloseTo(0.09 * 1440, 9);
  });

  test("covers the time in which at least one service is covered, and weighs each by its own", () => {
    const whole = combineAvailability([
      { weight: 1, coveredMs: 4 * DAY, lostMs: 0 },
      { weight: 1, coveredMs: DAY, lostMs: 0.5 * DAY },
    ]);
    expect(whole.coveredMinutes).toBe(4 * 1440);
    expect(whole.availability).toBe(0.9);
    expect(whole.impactMinutes).toBeCloseTo(0.1 * 4 * 1440, 9);
    expect(impactMinutesOfPart(whole, 0.5 * DAY)).toBeCloseTo(whole.impactMinutes, 9);
  });

  test("is null where nothing is covered, and ignores services of weight 0", () => {
    expect(combineAvailability([]).availability).toBeNull();
    const whole = combineAvailability([
      { weight: 0, coveredMs: 2 * DAY, lostMs: 2 * DAY },
      { weight: 2, coveredMs: DAY, lostMs: 0 },
    ]);
    expect(whole).toMatchObject({ availability: 1, coveredMs: DAY, impactMinutes: 0 });
  });
});

describe("the error budget", () => {
  test.each([
    [0.99, 432],
    [0.995, 216],
    [0.999, 43.2],
    [0.9995, 21.6],
    [0.9999, 4.32],
  ])("of an objective of %d over 30 days is %d minutes", (objectiveRatio, minutes) => {
    const budget = errorBudget({ objectiveRatio, windowMs: 30 * DAY, impactMinutes: 0 });
    expect(budget.budgetMinutes).toBeCloseTo(minutes, 9);
    expect(budget.leftRatio).toBe(1);
  });

  test("goes below zero when overspent, and has no ratio for an objective without budget", () => {
    const spent = errorBudget({ objectiveRatio: 0.999, windowMs: 30 * DAY, impactMinutes: 64.8 });
    expect(spent.leftMinutes).toBeCloseTo(-21.6, 9);
    expect(spent.leftRatio).toBeCloseTo(-0.5, 9);
    expect(errorBudget({ objectiveRatio: 1, windowMs: DAY, impactMinutes: 1 }).leftRatio).toBeNull();
  });
});

describe("availability on screen", () => {
  test.each([
    [0.99938, "99.938"],
    [0.999389999, "99.938"],
    [0.99999999999, "99.999"],
    [1 - 1e-16, "99.999"],
    [0.29, "29.000"],
    [0.57, "57.000"],
    [1 - 0.00062, "99.938"],
    [0, "0.000"],
    [1, "100"],
    [null, "\u2013"],
  ])("of %d reads %s: rounded down, and only 1 is 100", (ratio, text) => {
    expect(formatAvailability(ratio)).toBe(text);
  });

  test("takes other numbers of decimals", () => {
    expect(formatAvailability(0.99938, 1)).toBe("99.9");
    expect(formatAvailability(0.9999, 0)).toBe("99");
  });

  test("never gains from arithmetic noise and never loses a whole digit to it", () => {
    for (let units = 0; units < 100_000; units += 7) {
      expect(formatAvailability(units / 100_000)).toBe((units / 1000).toFixed(3));
      expect(formatAvailability(1 - (100_000 - units) / 100_000)).toBe((units / 1000).toFixed(3));
    }
  });
});
