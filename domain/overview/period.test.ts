import { describe, expect, test } from "vitest";
import { comparisonName, comparisonSpan, grainFor, periodSpan } from "./period";
import { DEFAULT_QUERY, type OverviewQuery } from "./query";

const asked = (change: Partial<OverviewQuery>): OverviewQuery => ({ ...DEFAULT_QUERY, ...change });
// A Tuesday.
const today = "2026-04-14";

describe("the period", () => {
  test("of n weeks ends with the running week, so that this morning is in it", () => {
    expect(periodSpan(asked({ period: "4w" }), today)).toEqual({ from: "2026-03-23", to: "2026-04-20" });
  });
  test("of a month or a quarter is the calendar's", () => {
    expect(periodSpan(asked({ period: "month" }), today)).toEqual({ from: "2026-04-01", to: "2026-05-01" });
    expect(periodSpan(asked({ period: "quarter" }), today)).toEqual({ from: "2026-04-01", to: "2026-07-01" });
    expect(periodSpan(asked({ period: "last-quarter" }), "2026-02-01")).toEqual({
      from: "2025-10-01",
      to: "2026-01-01",
    });
  });
  test("of chosen dates includes its last day, and never spans more than twenty years", () => {
    const chosen = asked({ period: "custom", from: "2025-10-13", to: "2026-04-12" });
    expect(periodSpan(chosen, today)).toEqual({ from: "2025-10-13", to: "2026-04-13" });
    const endless = asked({ period: "custom", from: "0900-01-01", to: "2026-04-12" });
    expect(periodSpan(endless, today).from).toBe("2006-04-13");
  });
});

describe("the comparison", () => {
  const of = (change: Partial<OverviewQuery>) => {
    const query = asked(change);
    return comparisonSpan(query, periodSpan(query, today), today);
  };
  test("of a finished period is all of the one before", () => {
    expect(of({ period: "custom", from: "2025-10-13", to: "2026-04-12" })).toEqual({
      from: "2025-04-14",
      to: "2025-10-13",
    });
    expect(of({ period: "last-quarter" })).toEqual({ from: "2025-10-01", to: "2026-01-01" });
  });
  test("of a running period has as many days as have begun", () => {
    expect(of({ period: "4w" })).toEqual({ from: "2026-02-23", to: "2026-03-18" });
    expect(of({ period: "month" })).toEqual({ from: "2026-03-01", to: "2026-03-15" });
  });
  test("of a running month that outlasts the month before ends with that month", () => {
    const query = asked({ period: "month" });
    const lastDay = "2026-03-31";
    expect(comparisonSpan(query, periodSpan(query, lastDay), "2026-03-30")).toEqual({
      from: "2026-02-01",
      to: "2026-03-01",
    });
  });
  test("with last year keeps weekdays for weeks and dates for the calendar", () => {
    expect(of({ period: "4w", compare: "year" })?.from).toBe("2025-03-24");
    expect(of({ period: "month", compare: "year" })?.from).toBe("2025-04-01");
    expect(of({ period: "custom", from: "2024-02-29", to: "2024-03-01", compare: "year" })?.from).toBe(
      "2023-02-28",
    );
  });
  test("can be none", () => {
    expect(of({ compare: "none" })).toBeNull();
  });
});

test("a grain is coarse enough to be read", () => {
  expect(grainFor({ from: "2026-01-01", to: "2026-02-01" })).toBe("day");
  expect(grainFor({ from: "2025-10-13", to: "2026-04-13" })).toBe("week");
  expect(grainFor({ from: "2020-01-01", to: "2026-01-01" })).toBe("month");
});

test("a comparison is named for what it is", () => {
  const query = asked({});
  expect(comparisonName(query, periodSpan(query, today))).toBe("26 weeks before");
  expect(comparisonName(asked({ compare: "none" }), periodSpan(query, today))).toBeNull();
});
