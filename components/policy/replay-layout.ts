import type { ReplayedPolicy } from "@/domain/sign-off/replay-schema";

export const REPLAY_PICTURE = { width: 460, height: 240, left: 34, right: 14, top: 12, bottom: 36 } as const;
const LABEL_PX = 12;

interface ReplayPoint {
  x: number;
  y: number;
  kind: ReplayedPolicy["kind"];
  /** Of several in one place, all of them. */
  label: string;
  labelEnds: "left" | "right";
}

export interface ReplayLayout {
  points: ReplayPoint[];
  path: string;
  /** Where reviewers' hours end; null beyond the picture, or without reviewers. */
  capacityX: number | null;
  xTicks: { x: number; words: string }[];
  yTicks: { y: number; words: string }[];
}

/** Mark of a policy in the picture and its row: the draft and the one in force by name, presets by letter. */
export function markOf(
  policies: readonly Pick<ReplayedPolicy, "key" | "kind" | "name">[],
  key: string,
): string {
  const one = policies.find((policy) => policy.key === key);
  if (one === undefined) return "";
  if (one.kind === "draft") return "draft";
  if (one.kind === "in-force") return one.name;
  const place = policies.filter(({ kind }) => kind === "preset").findIndex((policy) => policy.key === key);
  return String.fromCharCode(65 + place);
}

/** Incidents held against reviewer hours a week, one point a policy. */
export function layoutReplay(
  policies: readonly ReplayedPolicy[],
  { incidents, capacityHours }: { incidents: number; capacityHours: number },
): ReplayLayout {
  const { width, height, left, right, top, bottom } = REPLAY_PICTURE;
  const most = Math.max(...policies.map(({ hoursPerWeek }) => hoursPerWeek), 0.1);
  const xStep = stepOf(Math.max(most, Math.min(capacityHours, most * 2)) * 1.1);
  const xMax = xStep * Math.ceil((Math.max(most, Math.min(capacityHours, most * 2)) * 1.1) / xStep);
  // Of many incidents few may be held; the axis says how far it goes.
  const highest = Math.max(...policies.map(({ incidentsHeld }) => incidentsHeld));
  const shown = Math.max(1, Math.min(incidents, Math.max(highest * 1.25, 4)));
  const yStep = Math.max(1, stepOf(shown));
  const yMax = yStep * Math.ceil(shown / yStep);
  const xOf = (hours: number) => left + (hours / xMax) * (width - left - right);
  const yOf = (held: number) => height - bottom - (held / yMax) * (height - top - bottom);
  const placed = [...policies]
    .sort((a, b) => a.hoursPerWeek - b.hoursPerWeek || a.incidentsHeld - b.incidentsHeld)
    .map((policy) => ({
      x: xOf(policy.hoursPerWeek),
      y: yOf(policy.incidentsHeld),
      kind: policy.kind,
      mark: markOf(policies, policy.key),
    }));
  return {
    points: labelled(placed, width - right),
    path: frontierOf(placed)
      .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
      .join(" "),
    capacityX: capacityHours > 0 && capacityHours <= xMax ? xOf(capacityHours) : null,
    xTicks: ticks(xMax, xStep).map((hours) => ({ x: xOf(hours), words: String(Number(hours.toFixed(2))) })),
    yTicks: ticks(yMax, yStep).map((held) => ({ y: yOf(held), words: String(held) })),
  };
}

/** Those that no other policy beats with as many incidents for fewer hours. */
function frontierOf<P extends { y: number }>(placed: readonly P[]): P[] {
  let best = Number.POSITIVE_INFINITY;
  return placed.filter(({ y }) => {
    if (y >= best) return false;
    best = y;
    return true;
  });
}

/** One label for points whose labels would lie over each other. */
function labelled(
  placed: readonly { x: number; y: number; kind: ReplayedPolicy["kind"]; mark: string }[],
  endX: number,
): ReplayPoint[] {
  const labels: { x: number; y: number; marks: string[] }[] = [];
  const points = placed.map(({ x, y, kind, mark }) => {
    const near = labels.find((one) => Math.abs(one.x - x) < LABEL_PX * 2 && Math.abs(one.y - y) < LABEL_PX);
    const group = near ?? { x, y, marks: [] };
    if (near === undefined) labels.push(group);
    group.marks.push(mark);
    return { x, y, kind, group, isFirst: near === undefined };
  });
  return points.map(({ x, y, kind, group, isFirst }) => {
    const label = isFirst ? group.marks.join(", ") : "";
    return { x, y, kind, label, labelEnds: x + 10 + label.length * 7 > endX ? "left" : "right" };
  });
}

function ticks(max: number, step: number): number[] {
  return Array.from({ length: Math.round(max / step) + 1 }, (_, index) => index * step);
}

/** 1, 2 or 5 times a power of ten, so that three to six ticks cover the span. */
function stepOf(span: number): number {
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10;
  return step * power;
}
