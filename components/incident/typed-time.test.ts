import { expect, test } from "vitest";
import { isoOf, NO_TIME, readTypedTime, typedFrom, wallText, withLocalTimes } from "./typed-time";

const viewer = { nowMs: Date.parse("2026-11-21T04:45:00Z"), zone: "America/Los_Angeles" };

test("a stamp shown in a field and typed again is the same instant, in any zone", () => {
  for (const zone of ["UTC", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia"])
    for (const iso of ["2026-03-05T11:58:00.000Z", "2026-11-20T23:59:59.000Z"]) {
      const typed = readTypedTime(wallText(Date.parse(iso), zone), { ...viewer, zone });
      expect(isoOf(typed)).toBe(iso);
    }
});

test("a time that is not touched keeps its milliseconds", () => {
  expect(isoOf(typedFrom("2026-03-05T11:58:00.123Z", "UTC"))).toBe("2026-03-05T11:58:00.123Z");
  expect(typedFrom(null, "UTC")).toBe(NO_TIME);
});

test("an empty field is no time and no mistake, and a wrong one says why", () => {
  expect(readTypedTime(" ", viewer)).toMatchObject({ ms: null, reason: null });
  expect(readTypedTime("25:99", viewer).reason).toBeTruthy();
});

test("a refusal names its instants on the reader's clock", () => {
  expect(withLocalTimes('"mitigated" (2026-11-21T04:15:10.518Z) is early.', viewer.zone)).toBe(
    '"mitigated" (20 Nov 2026, 20:15 PST) is early.',
  );
});
