import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayStartMs, mondayOf } from "@/domain/calendar/day";
import { GRAINS, parseBoundary, windowsOf } from "@/domain/calendar/period";
import { HOUR_MS } from "@/domain/calendar/zone";

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe("windowsOf", () => {
  test("cuts weeks on Monday in the zone, an hour short when the clock goes forward", () => {
    const weeks = windowsOf({
      fromMs: dayStartMs("2026-03-23", "Europe/Berlin"),
      toMs: dayStartMs("2026-04-06", "Europe/Berlin"),
      grain: "week",
      zone: "Europe/Berlin",
    });
    expect(
      weeks.map((week) => [week.periodDay, iso(week.startMs), (week.endMs - week.startMs) / HOUR_MS]),
    ).toEqual([
      ["2026-03-23", "2026-03-22T23:00:00.000Z", 167],
      ["2026-03-30", "2026-03-29T22:00:00.000Z", 168],
    ]);
  });

  test("clips the first and last window to the span and keeps the whole period beside it", () => {
    const [first, last, ...rest] = windowsOf({
      fromMs: at("2026-01-20T10:00:00Z"),
      toMs: at("2026-02-03T00:00:00Z"),
      grain: "month",
      zone: "UTC",
    });
    expect(rest).toEqual([]);
    expect(iso(first?.startMs ?? null)).toBe("2026-01-20T10:00:00.000Z");
    expect(iso(first?.periodStartMs ?? null)).toBe("2026-01-01T00:00:00.000Z");
    expect(last?.periodDay).toBe("2026-02-01");
    expect(iso(last?.endMs ?? null)).toBe("2026-02-03T00:00:00.000Z");
    expect(iso(last?.periodEndMs ?? null)).toBe("2026-03-01T00:00:00.000Z");
  });

  test("is empty for an empty or reversed span", () => {
    expect(windowsOf({ fromMs: 5, toMs: 5, grain: "day", zone: "UTC" })).toEqual([]);
    expect(windowsOf({ fromMs: 9, toMs: 5, grain: "day", zone: "UTC" })).toEqual([]);
  });

  test("tiles any span without gap or overlap, in every grain and zone", () => {
    const start = fc.integer({ min: Date.UTC(2008, 0, 1), max: Date.UTC(2030, 0, 1) });
    const length = fc.integer({ min: 1, max: 400 * 24 * HOUR_MS });
    const zone = fc.constantFrom(
      "UTC",
      "America/Sao_Paulo",
      "Africa/Cairo",
      "Australia/Lord_Howe",
      "Pacific/Apia",
    );
    fc.assert(
      fc.property(start, length, zone, fc.constantFrom(...GRAINS), (fromMs, lengthMs, zone, grain) => {
        const windows = windowsOf({ fromMs, toMs: fromMs + lengthMs, grain, zone });
        let reachedMs = fromMs;
        for (const window of windows) {
          expect(window.startMs).toBe(reachedMs);
          expect(window.endMs).toBeGreaterThan(window.startMs);
          reachedMs = window.endMs;
          if (grain === "week") expect(mondayOf(window.periodDay)).toBe(window.periodDay);
        }
        expect(reachedMs).toBe(fromMs + lengthMs);
      }),
    );
  });
});

describe("parseBoundary", () => {
  test("reads a date as the start of that day in the zone", () => {
    expect(iso(parseBoundary("2026-07-01", "America/New_York"))).toBe("2026-07-01T04:00:00.000Z");
    expect(iso(parseBoundary("2018-11-04", "America/Sao_Paulo"))).toBe("2018-11-04T03:00:00.000Z");
  });

  test("reads an instant with its offset, and without one in the zone", () => {
    expect(iso(parseBoundary("2026-07-01T12:00:00.250Z", "America/New_York"))).toBe(
      "2026-07-01T12:00:00.250Z",
    );
    expect(iso(parseBoundary("2026-07-01T12:00+05:30", "UTC"))).toBe("2026-07-01T06:30:00.000Z");
    expect(iso(parseBoundary("2026-07-01T12:00", "America/New_York"))).toBe("2026-07-01T16:00:00.000Z");
  });

  test("is null for what is neither", () => {
    for (const text of ["", "yesterday", "2026-02-30", "2026-07-01T24:01:00Z", "2026-07"]) {
      expect(parseBoundary(text, "UTC")).toBeNull();
    }
  });
});
