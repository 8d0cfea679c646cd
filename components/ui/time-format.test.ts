import { expect, test } from "vitest";
import { formatAgo, formatInstant, zoneName } from "./time-format";

const outageMs = Date.parse("2026-03-05T19:58:07Z");

test("a moment reads in the zone it is shown in, on both sides of midnight", () => {
  expect(formatInstant(outageMs, "America/Los_Angeles", "datetime")).toBe("5 Mar 2026, 11:58");
  expect(formatInstant(outageMs, "Asia/Tokyo", "datetime")).toBe("6 Mar 2026, 04:58");
  expect(formatInstant(Date.parse("2026-03-05T00:05:00Z"), "UTC", "time")).toBe("00:05");
  expect(formatInstant(outageMs, "UTC", "seconds")).toBe("19:58:07");
  expect(formatInstant(outageMs, "UTC", "day")).toBe("5 Mar");
});

test("the zone's name follows daylight saving time", () => {
  expect(zoneName(outageMs, "America/Los_Angeles")).toBe("PST");
  expect(zoneName(Date.parse("2026-07-05T12:00:00Z"), "America/Los_Angeles")).toBe("PDT");
});

test("an age has one unit, and beyond 30 days none", () => {
  const ago = (minutes: number) => formatAgo(outageMs, outageMs + minutes * 60_000);
  expect(ago(0)).toBe("just now");
  expect(ago(24)).toBe("24 min ago");
  expect(ago(180)).toBe("3 h ago");
  expect(ago(5 * 1440)).toBe("5 d ago");
  expect(ago(-20)).toBe("in 20 min");
  expect(ago(31 * 1440)).toBeNull();
});
