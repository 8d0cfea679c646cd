import { expect, test } from "vitest";
import { DAY_MS } from "@/domain/calendar/zone";
import { budgetSpentReader } from "./past-budget";

const day = (number: number) => number * DAY_MS;
const spent = budgetSpentReader({
  objectiveRatio: 0.999,
  trackedFromMs: 0,
  losses: [
    { dayMs: day(100), lostMs: 0.0009 * day(90) },
    { dayMs: day(120), lostMs: 0.0006 * day(90) },
  ],
});

test("a budget is spent by the days before that are over, and given back when they are 90 days gone", () => {
  expect(spent(day(100))).toBe(0);
  expect(spent(day(101) + 1)).toBeCloseTo(0.9, 9);
  expect(spent(day(121) + 1)).toBeCloseTo(1.5, 9);
  expect(spent(day(190) + 1)).toBeCloseTo(0.6, 9);
  expect(spent(day(211))).toBe(0);
});

test("a service without a budget, or not yet tracked, has spent nothing that could be said", () => {
  const whole = budgetSpentReader({ objectiveRatio: 1, trackedFromMs: 0, losses: [] });
  expect(whole(day(100))).toBeNull();
  expect(spent(0)).toBeNull();
});
