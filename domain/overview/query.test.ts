import fc from "fast-check";
import { expect, test } from "vitest";
import {
  COMPARISONS,
  DEFAULT_QUERY,
  type OverviewQuery,
  overviewSearch,
  PERIODS,
  parseOverviewQuery,
} from "./query";

const read = (search: string) => parseOverviewQuery(Object.fromEntries(new URLSearchParams(search)));

test("an address without parameters asks the default question", () => {
  expect(read("")).toEqual(DEFAULT_QUERY);
  expect(overviewSearch(DEFAULT_QUERY)).toBe("");
});

test("two dates choose themselves as the period", () => {
  expect(read("from=2025-10-13&to=2026-04-12")).toMatchObject({
    period: "custom",
    from: "2025-10-13",
    to: "2026-04-12",
  });
});

test("what is not understood falls back, so that an old link opens", () => {
  expect(read("period=decade&from=2026-13-01&to=x&grain=hour&compare=never&by=mood")).toEqual(DEFAULT_QUERY);
  expect(read("from=2026-04-12&to=2025-10-13").period).toBe("26w");
});

test("a cause may be written as people write it", () => {
  expect(read("cause=GenAI").cause).toBe("genai-assisted-change");
});

test("every question survives its address", () => {
  const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
  const questions = fc.record({
    period: fc.constantFrom(...PERIODS.filter((period) => period !== "custom")),
    from: fc.constant(null),
    to: fc.constant(null),
    compare: fc.constantFrom(...COMPARISONS),
    grain: nullable(fc.constantFrom("day" as const, "week" as const, "month" as const, "quarter" as const)),
    service: nullable(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)),
    team: nullable(fc.constantFrom("Payments", "Search & browse", "R=D")),
    cause: nullable(fc.constantFrom("dns", "agent-action", "solar-flare")),
    by: fc.constantFrom("cause" as const, "service" as const, "team" as const),
  });
  fc.assert(
    fc.property(questions, (question: OverviewQuery) => {
      expect(read(overviewSearch(question).slice(1))).toEqual(question);
    }),
  );
});
