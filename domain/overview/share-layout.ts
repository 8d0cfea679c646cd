import { dayStartMs } from "@/domain/calendar/day";
import { byClass, shareOf } from "@/domain/change/failure-rate";
import { INVOLVEMENTS, type Involvement } from "@/domain/change/kinds";
import type { LaneIncident, OverviewChanges } from "./data";
import { linearScale, roundPx } from "./scale";

type ShareMark = { incident: LaneIncident; x: number };

/** The panel of the AI share of changes: columns of the classes, and the incidents in a band over them. */
export type SharePanel = {
  top: number;
  base: number;
  ticks: { at: number; label: string; isBase: boolean }[];
  /** One path per class, through all columns. */
  paths: Record<Involvement, string>;
  band: { y: number; marks: ShareMark[] };
  /** The last whole window: where its AI part ends, and how much it is. */
  last: { y: number; ratio: number } | null;
};

type Input = {
  changes: OverviewChanges | null;
  lane: readonly LaneIncident[];
  timeZone: string;
  startMs: number;
  endMs: number;
  now: string;
};

/** From the base up: what is AI, what may be, what shows no sign of it, and bots that are no AI. */
export const SHARE_ORDER = ["ai", "unknown", "none-found", "automation"] as const;
const COLUMNS_MAX = 300;
/** Between the band's middle and the top of the columns. */
const BAND_GAP = 10;

/** Lays the panel out; null where no change of the period is on record. */
export function layoutShare(
  input: Input,
  x: (ms: number) => number,
  top: number,
  base: number,
): SharePanel | null {
  if (input.changes === null) return null;
  const y = linearScale([0, 1], [base, top]);
  const columns = columnsOf(input.changes.points, input.timeZone);
  const paths = byClass(() => "");
  for (const { startMs, endMs, counts } of columns) {
    const left = x(Math.max(startMs, input.startMs));
    const right = x(Math.min(endMs, input.endMs));
    const gap = right - left > 4 ? 1 : 0;
    let from = 0;
    for (const one of SHARE_ORDER) {
      const share = shareOf(counts, one) ?? 0;
      if (share > 0) paths[one] += rectangle(left, right - gap, y(from), y(from + share));
      from += share;
    }
  }
  const whole = columns.filter(
    ({ endMs, counts }) => endMs <= Date.parse(input.now) && shareOf(counts, "ai") !== null,
  );
  const ratio = whole.length === 0 ? null : shareOf(whole[whole.length - 1]!.counts, "ai");
  return {
    top,
    base,
    ticks: [0, 50, 100].map((value) => ({ at: y(value / 100), label: String(value), isBase: value === 0 })),
    paths,
    band: { y: top - BAND_GAP, marks: marksOf(input, x) },
    last: ratio === null ? null : { y: y(ratio), ratio },
  };
}

/** Neighbours are taken together where there would be more columns than anybody can see. */
function columnsOf(points: OverviewChanges["points"], zone: string) {
  const each = Math.max(1, Math.ceil(points.length / COLUMNS_MAX));
  const columns = [];
  for (let start = 0; start < points.length; start += each) {
    const part = points.slice(start, start + each);
    const first = part[0]!;
    const last = part[part.length - 1]!;
    const counts = byClass((one) => part.reduce((sum, { changes }) => sum + changes[one], 0));
    columns.push({ startMs: dayStartMs(first.start, zone), endMs: dayStartMs(last.end, zone), counts });
  }
  return columns;
}

function marksOf({ lane, startMs, endMs }: Input, x: (ms: number) => number): ShareMark[] {
  return lane.flatMap((incident) => {
    const atMs = Date.parse(incident.impactStartedAt);
    return atMs < startMs || atMs >= endMs ? [] : [{ incident, x: roundPx(x(atMs)) }];
  });
}

function rectangle(left: number, right: number, bottom: number, top: number): string {
  return `M${roundPx(left)} ${roundPx(bottom)}H${roundPx(right)}V${roundPx(top)}H${roundPx(left)}Z`;
}

/** Changes of all classes in one window. */
export function changesIn(point: OverviewChanges["points"][number]): number {
  return INVOLVEMENTS.reduce((sum, one) => sum + point.changes[one], 0);
}
