/** A point or length of time in milliseconds is always a plain number; instants count from the Unix epoch. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export type WallInstant = {
  ms: number;
  /** `gap`: the clock jumped over this reading; `fold`: the clock showed it twice. */
  kind: "unique" | "gap" | "fold";
  /** The other instant a folded reading could mean; null when there is none. */
  otherMs: number | null;
};

/** A grid wide enough to be cheap and narrow enough that no zone in the database changes twice inside it. */
const GRID_MS = 8 * DAY_MS;

/** More than there are zones: only odd spellings of their names could fill the memory further. */
const CLOCKS_MAX = 1000;

type ZoneClock = { formatter: Intl.DateTimeFormat; gridOffsets: Map<number, number> };

const clocks = new Map<string, ZoneClock>();

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const clock = { formatter, gridOffsets: new Map<number, number>() };
  if (clocks.size >= CLOCKS_MAX) clocks.clear();
  clocks.set(zone, clock);
  return clock;
}

function exactOffsetMs(clock: ZoneClock, instantMs: number): number {
  const text = clock.formatter.format(instantMs);
  const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!match) throw new RangeError(`The offset in "${text}" cannot be read.`);
  if (!match[1]) return 0;
  const size = Number(match[2]) * HOUR_MS + Number(match[3]) * MINUTE_MS + Number(match[4] ?? 0) * SECOND_MS;
  return match[1] === "-" ? -size : size;
}

function gridOffsetMs(clock: ZoneClock, cell: number): number {
  const known = clock.gridOffsets.get(cell);
  if (known !== undefined) return known;
  const offsetMs = exactOffsetMs(clock, cell * GRID_MS);
  clock.gridOffsets.set(cell, offsetMs);
  return offsetMs;
}

/** What the zone's clock is ahead of UTC at that instant, in ms (negative to the west). Throws on an unknown zone. */
export function offsetMsAt(instantMs: number, zone: string): number {
  if (zone === "UTC") return 0;
  const clock = clockOf(zone);
  const cell = Math.floor(instantMs / GRID_MS);
  const before = gridOffsetMs(clock, cell);
  return before === gridOffsetMs(clock, cell + 1) ? before : exactOffsetMs(clock, instantMs);
}

/** Whether the text names a time zone this machine knows, like `Europe/Berlin` or `UTC`. */
export function isTimeZone(text: string): boolean {
  if (clocks.has(text)) return true;
  try {
    clockOf(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which the zone's clock shows a wall reading (`localMs`, counted as if UTC).
 * In a fold the earlier instant; in a gap the reading moves forward by the length of the gap.
 */
export function instantOfWall(localMs: number, zone: string): WallInstant {
  const before = offsetMsAt(localMs - 16 * HOUR_MS, zone);
  const after = offsetMsAt(localMs + 16 * HOUR_MS, zone);
  const early = localMs - before;
  if (before === after) return { ms: early, kind: "unique", otherMs: null };
  const late = localMs - after;
  const earlyHolds = offsetMsAt(early, zone) === before;
  const lateHolds = offsetMsAt(late, zone) === after;
  if (earlyHolds && lateHolds) {
    return { ms: Math.min(early, late), kind: "fold", otherMs: Math.max(early, late) };
  }
  if (earlyHolds) return { ms: early, kind: "unique", otherMs: null };
  if (lateHolds) return { ms: late, kind: "unique", otherMs: null };
  return { ms: early, kind: "gap", otherMs: null };
}

/** The first instant in (fromMs, toMs] with another offset than at fromMs: where a clock change happens, to the ms. */
export function transitionBetween(fromMs: number, toMs: number, zone: string): number {
  const offsetMs = offsetMsAt(fromMs, zone);
  let low = fromMs;
  let high = toMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMsAt(middle, zone) === offsetMs) low = middle;
    else high = middle;
  }
  return high;
}
