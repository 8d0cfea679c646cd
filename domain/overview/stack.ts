import { causeRank } from "@/domain/cause/taxonomy";
import type { Breakdown, BreakdownRow } from "./data";
import { type Axis, linearScale, zeroAxis } from "./scale";

/** Colours that can still be told apart; what is beyond is one hatched rest. */
const SEGMENTS_MAX = 7;

export type StackedBreakdown = { shown: BreakdownRow[]; rest: BreakdownRow | null; restCount: number };

/**
 * The rows that get a colour, the costliest, and the sum of all others. Causes come back by cost for the table;
 * `stackOrder` puts them into the order of the taxonomy for the bars, so that a colour keeps its place.
 */
export function splitBreakdown(breakdown: Breakdown): StackedBreakdown {
  const costly = breakdown.rows
    .filter((row) => row.minutes > 0 || (row.beforeMinutes ?? 0) > 0 || (row.incidents ?? 0) > 0)
    .sort(
      (a, b) =>
        b.minutes - a.minutes || (b.incidents ?? 0) - (a.incidents ?? 0) || a.name.localeCompare(b.name),
    );
  const shown = costly.slice(0, SEGMENTS_MAX);
  const others = costly.slice(shown.length);
  return { shown, rest: others.length === 0 ? null : sumRows(others), restCount: others.length };
}

function sumRows(rows: readonly BreakdownRow[]): BreakdownRow {
  const sum = (pick: (row: BreakdownRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const months = rows[0]?.byMonth.length ?? 0;
  return {
    key: "",
    name: "",
    minutes: sum((row) => row.minutes),
    beforeMinutes: rows.some((row) => row.beforeMinutes === null)
      ? null
      : sum((row) => row.beforeMinutes ?? 0),
    incidents: rows.some((row) => row.incidents === null) ? null : sum((row) => row.incidents ?? 0),
    byMonth: Array.from({ length: months }, (_, month) => sum((row) => row.byMonth[month] ?? 0)),
  };
}

export function stackOrder(breakdown: Breakdown, rows: readonly BreakdownRow[]): BreakdownRow[] {
  if (breakdown.by !== "cause") return [...rows];
  return [...rows].sort((a, b) => causeRank(a.key) - causeRank(b.key) || a.key.localeCompare(b.key));
}

export type Segment = {
  key: string;
  y: number;
  height: number;
  isRest: boolean;
  hasCode: boolean;
  minutes: number;
};
type Bar = { x: number; middle: number; total: number; topY: number; segments: Segment[] };
export type BarsLayout = {
  width: number;
  height: number;
  left: number;
  right: number;
  base: number;
  barWidth: number;
  axis: Axis;
  y: (value: number) => number;
  bars: Bar[];
  hasCodes: boolean;
};

/** Lays stacked monthly bars out for one width, in px; a segment that holds something is never invisible. */
export function layoutBars(breakdown: Breakdown, stacked: StackedBreakdown, width: number): BarsLayout {
  const height = width < 480 ? 190 : 236;
  const totals = breakdown.months.map((_, month) =>
    [...stacked.shown, ...(stacked.rest ? [stacked.rest] : [])].reduce(
      (sum, row) => sum + (row.byMonth[month] ?? 0),
      0,
    ),
  );
  const axis = zeroAxis(Math.max(0, ...totals));
  const base = height - 22;
  const y = linearScale([0, axis.max], [base, 18]);
  const left = 12 + 7 * Math.max(2, axis.ticks[axis.ticks.length - 1]?.toFixed(axis.decimals).length ?? 2);
  const right = width - 4;
  const pitch = (right - left) / Math.max(1, breakdown.months.length);
  const hasCodes = pitch > 64;
  const barWidth = Math.max(2, Math.min(44, hasCodes ? pitch * 0.55 : pitch * 0.66));
  const ordered = stackOrder(breakdown, stacked.shown);
  const bars = breakdown.months.map((_, month) => {
    const middle = left + (month + 0.5) * pitch;
    let level = base;
    const segments: Segment[] = [];
    for (const row of stacked.rest ? [...ordered, stacked.rest] : ordered) {
      const minutes = row.byMonth[month] ?? 0;
      if (minutes <= 0) continue;
      const full = base - y(minutes);
      const segmentHeight = Math.max(0.8, full);
      segments.push({
        key: row.key,
        y: level - segmentHeight,
        height: full > 2 ? segmentHeight - 1 : segmentHeight,
        isRest: row === stacked.rest,
        hasCode: hasCodes && full >= 11,
        minutes,
      });
      level -= segmentHeight;
    }
    return { x: middle - barWidth / 2, middle, total: totals[month] ?? 0, topY: level, segments };
  });
  return { width, height, left, right, base, barWidth, axis, y, bars, hasCodes };
}
