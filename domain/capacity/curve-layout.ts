import { HOUR_MS } from "@/domain/calendar/zone";
import { linearScale, roundPx } from "@/domain/overview/scale";
import type { Tick } from "@/domain/overview/trend-layout";
import { type Frame, frameOf } from "./frame";
import type { CurvePoint } from "./waiting";

export interface CurveLayout extends Frame {
  ticks: Tick[];
  /** Along the time, which is drawn by its square root: most of it happens in the first hours. */
  hours: { x: number; label: string }[];
  line: string;
  band: string;
  /** Where the curve crosses a half, or nothing where it does not. */
  half: { x: number; y: number } | null;
}

const HOURS = [0, 1, 4, 8, 24, 48, 72, 120, 168] as const;
const HOUR_LABELS: Record<number, string> = {
  0: "0",
  24: "1 day",
  48: "2 days",
  72: "3 days",
  120: "5 days",
  168: "7 days",
};

/** Lays the curve of what is still waiting out over the first week, in px; the axis of time ends where the curve does. */
export function layoutCurve(curve: readonly CurvePoint[], width: number): CurveLayout {
  const frame = frameOf(width, { height: 220, left: 38, right: 14, top: 12 });
  const { left, right, top, base } = frame;
  const lastMs = curve.at(-1)?.ms ?? 0;
  const endHours = HOURS.find((hours) => hours > 0 && hours * HOUR_MS >= lastMs) ?? 168;
  const root = linearScale([0, Math.sqrt(endHours)], [left, right]);
  const x = (ms: number) => roundPx(root(Math.sqrt(Math.min(endHours, ms / HOUR_MS))));
  const y = (ratio: number) => roundPx(linearScale([0, 1], [base, top])(ratio));
  const seen = curve.filter(({ ms }) => ms <= endHours * HOUR_MS);
  const half = seen.find(({ survival }) => survival <= 0.5);
  return {
    ...frame,
    ticks: [0, 50, 100].map((value) => ({ at: y(value / 100), label: String(value), isBase: value === 0 })),
    hours: HOURS.filter((hours) => hours <= endHours)
      .map((hours) => ({ x: roundPx(root(Math.sqrt(hours))), label: HOUR_LABELS[hours] ?? `${hours} h` }))
      .filter(({ x: at }, index, all) => index === 0 || at - (all[index - 1]?.x ?? 0) > 34),
    line: stepsOf(seen, (point) => point.survival, x, y, right),
    band: bandOf(seen, x, y, right),
    half: half === undefined ? null : { x: x(half.ms), y: y(0.5) },
  };
}

type Scale = (value: number) => number;

function stepsOf(
  points: readonly CurvePoint[],
  of: (point: CurvePoint) => number,
  x: Scale,
  y: Scale,
  end: number,
) {
  let path = "";
  for (const [index, point] of points.entries()) {
    path += index === 0 ? `M${x(point.ms)} ${y(of(point))}` : `H${x(point.ms)}V${y(of(point))}`;
  }
  return path === "" ? "" : `${path}H${end}`;
}

function bandOf(points: readonly CurvePoint[], x: Scale, y: Scale, end: number): string {
  const known = points.filter((point) => point.low !== null && point.high !== null);
  const [first] = known;
  if (first === undefined) return "";
  const above = stepsOf(known, (point) => point.high ?? 1, x, y, end);
  let below = "";
  let to = end;
  for (const point of known.toReversed()) {
    below += `L${to} ${y(point.low ?? 0)}H${x(point.ms)}`;
    to = x(point.ms);
  }
  return `${above}${below}Z`;
}
