import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTypedTime } from "@/domain/calendar/parse-time";

/** A Thursday. */
const NOW = "2026-03-05T16:12:00Z";

function read(text: string, zone = "UTC", now = NOW) {
  const result = parseTypedTime(text, { nowMs: Date.parse(now), zone });
  if (!result.ok) throw new Error(`"${text}" was refused: ${result.reason}`);
  return { ...result, at: new Date(result.ms).toISOString().replace(":00.000Z", "Z").replace(".000Z", "Z") };
}

function reasonFor(text: string, zone = "UTC") {
  const result = parseTypedTime(text, { nowMs: Date.parse(NOW), zone });
  return result.ok ? `read as ${result.reading}` : result.reason;
}

describe("a time typed as how long ago", () => {
  test.each([
    ["now", "2026-03-05T16:12Z"],
    ["20 min ago", "2026-03-05T15:52Z"],
    ["20m ago", "2026-03-05T15:52Z"],
    ["-20m", "2026-03-05T15:52Z"],
    ["1h 10m ago", "2026-03-05T15:02Z"],
    ["1 hour and 10 minutes ago", "2026-03-05T15:02Z"],
    ["1h10", "2026-03-05T15:02Z"],
    ["half an hour ago", "2026-03-05T15:42Z"],
    ["1.5 h ago", "2026-03-05T14:42Z"],
    ["2 days ago", "2026-03-03T16:12Z"],
  ])("%s", (text, expected) => {
    expect(read(text).at).toBe(expected);
  });

  test("keeps the time of day when days are counted over a clock change", () => {
    expect(read("1 day ago", "Europe/Berlin", "2026-03-29T10:00:00Z").at).toBe("2026-03-28T11:00Z");
  });
});

describe("a time without a date is the latest one in the past", () => {
  test.each([
    ["09:40", "2026-03-05T09:40Z"],
    ["9:40am", "2026-03-05T09:40Z"],
    ["9:40 p.m.", "2026-03-04T21:40Z"],
    ["12am", "2026-03-05T00:00Z"],
    ["noon", "2026-03-05T12:00Z"],
    ["0940", "2026-03-05T09:40Z"],
    ["17:00", "2026-03-04T17:00Z"],
    ["09:40:15", "2026-03-05T09:40:15Z"],
  ])("%s", (text, expected) => {
    expect(read(text).at).toBe(expected);
  });

  test("and now, when the clock it was read from runs less than a minute ahead", () => {
    expect(read("16:13", "UTC", "2026-03-05T16:12:30Z").at).toBe("2026-03-05T16:12:30Z");
  });
});

describe("a time with a date", () => {
  test.each([
    ["yesterday 22:15", "2026-03-04T22:15Z"],
    ["yesterday at 10pm", "2026-03-04T22:00Z"],
    ["mon 09:40", "2026-03-02T09:40Z"],
    ["thu 09:40", "2026-03-05T09:40Z"],
    ["thu 23:00", "2026-02-26T23:00Z"],
    ["last thu 09:40", "2026-02-26T09:40Z"],
    ["5 Mar 11:58", "2026-03-05T11:58Z"],
    ["Mar 5th, 11:58", "2026-03-05T11:58Z"],
    ["20 Dec 11:58", "2025-12-20T11:58Z"],
    ["29 Feb 10:00", "2024-02-29T10:00Z"],
    ["March 5 2025 11:58", "2025-03-05T11:58Z"],
    ["2026-03-05 11:58", "2026-03-05T11:58Z"],
    ["2026-03-05T11:58:00.000Z", "2026-03-05T11:58Z"],
    ["2026-03-05T06:58-05:00", "2026-03-05T11:58Z"],
    ["20260305T115800Z", "2026-03-05T11:58Z"],
    ["Thu, 05 Mar 2026 11:58:00 GMT", "2026-03-05T11:58Z"],
    ["25/03/2025 10:00", "2025-03-25T10:00Z"],
    ["1772711880", "2026-03-05T11:58Z"],
    ["1772711880000", "2026-03-05T11:58Z"],
  ])("%s", (text, expected) => {
    expect(read(text).at).toBe(expected);
  });

  test("and no year stays this year when it is only hours ahead, so that the slip is seen", () => {
    expect(read("5 Mar 18:00").reading).toBe("in 1 h 48 min \u00b7 18:00 UTC");
  });

  test("that does not fall on the weekday beside it says so", () => {
    expect(read("Fri, 05 Mar 2026 11:58").notes).toEqual([
      "2026-03-05 is a Thu; the date is taken, not the weekday.",
    ]);
  });
});

describe("a zone behind the time", () => {
  test.each([
    ["09:40 UTC", "2026-03-05T09:40Z"],
    ["0940z", "2026-03-05T09:40Z"],
    ["09:40 PST", "2026-03-04T17:40Z"],
    ["05:40 am PST", "2026-03-05T13:40Z"],
    ["yesterday noon PST", "2026-03-04T20:00Z"],
    ["11:58 America/Los_Angeles", "2026-03-04T19:58Z"],
    ["5 Mar 04:58 (los angeles)", "2026-03-05T12:58Z"],
    ["14:00 +02:00", "2026-03-05T12:00Z"],
    ["14:00 UTC+2", "2026-03-05T12:00Z"],
    ["14:00 Etc/GMT-2", "2026-03-05T12:00Z"],
  ])("%s", (text, expected) => {
    expect(read(text, "Europe/Berlin").at).toBe(expected);
  });

  test("is shown beside the viewer's own", () => {
    expect(read("05:40 PST", "Europe/Berlin").reading).toBe(
      "2 h 32 min ago \u00b7 14:40 UTC+1 \u00b7 05:40 PST",
    );
    expect(read("20 min ago", "America/St_Johns").reading).toBe("20 min ago \u00b7 12:22 UTC\u22123:30");
    expect(read("mon 09:40", "Europe/Berlin").reading).toBe("3 d 8 h ago \u00b7 Mon 2 Mar 09:40 UTC+1");
  });

  test("with several meanings is taken as the viewer's, else as the first, and says which", () => {
    expect(read("10:00 CST").at).toBe("2026-03-05T16:00Z");
    expect(read("10:00 CST").notes).toEqual([
      "CST is read as US Central Standard Time (UTC\u22126), not as China Standard Time.",
    ]);
    expect(read("10:00 CST", "Asia/Shanghai").at).toBe("2026-03-05T02:00Z");
    expect(read("10:00 IST", "Asia/Jerusalem").at).toBe("2026-03-05T08:00Z");
  });

  test("of the other half of the year is taken as written, and says what clocks there show", () => {
    const result = read("10:00 PST", "UTC", "2026-07-05T20:00:00Z");
    expect(result.at).toBe("2026-07-05T18:00Z");
    expect(result.notes).toEqual([
      "PST is UTC\u22128, but clocks in America/Los_Angeles show UTC\u22127 then.",
    ]);
  });
});

describe("a time at a clock change", () => {
  test("that the clock jumped over moves on by the jump, and says so", () => {
    const result = read("02:30", "Europe/Berlin", "2026-03-29T08:00:00Z");
    expect(result.at).toBe("2026-03-29T01:30Z");
    expect(result.notes).toEqual(["The clock jumped over that time; read as 03:30 UTC+2."]);
  });

  test("that the clock showed twice is the first, and says how to write the second", () => {
    const result = read("02:30", "Europe/Berlin", "2026-10-25T08:00:00Z");
    expect(result.at).toBe("2026-10-25T00:30Z");
    expect(result.notes[0]).toContain("Write the second as 02:30 UTC+1.");
    expect(read("02:30 UTC+1", "Europe/Berlin", "2026-10-25T08:00:00Z").at).toBe("2026-10-25T01:30Z");
  });

  test("is not in doubt where its offset was typed", () => {
    expect(read("2026-10-25 02:30 CET", "Europe/Berlin", "2026-10-26T08:00:00Z").at).toBe(
      "2026-10-25T01:30Z",
    );
  });
});

test.each([
  ["", /Type a time/],
  ["foo", /Not understood/],
  ["9", /Not understood/],
  ["25:10", /no hour 25/],
  ["10:61", /no minute 61/],
  ["13pm", /from 1 to 12/],
  ["30 feb 10:00", /no 30 feb/],
  ["2026-02-30 10:00", /not on the calendar/],
  ["05/03/2026 10:00", /more than one way/],
  ["5.3. 10:00", /more than one way/],
  ["yesterday", /Add the time of day/],
  ["5 mar 2026", /Add the time of day/],
  ["09:40 XYZ", /"XYZ" is not a time zone/],
  ["14:00 +25:00", /not a time zone/],
  ["999999 weeks ago", /before 1970/],
  ["1".repeat(5000), /Not understood/],
])("'%s' is refused with its reason", (text, reason) => {
  expect(reasonFor(text)).toMatch(reason);
});

test("any text is either read as a finite instant or refused, never an error", () => {
  const words =
    "20 9 40 0940 2026 31 feb mar mon last yesterday today ago h m d : - / . , + am pm z utc PST New York Europe/Berlin 2026-03-29 02:30 9999-12-31 0001-01-01 half an noon".split(
      " ",
    );
  const soup = fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(" ", "")), { maxLength: 7 });
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    soup.map((parts) => parts.flat().join("")),
  );
  fc.assert(
    fc.property(text, fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Apia"), (typed, zone) => {
      const result = parseTypedTime(typed, { nowMs: Date.parse(NOW), zone });
      expect(result.ok ? Number.isFinite(result.ms) : result.reason.length > 10).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
