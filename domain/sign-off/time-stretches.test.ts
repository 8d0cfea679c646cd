import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "@/domain/calendar/zone";
import { windowTest } from "./conditions";
import type { Rule, TimeWindow } from "./policy";
import { timeStretches } from "./time-stretches";

const rule = (windows: TimeWindow[] | undefined, more: Partial<Rule> = {}): Rule => ({
  id: "r",
  name: "Rule",
  mode: "enforce",
  when: windows === undefined ? {} : { windows },
  require: { approvals: 1 },
  ...more,
});
const fromMs = Date.parse("2026-03-20T11:07:12.345Z");
const span = { fromMs, toMs: fromMs + 21 * DAY_MS };
const iso = (ms: number) => new Date(ms).toISOString();

test("rules that do not look at the time make one stretch", () => {
  expect(timeStretches([rule(undefined)], span)).toEqual([{ fromMs, kind: 0 }]);
});

test("a weekly window and a freeze cut the time where they open and close, across a change of the clocks", () => {
  const fridays = rule([{ weekdays: [5], fromTime: "14:00", toTime: "00:00", zone: "Europe/Berlin" }]);
  const freeze = rule([{ from: "2026-04-01T00:00:07Z", to: "2026-04-02T00:00:00Z" }]);
  const stretches = timeStretches([fridays, freeze], span);
  expect(stretches.map((one) => [iso(one.fromMs), one.kind])).toEqual([
    ["2026-03-20T11:07:12.345Z", 0],
    ["2026-03-20T13:00:00.000Z", 1],
    ["2026-03-20T23:00:00.000Z", 0],
    ["2026-03-27T13:00:00.000Z", 1],
    ["2026-03-27T23:00:00.000Z", 0],
    ["2026-04-01T00:00:07.000Z", 2],
    ["2026-04-02T00:00:00.000Z", 0],
    ["2026-04-03T12:00:00.000Z", 1],
    ["2026-04-03T22:00:00.000Z", 0],
  ]);
});

test("whatever happened within stretches of one kind lies in the same windows and effective dates", () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 5, 20, 30, 45))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const instant = fc.integer({ min: span.fromMs - DAY_MS, max: span.toMs + DAY_MS });
  const window: fc.Arbitrary<TimeWindow> = fc.oneof(
    fc.record({
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fromTime: time,
      toTime: time,
      zone: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"),
    }),
    fc.tuple(instant, instant).map(([a, b]) => ({ from: iso(Math.min(a, b)), to: iso(Math.max(a, b)) })),
  );
  const rules = fc.array(
    fc
      .record({ windows: fc.array(window, { maxLength: 2 }), from: fc.option(instant) })
      .map(({ windows, from }) =>
        rule(windows.length === 0 ? undefined : windows, {
          effectiveFrom: from === null ? null : iso(from),
        }),
      ),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(rules, fc.array(instant, { minLength: 20, maxLength: 60 }), (given, instants) => {
      const stretches = timeStretches(given, span);
      const seen = new Map<number, string>();
      const edges = stretches.flatMap((one) => [one.fromMs, one.fromMs - 1, one.fromMs + MINUTE_MS]);
      for (const ms of [...instants, ...edges]) {
        if (ms < span.fromMs || ms >= span.toMs) continue;
        const kind = stretches.findLast((one) => one.fromMs <= ms)?.kind ?? -1;
        const said = given
          .map(({ when, effectiveFrom }) => [
            windowTest(when)?.(ms),
            effectiveFrom == null || ms >= Date.parse(effectiveFrom),
          ])
          .join();
        expect(seen.get(kind) ?? said).toBe(said);
        seen.set(kind, said);
      }
    }),
    { numRuns: 60 },
  );
});
