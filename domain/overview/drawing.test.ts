import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Breakdown } from "./data";
import { downsample } from "./downsample";
import { placeLabels } from "./label-rows";
import { availabilityAxis, niceStep, zeroAxis } from "./scale";
import { layoutBars, splitBreakdown, stackOrder } from "./stack";
import { layoutTrend, type TrendInput } from "./trend-layout";

describe("axes", () => {
  test("of availability end at 100, show the lowest point and the objective, and have three to six ticks", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.9, max: 0.9999, noNaN: true }),
        (lowest, objective) => {
          const axis = availabilityAxis(lowest, objective);
          expect(axis.max).toBe(100);
          expect(axis.min).toBeLessThanOrEqual(lowest * 100 + 1e-9);
          expect(axis.min).toBeLessThan(objective * 100);
          expect(axis.min).toBeGreaterThanOrEqual(0);
          expect(axis.ticks.length).toBeGreaterThanOrEqual(3);
          expect(axis.ticks.length).toBeLessThanOrEqual(6);
        },
      ),
    );
  });
  test("of minutes start at zero and reach the largest bar", () => {
    expect(zeroAxis(66).ticks).toEqual([0, 20, 40, 60, 80]);
    expect(zeroAxis(0).ticks[0]).toBe(0);
  });
  test("step by 1, 2 or 5", () => {
    expect([niceStep(0.58, 4), niceStep(66, 5), niceStep(0.3, 3)]).toEqual([0.2, 20, 0.1]);
  });
});

describe("thinning a series", () => {
  const value = (point: number | null) => point;
  test("keeps the lowest and the highest point of every stretch, in order, and at most as many as asked", () => {
    const series = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 301, maxLength: 2000 });
    fc.assert(
      fc.property(series, (points) => {
        const kept = downsample(points, value);
        expect(kept.length).toBeLessThanOrEqual(300);
        expect(Math.min(...kept)).toBe(Math.min(...points));
        expect(Math.max(...kept)).toBe(Math.max(...points));
        let at = -1;
        for (const point of kept) {
          at = points.indexOf(point, at + 1);
          expect(at).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 30 },
    );
  });
  test("leaves a short series alone, and gaps as gaps", () => {
    expect(downsample([1, null, 2], value)).toEqual([1, null, 2]);
    expect(
      downsample(
        Array.from({ length: 400 }, () => null),
        value,
      ).every((point) => point === null),
    ).toBe(true);
  });
});

test("labels that meet go into another row, and into none when all are full", () => {
  const label = { x: 50, width: 60 };
  expect(placeLabels([label, label, label], { from: 0, to: 400, rowsMax: 2 })).toEqual([
    { row: 0, middle: 50 },
    { row: 1, middle: 50 },
    null,
  ]);
});

function breakdown(count: number): Breakdown {
  const kinds = [
    "unknown",
    "dns",
    "genai-assisted-change",
    "data",
    "network",
    "capacity",
    "security",
    "process",
    "hardware",
  ];
  return {
    by: "cause",
    months: [{ start: "2026-01-01", end: "2026-01-31", isPart: false }],
    rows: kinds.slice(0, count).map((key, index) => ({
      key,
      name: key,
      minutes: 100 - index,
      beforeMinutes: 1,
      incidents: 2,
      byMonth: [100 - index],
    })),
  };
}

describe("stacked bars", () => {
  test("show at most seven causes and the sum of the rest", () => {
    const { shown, rest, restCount } = splitBreakdown(breakdown(9));
    expect(shown).toHaveLength(7);
    expect(rest).toMatchObject({ minutes: 93 + 92, incidents: 4, beforeMinutes: 2 });
    expect(restCount).toBe(2);
  });
  test("stack in the order of the taxonomy, not of cost", () => {
    const data = breakdown(4);
    expect(stackOrder(data, splitBreakdown(data).shown).map((row) => row.key)).toEqual([
      "genai-assisted-change",
      "dns",
      "data",
      "unknown",
    ]);
  });
  test("are as high as their minutes", () => {
    const data = breakdown(9);
    const layout = layoutBars(data, splitBreakdown(data), 600);
    const bar = layout.bars[0];
    expect(bar?.total).toBe(864);
    expect(bar?.topY).toBeCloseTo(layout.y(864), 6);
  });
});

function trend(points: (number | null)[]): TrendInput {
  const dayMs = 86_400_000;
  const startMs = Date.parse("2026-01-05T00:00:00Z");
  return {
    points: points.map((availability, index) => ({
      start: new Date(startMs + index * 7 * dayMs).toISOString(),
      end: new Date(startMs + (index + 1) * 7 * dayMs).toISOString(),
      availability,
      impactMinutes: 0,
      coveredMinutes: 10_080,
    })),
    adoption: { target: 0.8, points: [], lastFullWeek: null, before: null },
    changes: null,
    lane: [],
    marks: [],
    objective: 0.999,
    timeZone: "UTC",
    now: "2027-01-01T00:00:00.000Z",
    startMs,
    endMs: startMs + points.length * 7 * dayMs,
  };
}

describe("the panels of availability and adoption", () => {
  test("ring the points under the objective and name the lowest", () => {
    const layout = layoutTrend(trend([1, 0.996, 1, 0.9942, 1, 1, 1, 1]), 1150);
    expect(layout.availability.points.filter((point) => point.isBelow).map((point) => point.index)).toEqual([
      1, 3,
    ]);
    expect(layout.availability.lowest?.label).toBe("99.42");
  });
  test("draw fewer than eight points as dots, without a line's claim", () => {
    expect(layoutTrend(trend([1, 1, 1, 1, 1, 1, 1]), 1150).availability.dots).toBe(true);
    expect(layoutTrend(trend([1, 1, 1, 1, 1, 1, 1, 1]), 1150).availability.dots).toBe(false);
  });
  test("show what is not covered as a field and a gap, never as zero", () => {
    const layout = layoutTrend(trend([null, null, 1, 1, 1, 1, 1, 1, 1, 1]), 1150);
    expect(layout.uncovered.availability).toHaveLength(1);
    expect(layout.availability.points[0]?.index).toBe(2);
  });
  test("label a mark above its own line, also at the edge of the period", () => {
    const mark = {
      id: "m",
      kind: "policy",
      title: "Weekly-use target",
      detail: "80 %",
      sourceName: null,
      sourceUrl: null,
      generated: false,
    } as const;
    const layout = layoutTrend(
      { ...trend(Array.from({ length: 26 }, () => 1)), marks: [{ ...mark, day: "2026-01-05" }] },
      1150,
    );
    const [placed] = layout.marks;
    expect(placed?.row).toBe(0);
    expect(Math.abs((placed?.labelX ?? 0) - (placed?.x ?? 0))).toBeLessThan(30);
  });
  test("are laid out anew for every width, never beyond it", () => {
    for (const width of [300, 340, 680, 1150, 1390]) {
      const layout = layoutTrend(trend(Array.from({ length: 60 }, () => 1)), width);
      expect(layout.right).toBeLessThanOrEqual(width);
      expect(layout.stops.every((stop) => stop.x >= layout.left && stop.x <= layout.right)).toBe(true);
    }
  });
});

describe("the panel of the AI share of changes", () => {
  const counts = { changes: 0, failed: 0, rate: null };
  const classes = { ai: counts, "none-found": counts, unknown: counts, automation: counts };
  const withChanges = (weeks: number): TrendInput => {
    const input = trend(Array.from({ length: weeks }, () => 1));
    return {
      ...input,
      changes: {
        points: input.points.map(({ start, end }) => ({
          start: start.slice(0, 10),
          end: end.slice(0, 10),
          changes: { ai: 1, "none-found": 2, unknown: 1, automation: 0 },
        })),
        total: { ai: weeks, "none-found": 2 * weeks, unknown: weeks, automation: 0 },
        failure: { followUpDays: 7, countedTo: "2026-01-05", waiting: 0, changesMin: 100, total: classes },
        services: null,
      },
    };
  };
  test("is there only where changes are on record, and the months then stand below it", () => {
    expect(layoutTrend(trend([1, 1]), 1150)).toMatchObject({ share: null });
    const layout = layoutTrend(withChanges(8), 1150);
    expect(layout.base).toBe(layout.share?.base);
    expect(layout.base).toBeGreaterThan(layout.adoption.base);
  });
  test("stacks every class from the base, AI first and the unknown on it", () => {
    const { share } = layoutTrend(withChanges(1), 1150);
    const height = (share?.base ?? 0) - (share?.top ?? 0);
    const edges = (path: string | undefined) =>
      /^M\S+ (\S+)H\S+V([\d.]+)H/
        .exec(path ?? "")
        ?.slice(1)
        .map(Number);
    expect(edges(share?.paths.ai)).toEqual([share?.base, (share?.base ?? 0) - height / 4]);
    expect(edges(share?.paths.unknown)).toEqual([
      (share?.base ?? 0) - height / 4,
      (share?.base ?? 0) - height / 2,
    ]);
    expect(edges(share?.paths["none-found"])?.[1]).toBe(share?.top);
    expect(share?.paths.automation).toBe("");
  });
  test("has at most 300 columns, whatever the grain", () => {
    const { share } = layoutTrend(withChanges(1000), 1150);
    expect(share?.paths.ai.match(/M/g)?.length).toBeLessThanOrEqual(300);
  });
});
