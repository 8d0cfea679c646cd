import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  dayEndMs,
  dayOf,
  dayStartMs,
  isDay,
  mondayOf,
  quarterStartOf,
  weekdayOf,
} from "@/domain/calendar/day";
import { HOUR_MS } from "@/domain/calendar/zone";

const hoursOf = (day: string, zone: string) => (dayEndMs(day, zone) - dayStartMs(day, zone)) / HOUR_MS;

/** Zones chosen for their clock changes: at midnight, by half an hour, over the date line, in Ramadan. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "America/Havana",
  "America/St_Johns",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
];

describe("a calendar day", () => {
  test("has 23 hours when the clock goes forward and 25 when it goes back", () => {
    expect(hoursOf("2026-03-29", "Europe/Berlin")).toBe(23);
    expect(hoursOf("2026-10-25", "Europe/Berlin")).toBe(25);
    expect(hoursOf("2026-06-01", "Europe/Berlin")).toBe(24);
  });

  test("has 23.5 and 24.5 hours where the clock changes by half an hour", () => {
    expect(hoursOf("2025-10-05", "Australia/Lord_Howe")).toBe(23.5);
    expect(hoursOf("2026-04-05", "Australia/Lord_Howe")).toBe(24.5);
  });

  test("begins at the jump where the clock goes forward at midnight", () => {
    expect(new Date(dayStartMs("2018-11-04", "America/Sao_Paulo")).toISOString()).toBe(
      "2018-11-04T03:00:00.000Z",
    );
    expect(hoursOf("2018-11-04", "America/Sao_Paulo")).toBe(23);
    expect(new Date(dayStartMs("2026-04-24", "Africa/Cairo")).toISOString()).toBe("2026-04-23T22:00:00.000Z");
    expect(hoursOf("2026-04-24", "Africa/Cairo")).toBe(23);
  });

  test("begins at the jump where the clock goes forward across midnight", () => {
    expect(new Date(dayStartMs("1919-03-31", "America/Toronto")).toISOString()).toBe(
      "1919-03-31T04:30:00.000Z",
    );
  });

  test("keeps its repeated last hour where the clock goes back at midnight", () => {
    expect(hoursOf("2018-02-17", "America/Sao_Paulo")).toBe(25);
    expect(hoursOf("2026-10-29", "Africa/Cairo")).toBe(25);
    expect(dayOf(Date.parse("2018-02-18T02:30:00Z"), "America/Sao_Paulo")).toBe("2018-02-17");
  });

  test("keeps what it has begun when the clock falls back over midnight", () => {
    expect(new Date(dayStartMs("2006-10-29", "America/St_Johns")).toISOString()).toBe(
      "2006-10-29T02:30:00.000Z",
    );
    expect(dayOf(Date.parse("2006-10-29T03:00:00Z"), "America/St_Johns")).toBe("2006-10-29");
  });

  test("begins at the first of two midnights", () => {
    expect(new Date(dayStartMs("2025-11-02", "America/Havana")).toISOString()).toBe(
      "2025-11-02T04:00:00.000Z",
    );
    expect(hoursOf("2025-11-02", "America/Havana")).toBe(25);
  });

  test("has no length where the zone skipped the date", () => {
    expect(hoursOf("2011-12-30", "Pacific/Apia")).toBe(0);
    expect(dayOf(dayStartMs("2011-12-30", "Pacific/Apia"), "Pacific/Apia")).toBe("2011-12-31");
  });

  test("owns every instant from its start up to the next day's start, in every zone", () => {
    const instant = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2037, 0, 1) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...ZONES), (atMs, zone) => {
        const day = dayOf(atMs, zone);
        expect(dayStartMs(day, zone)).toBeLessThanOrEqual(atMs);
        expect(dayEndMs(day, zone)).toBeGreaterThan(atMs);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(ZONES)("starts at the first instant whose clock shows its date, 2005-2030, in %s", (zone) => {
    const shown = formatterOf(zone);
    for (let day = "2005-01-01"; day < "2030-01-01"; day = addDays(day, 1)) {
      if (zone === "Pacific/Apia" && day === "2011-12-30") continue;
      const startMs = dayStartMs(day, zone);
      const before = [1, 30 * 60_000, 61 * 60_000, 119 * 60_000].map((earlierMs) => startMs - earlierMs);
      const isFirst = before.every((atMs) => shown.format(atMs) < day);
      if (shown.format(startMs) !== day || !isFirst)
        expect.fail(`${day} does not start at ${startMs} in ${zone}`);
    }
  });

  test("is refused when it is not on the calendar", () => {
    expect(isDay("2024-02-29")).toBe(true);
    expect(isDay("2026-02-29")).toBe(false);
    expect(isDay("2026-2-9")).toBe(false);
    expect(() => dayStartMs("2026-13-01", "UTC")).toThrow(/not a date/);
  });

  test("belongs to the week that began on Monday", () => {
    expect(mondayOf("2026-11-21")).toBe("2026-11-16");
    expect(mondayOf("2026-11-16")).toBe("2026-11-16");
    expect(mondayOf("2026-11-22")).toBe("2026-11-16");
    expect(mondayOf("1969-12-31")).toBe("1969-12-29");
    expect(weekdayOf("1970-01-01")).toBe(4);
  });

  test("belongs to a quarter that began in January, April, July or October", () => {
    expect(quarterStartOf("2026-11-21")).toBe("2026-10-01");
    expect(quarterStartOf("2026-03-31")).toBe("2026-01-01");
    expect(addMonths("2026-11-21", 2)).toBe("2027-01-01");
    expect(addMonths("2026-01-31", -1)).toBe("2025-12-01");
  });
});

/** The platform's own clock writes dates as YYYY-MM-DD, by another road than the offsets used in the code. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known =
    formatters.get(zone) ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  formatters.set(zone, known);
  return known;
}
