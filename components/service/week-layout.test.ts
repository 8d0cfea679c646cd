import { describe, expect, it } from "vitest";
import { addDays } from "@/domain/calendar/day";
import { layWeeksOut } from "./week-layout";

const weeks = (values: (number | null)[]) =>
  values.map((availability, index) => ({
    start: `${addDays("2026-01-05", 7 * index)}T00:00:00.000Z`,
    end: `${addDays("2026-01-12", 7 * index)}T00:00:00.000Z`,
    availability,
    impactMinutes: 0,
    coveredMinutes: availability === null ? 0 : 10_080,
  }));
const look = { width: 740, objective: 0.999, zone: "UTC" };

describe("availability by week", () => {
  it("draws fewer than eight covered weeks as dots, without a line", () => {
    expect(layWeeksOut(weeks([1, 1, 0.99]), look)).toMatchObject({ line: "", dots: { length: 3 } });
    expect(layWeeksOut(weeks(Array(8).fill(1)), look).line).not.toBe("");
  });

  it("shows what is not covered as a field, never as zero", () => {
    const layout = layWeeksOut(weeks([null, null, ...Array(8).fill(0.9995)]), look);
    expect(layout.uncovered).toEqual([{ x: 44, width: 120.8, from: 0, to: 2 }]);
    expect(layout.dots).toHaveLength(8);
    expect(layout.line.startsWith(`M${layout.dots[0]?.x}`)).toBe(true);
  });

  it("breaks the line where weeks between are not covered", () => {
    const layout = layWeeksOut(weeks([1, 1, 1, 1, null, 1, 1, 1, 1]), look);
    expect(layout.line.match(/M/g)).toHaveLength(2);
  });

  it("marks the weeks under the objective, and keeps every dot inside the frame", () => {
    const layout = layWeeksOut(weeks([...Array(9).fill(1), 0.42]), look);
    expect(layout.dots.filter((dot) => dot.isBelow)).toHaveLength(1);
    for (const dot of layout.dots) {
      expect(dot.y).toBeGreaterThanOrEqual(layout.top);
      expect(dot.y).toBeLessThanOrEqual(layout.base);
    }
  });
});
