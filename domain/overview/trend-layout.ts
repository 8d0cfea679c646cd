import { dayStartMs } from "@/domain/calendar/day";
import type { LaneIncident, OverviewData } from "./data";
import { downsample } from "./downsample";
import { type MarkLine, placeMarks } from "./mark-layout";
import { monthTicks } from "./month-ticks";
import { availabilityAxis, linearScale, roundPx } from "./scale";
import { layoutShare, type SharePanel } from "./share-layout";

export type TrendInput = Pick<
  OverviewData,
  "points" | "adoption" | "changes" | "lane" | "marks" | "objective" | "timeZone" | "now"
> & { startMs: number; endMs: number };

type TrendPoint = {
  x: number;
  y: number;
  /** Index into the input's points. */
  index: number;
  isBelow: boolean;
};

export type Tick = { at: number; label: string; isBase: boolean };
export type Bubble = { incident: LaneIncident; x: number; radius: number };

export type TrendLayout = {
  isNarrow: boolean;
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  availability: {
    top: number;
    base: number;
    ticks: Tick[];
    objectiveY: number;
    points: TrendPoint[];
    line: string;
    /** From the last finished point to the one still running. */
    runningLine: string;
    dots: boolean;
    lowest: { x: number; y: number; label: string; anchor: "start" | "end" } | null;
  };
  lane: { top: number; height: number; bubbles: Bubble[] };
  adoption: {
    top: number;
    base: number;
    ticks: Tick[];
    targetY: number;
    points: { x: number; y: number; index: number }[];
    line: string;
    dots: boolean;
  };
  /** Null where no change of the period is on record. */
  share: SharePanel | null;
  /** Where the last panel ends: marks and cursor go down to it, and the months stand below. */
  base: number;
  /** Grey fields where nothing is known, per panel. */
  uncovered: { availability: Field[]; adoption: Field[] };
  months: { x: number; label: string | null }[];
  marks: MarkLine[];
  /** A cursor stop per availability point. */
  stops: {
    x: number;
    y: number | null;
    index: number;
    adoptionIndex: number | null;
    adoptionY: number | null;
  }[];
};

type Field = { x: number; width: number };

/** Fewer than this many points are dots: a line would claim a course that nobody saw. */
const LINE_POINTS_MIN = 8;
const WEEK_MS = 7 * 86_400_000;

/** Lays the panels, the lane between the first two and the marks through both out for one width, in px. */
export function layoutTrend(input: TrendInput, width: number): TrendLayout {
  const isNarrow = width < 620;
  const left = isNarrow ? 38 : 46;
  const right = width - (isNarrow ? 8 : 100);
  const x = linearScale([input.startMs, input.endMs], [left, right]);
  const placed = placeMarks(input, x, width, isNarrow);
  const rowHeight = isNarrow ? 14 : 30;
  // The panel's title has a line of its own below the marks' labels, which then stand above their lines.
  const top = (isNarrow ? 14 : 0) + placed.rows * rowHeight + (isNarrow ? 12 : 28);
  const panel = isNarrow ? 120 : 196;
  const laneTop = top + panel + 24;
  const laneHeight = isNarrow ? 40 : 44;
  const adoptionTop = laneTop + laneHeight + 32;
  const adoptionBase = adoptionTop + (isNarrow ? 96 : 112);
  const shareTop = adoptionBase + 50;
  const share = layoutShare(input, x, shareTop, shareTop + (isNarrow ? 84 : 96));
  const base = share?.base ?? adoptionBase;
  const availability = layoutAvailability(input, x, top, top + panel);
  const adoption = layoutAdoption(input, x, adoptionTop, adoptionBase);
  return {
    isNarrow,
    width,
    height: base + 24,
    left,
    right,
    top,
    availability: availability.panel,
    lane: { top: laneTop, height: laneHeight, bubbles: layoutLane(input, x, laneHeight) },
    adoption: adoption.panel,
    share,
    base,
    uncovered: { availability: availability.uncovered, adoption: adoption.uncovered },
    months: monthTicks(input, x, right),
    marks: placed.marks,
    stops: cursorStops(input, availability.all, adoption.panel.points),
  };
}

type Scale = (value: number) => number;

function middleMs(point: { start: string; end: string }): number {
  return (Date.parse(point.start) + Date.parse(point.end)) / 2;
}

function layoutAvailability(input: TrendInput, x: Scale, top: number, base: number) {
  const known = input.points.flatMap((point) => (point.availability === null ? [] : [point.availability]));
  const axis = availabilityAxis(known.length > 0 ? Math.min(...known) : input.objective, input.objective);
  const y = linearScale([axis.min, 100], [base, top]);
  const all = input.points.map((point, index) => ({
    x: x(middleMs(point)),
    y: point.availability === null ? null : y(point.availability * 100),
    index,
    isBelow: point.availability !== null && point.availability < input.objective,
  }));
  const kept = downsample(all, (point) => point.y);
  const last = input.points[input.points.length - 1];
  const isRunning = last !== undefined && last.end >= input.now && Date.parse(last.end) < input.endMs;
  const points = kept.flatMap((point) => (point.y === null ? [] : [{ ...point, y: point.y }]));
  const worst = points.reduce<TrendPoint | null>(
    (low, point) => (point.isBelow && (low === null || point.y > low.y) ? point : low),
    null,
  );
  const ratio = worst === null ? null : (input.points[worst.index]?.availability ?? null);
  return {
    all,
    uncovered: fieldsOf(input.points, (point) => point.availability === null, x),
    panel: {
      top,
      base,
      ticks: axis.ticks.map((value, index) => ({
        at: y(value),
        label: value.toFixed(Math.max(1, axis.decimals)),
        isBase: index === 0,
      })),
      objectiveY: y(input.objective * 100),
      points,
      line: linePath(isRunning ? kept.slice(0, -1) : kept),
      runningLine: isRunning ? linePath(kept.slice(-2)) : "",
      dots: points.length < LINE_POINTS_MIN,
      lowest:
        worst === null || ratio === null
          ? null
          : {
              x: worst.x,
              y: worst.y,
              label: (Math.floor(ratio * 1e5 + 1e-6) / 1e3).toFixed(axis.decimals > 2 ? 3 : 2),
              anchor: worst.x > x(input.endMs) - 60 ? ("end" as const) : ("start" as const),
            },
    },
  };
}

function layoutAdoption(input: TrendInput, x: Scale, top: number, base: number) {
  const y = linearScale([0, 1], [base, top]);
  const all = input.adoption.points.map((point, index) => ({
    x: Math.min(
      x(input.endMs),
      Math.max(x(input.startMs), x(weekStartMs(point.weekStart, input.timeZone) + WEEK_MS / 2)),
    ),
    y: point.rate === null ? null : y(point.rate),
    index,
  }));
  const kept = downsample(all, (point) => point.y);
  const points = kept.flatMap((point) => (point.y === null ? [] : [{ ...point, y: point.y }]));
  const weeks = input.adoption.points.map((point) => {
    const startMs = weekStartMs(point.weekStart, input.timeZone);
    return {
      start: new Date(Math.max(startMs, input.startMs)).toISOString(),
      end: new Date(Math.min(startMs + WEEK_MS, input.endMs)).toISOString(),
      rate: point.rate,
    };
  });
  return {
    uncovered: fieldsOf(weeks, (week) => week.rate === null, x),
    panel: {
      top,
      base,
      ticks: [0, 50, 100].map((value) => ({ at: y(value / 100), label: String(value), isBase: value === 0 })),
      targetY: y(input.adoption.target),
      points,
      line: linePath(kept),
      dots: points.length < LINE_POINTS_MIN,
    },
  };
}

function weekStartMs(weekStart: string, zone: string): number {
  return dayStartMs(weekStart.slice(0, 10), zone);
}

/** Straight lines between neighbours; a gap in what is known is a gap in the line. */
function linePath(points: readonly { x: number; y: number | null }[]): string {
  let path = "";
  let isOpen = false;
  for (const point of points) {
    if (point.y === null) {
      isOpen = false;
      continue;
    }
    path += `${isOpen ? "L" : "M"}${roundPx(point.x)} ${roundPx(point.y)}`;
    isOpen = true;
  }
  return path;
}

function fieldsOf<T extends { start: string; end: string }>(
  points: readonly T[],
  isUnknown: (point: T) => boolean,
  x: Scale,
): Field[] {
  const fields: Field[] = [];
  let open: { from: number; to: number } | null = null;
  const close = () => {
    if (open !== null && open.to > open.from)
      fields.push({ x: roundPx(open.from), width: roundPx(open.to - open.from) });
    open = null;
  };
  for (const point of points) {
    if (!isUnknown(point)) {
      close();
      continue;
    }
    const to = x(Date.parse(point.end));
    open = open === null ? { from: x(Date.parse(point.start)), to } : { from: open.from, to };
  }
  close();
  return fields;
}

/** Area follows the blast radius: an incident over everything is as high as the lane allows. Largest first, drawn below. */
function layoutLane(input: TrendInput, x: Scale, laneHeight: number): Bubble[] {
  const largest = laneHeight * 0.64;
  const [left, right] = [x(input.startMs), x(input.endMs)];
  return input.lane
    .map((incident) => {
      const area = Math.sqrt(incident.blastRadiusRatio) * largest;
      const radius = Math.max(2.6, roundPx(Math.min(laneHeight / 2 - 2, area)));
      // At the ends a wide one moves in, rather than cover the labels beside the lane.
      const at = Math.max(
        left - 6 + radius,
        Math.min(right + 6 - radius, x(Date.parse(incident.impactStartedAt))),
      );
      return { incident, x: roundPx(at), radius };
    })
    .sort((a, b) => b.radius - a.radius);
}

function cursorStops(
  input: TrendInput,
  points: { x: number; y: number | null; index: number }[],
  adoption: { x: number; y: number; index: number }[],
) {
  const kept = downsample(points, (point) => point.y);
  const weeks = input.adoption.points.map((point) => weekStartMs(point.weekStart, input.timeZone));
  return kept.map((point) => {
    const source = input.points[point.index];
    const endMs = source ? Date.parse(source.end) : 0;
    const middle = source ? middleMs(source) : 0;
    // A window of up to a week shows the week around its middle; a longer one the last week that began in it.
    const atMs = source && endMs - Date.parse(source.start) > 8 * 86_400_000 ? endMs - WEEK_MS : middle;
    let adoptionIndex: number | null = null;
    for (let index = 0; index < weeks.length; index += 1) {
      const start = weeks[index] ?? 0;
      if (start <= atMs && atMs < start + WEEK_MS) adoptionIndex = index;
    }
    const drawn = adoption.find((candidate) => candidate.index === adoptionIndex);
    return {
      x: roundPx(point.x),
      y: point.y === null ? null : roundPx(point.y),
      index: point.index,
      adoptionIndex,
      adoptionY: drawn === undefined ? null : roundPx(drawn.y),
    };
  });
}
