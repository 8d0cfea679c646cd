import { DAY_MS, HOUR_MS, MINUTE_MS, offsetMsAt } from "@/domain/calendar/zone";
import type { Impact } from "@/domain/incident/schema";

/** A point on the picture's width, 0..1. */
type AtRatio = { atRatio: number };

export type ImpactBar = { id: string; fromRatio: number; toRatio: number; fraction: number; open: boolean };
type ImpactRow = { slug: string; name: string; bars: ImpactBar[] };
type PictureTick = AtRatio & { ms: number };
export type PictureStamp = { key: string; word: string; ms: number };
type StampLabel = AtRatio & { text: string; anchor: "start" | "end" };

export type ImpactLayout = {
  startMs: number;
  endMs: number;
  rows: ImpactRow[];
  ticks: PictureTick[];
  stamps: (PictureStamp & AtRatio)[];
};

const STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10_080, 20_160, 43_200, 129_600, 525_600,
].map((minutes) => minutes * MINUTE_MS);

/** Room left and right of what happened, as a share of its length. */
const MARGIN_RATIO = 0.03;

/** Where everything of the impact picture stands; open impacts run to `nowMs`. */
export function layImpactsOut(input: {
  impacts: readonly Impact[];
  stamps: readonly PictureStamp[];
  nowMs: number;
  zone: string;
}): ImpactLayout {
  const { impacts, stamps, nowMs, zone } = input;
  const moments = [
    ...impacts.flatMap((impact) => [Date.parse(impact.startedAt), endOf(impact, nowMs)]),
    ...stamps.map((stamp) => stamp.ms),
  ];
  const firstMs = Math.min(...moments);
  const lastMs = Math.max(...moments, firstMs + MINUTE_MS);
  const marginMs = (lastMs - firstMs) * MARGIN_RATIO;
  const startMs = firstMs - marginMs;
  const endMs = lastMs + marginMs;
  const ratioOf = (ms: number) => (ms - startMs) / (endMs - startMs);
  return {
    startMs,
    endMs,
    rows: rowsOf(impacts, nowMs, ratioOf),
    ticks: ticksBetween(startMs, endMs, zone).map((ms) => ({ ms, atRatio: ratioOf(ms) })),
    stamps: [...stamps]
      .sort((a, b) => a.ms - b.ms)
      .map((stamp) => ({ ...stamp, atRatio: ratioOf(stamp.ms) })),
  };
}

function endOf(impact: Impact, nowMs: number): number {
  return impact.endedAt === null ? Math.max(nowMs, Date.parse(impact.startedAt)) : Date.parse(impact.endedAt);
}

function rowsOf(impacts: readonly Impact[], nowMs: number, ratioOf: (ms: number) => number): ImpactRow[] {
  const rows = new Map<string, ImpactRow>();
  // The first and worst hit come on top.
  const ordered = [...impacts].sort(
    (a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || b.fraction - a.fraction,
  );
  for (const impact of ordered) {
    const { slug, name } = impact.service;
    const row = rows.get(slug) ?? { slug, name, bars: [] };
    rows.set(slug, row);
    row.bars.push({
      id: impact.id,
      fromRatio: ratioOf(Date.parse(impact.startedAt)),
      toRatio: ratioOf(endOf(impact, nowMs)),
      fraction: impact.fraction,
      open: impact.endedAt === null,
    });
  }
  return [...rows.values()];
}

const TICKS_MOST = 8;

/** Round times of the zone's clock inside the picture, at most eight. */
export function ticksBetween(startMs: number, endMs: number, zone: string): number[] {
  const spanMs = endMs - startMs;
  const stepMs =
    STEPS_MS.find((step) => spanMs / step <= TICKS_MOST) ?? Math.ceil(spanMs / TICKS_MOST / DAY_MS) * DAY_MS;
  // Hours and days are round on the wall, not in UTC; one offset for all keeps the steps even across a clock change.
  const offsetMs = stepMs > 30 * MINUTE_MS ? offsetMsAt(startMs, zone) : offsetMsAt(startMs, zone) % HOUR_MS;
  const ticks: number[] = [];
  for (let ms = Math.ceil((startMs + offsetMs) / stepMs) * stepMs - offsetMs; ms <= endMs; ms += stepMs)
    ticks.push(ms);
  return ticks;
}

/** Axis text is 11 px; this is a generous width of one of its letters. */
const LETTER_PX = 6.2;
const GAP_PX = 14;

/**
 * Labels over the stamps' lines for a picture `widthPx` wide: to the right of the line in the left half, to the left
 * of it in the right half, and joined into one where they would touch.
 */
export function labelStamps(
  stamps: readonly (PictureStamp & AtRatio)[],
  widthPx: number,
  textOf: (stamp: PictureStamp) => string,
): StampLabel[] {
  let groups = stamps.map((stamp) => [stamp]);
  for (let guard = 0; guard < stamps.length; guard += 1) {
    const at = groups.findIndex((group, index) => {
      const next = groups[index + 1];
      return next !== undefined && extent(group)[1] + GAP_PX > extent(next)[0];
    });
    if (at < 0) break;
    groups = [
      ...groups.slice(0, at),
      [...(groups[at] ?? []), ...(groups[at + 1] ?? [])],
      ...groups.slice(at + 2),
    ];
  }
  return groups.map(labelOf);

  function labelOf(group: readonly (PictureStamp & AtRatio)[]): StampLabel {
    const first = group[0]?.atRatio ?? 0;
    const last = group.at(-1)?.atRatio ?? 0;
    const anchor = first < 0.5 ? "start" : "end";
    return { atRatio: anchor === "start" ? first : last, text: group.map(textOf).join(", "), anchor };
  }
  function extent(group: readonly (PictureStamp & AtRatio)[]): [number, number] {
    const label = labelOf(group);
    const at = label.atRatio * widthPx;
    const length = label.text.length * LETTER_PX;
    return label.anchor === "start" ? [at, at + length] : [at - length, at];
  }
}
