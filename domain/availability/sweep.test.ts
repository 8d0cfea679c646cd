import { describe, expect, test } from "vitest";
import {
  lossByDay,
  lostMs,
  lostMsByIncident,
  type ServiceImpact,
  sweepImpacts,
} from "@/domain/availability/sweep";

function impact(incidentId: string, startMs: number, endMs: number, fraction = 1): ServiceImpact {
  return { incidentId, order: incidentId.charCodeAt(0), startMs, endMs, fraction };
}

const rows = (impacts: ServiceImpact[]) =>
  sweepImpacts(impacts).map((segment) => [
    segment.startMs,
    segment.endMs,
    segment.fraction,
    segment.incidentId,
  ]);

describe("each moment's loss", () => {
  test("counts once where impacts overlap", () => {
    const segments = sweepImpacts([impact("a", 0, 30), impact("b", 20, 50), impact("c", 100, 110)]);
    expect(lostMs(segments, { startMs: 0, endMs: 43_200 })).toBe(60);
  });

  test("belongs to the largest fraction, and returns to the smaller when the larger ends", () => {
    expect(rows([impact("a", 0, 100, 0.3), impact("b", 40, 60, 1)])).toEqual([
      [0, 40, 0.3, "a"],
      [40, 60, 1, "b"],
      [60, 100, 0.3, "a"],
    ]);
  });

  test("belongs to the earliest started among equal fractions", () => {
    expect(rows([impact("b", 0, 30), impact("a", 20, 50)])).toEqual([
      [0, 30, 1, "b"],
      [30, 50, 1, "a"],
    ]);
  });

  test("belongs to the lowest order among equal fractions that started together", () => {
    expect(rows([impact("b", 0, 50), impact("a", 0, 30)])).toEqual([
      [0, 30, 1, "a"],
      [30, 50, 1, "b"],
    ]);
  });

  test("is one segment where impacts of the same incident follow on each other", () => {
    expect(rows([impact("a", 0, 10), impact("a", 10, 30), impact("a", 5, 20)])).toEqual([[0, 30, 1, "a"]]);
  });

  test("is nothing for an impact without length or without fraction", () => {
    expect(rows([impact("a", 5, 5), impact("b", 9, 7), impact("c", 0, 50, 0)])).toEqual([]);
  });

  test("refuses a fraction outside 0 to 1", () => {
    expect(() => sweepImpacts([impact("a", 0, 1, 1.2)])).toThrow(/from 0 to 1/);
    expect(() => sweepImpacts([impact("a", 0, 1, Number.NaN)])).toThrow(/from 0 to 1/);
  });

  test("is found fast when 50,000 impacts are all open at once", () => {
    const impacts = Array.from({ length: 50_000 }, (_, index) =>
      impact(`i${index}`, index, 1_000_000 - index, (index + 1) / 50_000),
    );
    const begunMs = performance.now();
    const segments = sweepImpacts(impacts);
    expect(performance.now() - begunMs).toBeLessThan(2000);
    expect(segments.length).toBe(99_999);
  });
});

test("loss outside the window is left out, per incident as well as in sum", () => {
  const segments = sweepImpacts([
    impact("a", -20, 10),
    impact("b", 43_190, 43_300),
    impact("a", 50, 60, 0.5),
  ]);
  const window = { startMs: 0, endMs: 43_200 };
  expect(lostMs(segments, window)).toBe(25);
  expect([...lostMsByIncident(segments, window)]).toEqual([
    ["a", 15],
    ["b", 10],
  ]);
});

describe("loss by day", () => {
  const at = (text: string) => Date.parse(text);

  test("is cut at the zone's midnight", () => {
    const segments = sweepImpacts([impact("a", at("2026-03-28T22:00:00Z"), at("2026-03-30T00:00:00Z"), 0.5)]);
    const days = lossByDay(segments, { zone: "Europe/Berlin" });
    expect(days.map(({ day, lostMs }) => [day, lostMs / 3_600_000])).toEqual([
      ["2026-03-28", 0.5],
      ["2026-03-29", 11.5],
      ["2026-03-30", 1],
    ]);
  });

  test("starts when the service is tracked and ends at now", () => {
    const segments = sweepImpacts([impact("a", at("2026-01-01T00:00:00Z"), at("2026-01-05T00:00:00Z"))]);
    const days = lossByDay(segments, {
      zone: "UTC",
      trackedFromMs: at("2026-01-02T12:00:00Z"),
      untilMs: at("2026-01-03T06:00:00Z"),
    });
    expect(days.map(({ day, lostMs }) => [day, lostMs / 3_600_000])).toEqual([
      ["2026-01-02", 12],
      ["2026-01-03", 6],
    ]);
  });

  test("keeps apart whose it is", () => {
    const segments = sweepImpacts([
      impact("a", at("2026-01-01T23:00:00Z"), at("2026-01-02T02:00:00Z"), 0.3),
      impact("b", at("2026-01-02T01:00:00Z"), at("2026-01-02T03:00:00Z")),
    ]);
    const second = lossByDay(segments, { zone: "UTC" })[1];
    expect(second?.day).toBe("2026-01-02");
    expect([...(second?.byIncident ?? [])]).toEqual([
      ["a", 0.3 * 3_600_000],
      ["b", 2 * 3_600_000],
    ]);
  });
});
