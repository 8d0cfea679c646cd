import { describe, expect, it } from "vitest";
import { dateOrderOf, isoOf, readDay, readInstant } from "./instant";

function read(
  text: string,
  zone = "UTC",
  order: "day-first" | "month-first" | "unknown" = "unknown",
): string {
  const reading = readInstant(text, zone, order);
  return "ms" in reading ? isoOf(reading.ms) : `refused: ${reading.problem}`;
}

describe("readInstant", () => {
  it.each([
    ["2026-03-05T11:58:00Z", "2026-03-05T11:58:00.000Z"],
    ["2026-03-05T11:58:00.123456Z", "2026-03-05T11:58:00.123Z"],
    ["2026-03-05T11:58:00+02:00", "2026-03-05T09:58:00.000Z"],
    ["2026-03-05 11:58 -0700", "2026-03-05T18:58:00.000Z"],
    ["2026-03-05 11:58 UTC", "2026-03-05T11:58:00.000Z"],
    ["2026-03-05", "2026-03-05T00:00:00.000Z"],
    ["2026/3/5 1:05 pm", "2026-03-05T13:05:00.000Z"],
    ["05/Mar/26 12:30 AM", "2026-03-05T00:30:00.000Z"],
    ["5 March 2026 14:30", "2026-03-05T14:30:00.000Z"],
    ["Mar 5, 2026 at 2:30 PM", "2026-03-05T14:30:00.000Z"],
    ["Thu, 05 Mar 2026 11:58:00 GMT", "2026-03-05T11:58:00.000Z"],
    ["1772711880", "2026-03-05T11:58:00.000Z"],
    ["1772711880000", "2026-03-05T11:58:00.000Z"],
  ])("reads %s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it("takes a time without an offset in the chosen zone, summer time included", () => {
    expect(read("2026-01-05 09:00", "Europe/Berlin")).toBe("2026-01-05T08:00:00.000Z");
    expect(read("2026-07-05 09:00", "Europe/Berlin")).toBe("2026-07-05T07:00:00.000Z");
    expect(read("2026-07-05T09:00:00Z", "Europe/Berlin")).toBe("2026-07-05T09:00:00.000Z");
  });

  it("refuses dates that do not exist instead of rolling them over", () => {
    expect(read("2026-02-30T00:00:00Z")).toContain("not a real date");
    expect(read("2026-02-30 10:00")).toContain("not a real date");
    expect(read("2026-03-05 25:00")).toContain("not a real date");
    expect(read("31/Feb/26 1:00 PM")).toContain("not a real date");
  });

  it("refuses a year that cannot be meant, and text that is no time", () => {
    expect(read("0001-01-01T00:00:00Z")).toContain("outside 1990 to 2099");
    expect(read("0000000000")).toContain("outside 1990 to 2099");
    expect(read("yesterday")).toContain("is not a time");
    expect(read("")).toContain("is not a time");
  });

  it("refuses a date that reads both ways unless another row tells the order", () => {
    expect(read("03/04/2026 10:00")).toContain("day first or month first");
    const order = dateOrderOf(["03/04/2026 10:00", "25/04/2026 10:00"]);
    expect(read("03/04/2026 10:00", "UTC", order)).toBe("2026-04-03T10:00:00.000Z");
    expect(dateOrderOf(["04/25/2026"])).toBe("month-first");
  });

  it("keeps the written day of a date with a time and an offset", () => {
    expect(readDay("2026-03-05T23:30:00-07:00")).toEqual({ day: "2026-03-05" });
    expect(readDay("2026-03-05")).toEqual({ day: "2026-03-05" });
    expect(readDay("soon")).toHaveProperty("problem");
  });
});
