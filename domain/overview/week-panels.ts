import { type Day, dayStartMs } from "@/domain/calendar/day";
import type { Mark } from "@/domain/mark/schema";
import { type MarkLine, placeMarks } from "./mark-layout";
import { monthTicks } from "./month-ticks";
import { linearScale, roundPx, zeroAxis } from "./scale";
import type { Tick } from "./trend-layout";
import { numberWords } from "./words";

/** One measure by week: parts that stack, or lines of one unit. A value that is not known is null. */
interface WeekPanel {
  key: string;
  title: string;
  kind: "bars" | "lines";
  /** Percentages: the axis runs from 0 to 100, whatever the values. */
  isShare?: boolean;
  series: readonly {
    key: string;
    name: string;
    /** A custom property, such as "--ink". */
    colour: string;
    isDashed?: boolean;
    isHatched?: boolean;
    values: readonly (number | null)[];
  }[];
}

export interface WeekPanelsInput {
  timeZone: string;
  startMs: number;
  endMs: number;
  weeks: readonly { start: Day; end: Day }[];
  panels: readonly WeekPanel[];
  marks: readonly Mark[];
}

interface DrawnSeries {
  key: string;
  colour: string;
  isDashed: boolean;
  isHatched: boolean;
  /** Bars and lines alike; nothing where nothing is known. */
  path: string;
  points: { week: number; x: number; y: number }[];
}

interface DrawnPanel {
  key: string;
  title: string;
  kind: WeekPanel["kind"];
  top: number;
  base: number;
  ticks: Tick[];
  series: DrawnSeries[];
  /** Too few weeks for a line. */
  isDots: boolean;
  uncovered: { x: number; width: number }[];
}

export interface WeekPanelsLayout {
  isNarrow: boolean;
  width: number;
  height: number;
  left: number;
  right: number;
  base: number;
  panels: DrawnPanel[];
  months: { x: number; label: string | null }[];
  marks: (MarkLine & { labelY: number; lineTop: number })[];
  /** Where each week's middle is. */
  stops: number[];
}

/** Fewer than this many points are dots: a line would claim a course that nobody saw. */
const LINE_POINTS_MIN = 8;
const TITLE = 30;

/** Lays panels of weekly measures out on one time axis with the marks through all of them, in px. */
export function layoutWeekPanels(input: WeekPanelsInput, width: number): WeekPanelsLayout {
  const isNarrow = width < 620;
  const left = isNarrow ? 34 : 46;
  const right = width - (isNarrow ? 4 : 12);
  const x = linearScale([input.startMs, input.endMs], [left, right]);
  const placed = placeMarks(input, x, width, isNarrow);
  const rowHeight = isNarrow ? 14 : 30;
  const panelHeight = isNarrow ? 92 : 118;
  const weeks = input.weeks.map(({ start, end }) => [
    x(Math.max(input.startMs, dayStartMs(start, input.timeZone))),
    x(Math.min(input.endMs, dayStartMs(end, input.timeZone))),
  ]) as [number, number][];
  let top = placed.rows * rowHeight + TITLE;
  const panels = input.panels.map((panel) => {
    const drawn = layoutPanel(panel, weeks, top, top + panelHeight);
    top += panelHeight + TITLE + 10;
    return drawn;
  });
  const base = panels.at(-1)?.base ?? top;
  return {
    isNarrow,
    width,
    height: base + 24,
    left,
    right,
    base,
    panels,
    months: monthTicks(input, x, right),
    marks: placed.marks.map((mark) => {
      const labelY = 12 + (mark.row ?? 0) * rowHeight;
      const lineTop = mark.row === null ? placed.rows * rowHeight : labelY + (mark.lines.length - 1) * 14 + 5;
      return { ...mark, labelY, lineTop };
    }),
    stops: weeks.map(([from, to]) => roundPx((from + to) / 2)),
  };
}

function layoutPanel(
  panel: WeekPanel,
  weeks: readonly [number, number][],
  top: number,
  base: number,
): DrawnPanel {
  const sums = weeks.map((_, week) => panel.series.reduce((sum, { values }) => sum + (values[week] ?? 0), 0));
  const singles = panel.series.flatMap(({ values }) => values.map((value) => value ?? 0));
  const axis = panel.isShare
    ? { min: 0, max: 100, ticks: [0, 50, 100], decimals: 0 }
    : zeroAxis(Math.max(0, ...(panel.kind === "bars" ? sums : singles)));
  const y = linearScale([0, axis.max], [base, top]);
  // Three ticks are enough for a low panel.
  const every = Math.ceil((axis.ticks.length - 1) / 3);
  const known = weeks.filter((_, week) => panel.series.some(({ values }) => values[week] != null)).length;
  const shared = { key: panel.key, title: panel.title, kind: panel.kind, top, base };
  return {
    ...shared,
    ticks: axis.ticks.flatMap((value, index) =>
      index % every === 0
        ? [{ at: y(value), label: numberWords(value, axis.decimals), isBase: index === 0 }]
        : [],
    ),
    series: panel.kind === "bars" ? stackedBars(panel, weeks, y) : lines(panel, weeks, y),
    isDots: panel.kind === "lines" && known < LINE_POINTS_MIN,
    uncovered: uncoveredOf(panel, weeks),
  };
}

type Scale = (value: number) => number;

function stackedBars(panel: WeekPanel, weeks: readonly [number, number][], y: Scale): DrawnSeries[] {
  const levels = weeks.map(() => 0);
  return panel.series.map((one) => {
    let path = "";
    const points: DrawnSeries["points"] = [];
    for (const [week, [from, to]] of weeks.entries()) {
      const value = one.values[week] ?? 0;
      if (value <= 0) continue;
      const level = levels[week] ?? 0;
      const gap = to - from > 5 ? Math.min(3, (to - from) * 0.22) : 0;
      const [bottom, head] = [y(level), Math.min(y(level) - 0.8, y(level + value))];
      path += `M${roundPx(from + gap / 2)} ${roundPx(bottom)}H${roundPx(to - gap / 2)}V${roundPx(head)}H${roundPx(from + gap / 2)}Z`;
      points.push({ week, x: roundPx((from + to) / 2), y: roundPx(head) });
      levels[week] = level + value;
    }
    return { ...lookOf(one), path, points };
  });
}

function lines(panel: WeekPanel, weeks: readonly [number, number][], y: Scale): DrawnSeries[] {
  return panel.series.map((one) => {
    let path = "";
    let isOpen = false;
    const points: DrawnSeries["points"] = [];
    for (const [week, [from, to]] of weeks.entries()) {
      const value = one.values[week] ?? null;
      if (value === null) {
        isOpen = false;
        continue;
      }
      const point = { week, x: roundPx((from + to) / 2), y: roundPx(y(value)) };
      path += `${isOpen ? "L" : "M"}${point.x} ${point.y}`;
      isOpen = true;
      points.push(point);
    }
    return { ...lookOf(one), path, points };
  });
}

function lookOf({ key, colour, isDashed = false, isHatched = false }: WeekPanel["series"][number]) {
  return { key, colour, isDashed, isHatched };
}

/** Weeks of which no series knows anything: grey fields, never zero. */
function uncoveredOf(panel: WeekPanel, weeks: readonly [number, number][]): DrawnPanel["uncovered"] {
  const fields: { x: number; to: number }[] = [];
  for (const [week, [from, to]] of weeks.entries()) {
    if (panel.series.some(({ values }) => values[week] != null)) continue;
    const last = fields.at(-1);
    if (last !== undefined && Math.abs(last.to - from) < 0.5) last.to = to;
    else fields.push({ x: from, to });
  }
  return fields.map(({ x, to }) => ({ x: roundPx(x), width: roundPx(to - x) }));
}
