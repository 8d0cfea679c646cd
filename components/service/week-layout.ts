import type { AvailabilityPoint } from "@/domain/availability/schema";
import { dayOf } from "@/domain/calendar/day";
import { availabilityAxis, linearScale, roundPx } from "@/domain/overview/scale";
import { monthName } from "@/domain/overview/words";

export type WeekDot = {
  x: number;
  y: number;
  /** Week of the point: its first day, and its place among the points. */
  day: string;
  index: number;
  isBelow: boolean;
};

export type WeekLayout = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  base: number;
  ticks: { y: number; label: string; isBase: boolean }[];
  months: { x: number; label: string }[];
  objectiveY: number;
  /** What the scale runs over, in percent. */
  axis: { min: number; max: number };
  /** Fields of weeks that are not covered: in px, and as places among the points, the end not included. */
  uncovered: { x: number; width: number; from: number; to: number }[];
  /** Too few weeks for a line: dots alone. */
  isDots: boolean;
  /** The line; empty with fewer than eight covered weeks, which show as dots alone. */
  line: string;
  dots: WeekDot[];
};

/** Fewer covered weeks than this are dots: a line through them would claim a trend. */
const LINE_FROM = 8;

/** Availability by week, laid out for a width in px; weeks are of equal width. */
export function layWeeksOut(
  points: readonly AvailabilityPoint[],
  { width, objective, zone }: { width: number; objective: number; zone: string },
): WeekLayout {
  const left = 44;
  const right = width - (width < 480 ? 6 : 92);
  const top = 10;
  const base = 132;
  const covered = points.flatMap((point) => (point.availability === null ? [] : [point.availability]));
  const axis = availabilityAxis(Math.min(1, ...covered), objective);
  const y = linearScale([axis.min, axis.max], [base, top]);
  const pitch = (right - left) / Math.max(1, points.length);
  const x = (index: number) => left + pitch * (index + 0.5);
  const dots = points.flatMap((point, index): WeekDot[] =>
    point.availability === null
      ? []
      : [
          {
            x: roundPx(x(index)),
            y: roundPx(y(point.availability * 100)),
            day: dayOf(Date.parse(point.start), zone),
            index,
            isBelow: point.availability < objective,
          },
        ],
  );
  return {
    width,
    height: base + 22,
    left,
    right,
    top,
    base,
    ticks: axis.ticks.map((value) => ({
      y: roundPx(y(value)),
      label: value.toFixed(axis.decimals),
      isBase: value === axis.min,
    })),
    months: monthTicks(points, x, zone, width < 480 ? 48 : 40),
    objectiveY: roundPx(y(objective * 100)),
    uncovered: uncoveredRuns(points).map(({ from, to }) => ({
      x: roundPx(left + pitch * from),
      width: roundPx(pitch * (to - from)),
      from,
      to,
    })),
    axis: { min: axis.min, max: axis.max },
    isDots: covered.length < LINE_FROM,
    line: covered.length < LINE_FROM ? "" : lineThrough(dots),
    dots,
  };
}

/** Runs of weeks that are not covered, as places among the points, the end not included. */
function uncoveredRuns(points: readonly AvailabilityPoint[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [index, point] of points.entries()) {
    if (point.availability !== null) continue;
    const last = runs.at(-1);
    if (last?.to === index) last.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs;
}

/** A line breaks where weeks between are not covered. */
function lineThrough(dots: readonly WeekDot[]): string {
  return dots
    .map((dot, at) => `${dots[at - 1]?.index === dot.index - 1 ? "L" : "M"}${dot.x} ${dot.y}`)
    .join("");
}

function monthTicks(
  points: readonly AvailabilityPoint[],
  x: (index: number) => number,
  zone: string,
  apart: number,
): { x: number; label: string }[] {
  const ticks: { x: number; label: string }[] = [];
  let month = "";
  for (const [index, point] of points.entries()) {
    const day = dayOf(Date.parse(point.start), zone);
    if (day.slice(0, 7) === month) continue;
    month = day.slice(0, 7);
    const at = roundPx(x(index));
    if (at - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) < apart) continue;
    const isYearNamed = ticks.length === 0 || month.endsWith("-01");
    ticks.push({ x: at, label: isYearNamed ? `${monthName(day)} ${day.slice(0, 4)}` : monthName(day) });
  }
  return ticks;
}
