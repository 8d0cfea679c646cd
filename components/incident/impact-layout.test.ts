import { describe, expect, test } from "vitest";
import type { Impact } from "@/domain/incident/schema";
import { labelStamps, layImpactsOut, ticksBetween } from "./impact-layout";

const at = (text: string) => Date.parse(`2026-03-05T${text}:00Z`);

function impact(slug: string, from: string, to: string | null, fraction: number): Impact {
  return {
    id: `${slug}-${from}`,
    service: { id: slug, slug, name: slug, weight: 1 },
    level: null,
    fraction,
    startedAt: new Date(at(from)).toISOString(),
    endedAt: to === null ? null : new Date(at(to)).toISOString(),
  };
}

describe("the impact picture", () => {
  const layout = layImpactsOut({
    impacts: [
      impact("storefront", "12:06", null, 0.3),
      impact("pricing", "11:58", "16:44", 1),
      impact("pricing", "16:44", "17:50", 0.3),
    ],
    stamps: [{ key: "detectedAt", word: "detected", ms: at("12:06") }],
    nowMs: at("18:00"),
    zone: "UTC",
  });

  test("gives every service one row, the first hit on top", () => {
    expect(layout.rows.map((row) => [row.slug, row.bars.length])).toEqual([
      ["pricing", 2],
      ["storefront", 1],
    ]);
  });

  test("runs an open impact to now and keeps everything inside", () => {
    const open = layout.rows[1]?.bars[0];
    expect(open?.open).toBe(true);
    expect(open?.toRatio).toBeCloseTo((at("18:00") - layout.startMs) / (layout.endMs - layout.startMs));
    for (const row of layout.rows)
      for (const bar of row.bars) {
        expect(bar.fromRatio).toBeGreaterThan(0);
        expect(bar.toRatio).toBeLessThan(1);
      }
  });

  test("joins impacts that follow each other without a gap", () => {
    const [first, second] = layout.rows[0]?.bars ?? [];
    expect(first?.toRatio).toBe(second?.fromRatio);
  });

  test("has round ticks of the zone's clock, at most eight", () => {
    expect(layout.ticks.map((tick) => new Date(tick.ms).toISOString().slice(11, 16))).toEqual([
      "12:00",
      "13:00",
      "14:00",
      "15:00",
      "16:00",
      "17:00",
      "18:00",
    ]);
    // Kathmandu is 5:45 ahead: its full hours are a quarter past in UTC.
    for (const ms of ticksBetween(at("00:00"), at("06:00"), "Asia/Kathmandu"))
      expect(new Date(ms).getUTCMinutes()).toBe(15);
    for (const hours of [0.1, 1, 5, 30, 400, 9000]) {
      const ticks = ticksBetween(at("00:00"), at("00:00") + hours * 3_600_000, "America/New_York");
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect(ticks.length).toBeGreaterThan(2);
    }
  });

  test("stays finite for a moment's incident", () => {
    const { endMs, startMs, ticks } = layImpactsOut({
      impacts: [impact("a", "12:00", null, 1)],
      stamps: [],
      nowMs: at("12:00"),
      zone: "UTC",
    });
    expect(endMs).toBeGreaterThan(startMs);
    expect(ticks.length).toBeLessThan(10);
  });
});

describe("labels over the stamps", () => {
  const stamps = [
    { key: "d", word: "detected", ms: 0, atRatio: 0.03 },
    { key: "a", word: "acknowledged", ms: 1, atRatio: 0.04 },
    { key: "m", word: "mitigated", ms: 2, atRatio: 0.72 },
    { key: "r", word: "resolved", ms: 3, atRatio: 0.9 },
  ];

  test("are joined where they would touch", () => {
    expect(labelStamps(stamps, 1000, (stamp) => stamp.word)).toEqual([
      { atRatio: 0.03, text: "detected, acknowledged", anchor: "start" },
      { atRatio: 0.72, text: "mitigated", anchor: "end" },
      { atRatio: 0.9, text: "resolved", anchor: "end" },
    ]);
    expect(labelStamps(stamps, 60, (stamp) => stamp.word)).toHaveLength(1);
  });
});
