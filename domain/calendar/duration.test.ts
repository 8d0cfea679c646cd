import { expect, test } from "vitest";
import { formatDuration } from "@/domain/calendar/duration";

const minutes = (count: number) => count * 60_000;

test.each([
  [0, "0 s"],
  [45_000, "45 s"],
  [59_600, "1 min"],
  [minutes(24), "24 min"],
  [minutes(59.7), "1 h"],
  [minutes(352), "5 h 52 min"],
  [minutes(120), "2 h"],
  [minutes(24 * 60 - 0.4), "1 d"],
  [minutes(51 * 60), "2 d 3 h"],
  [minutes(47 * 60 + 40), "2 d"],
  [minutes(48 * 60), "2 d"],
  [minutes(99 * 1440 + 23.8 * 60), "100 d"],
  [minutes(150 * 1440 + 60), "150 d"],
  [-minutes(5), "\u22125 min"],
])("a length of %d ms reads %s", (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
