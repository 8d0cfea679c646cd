import {
  addDays,
  addMonths,
  type Day,
  dayOf,
  dayStartMs,
  isDay,
  mondayOf,
  monthStartOf,
  quarterStartOf,
} from "@/domain/calendar/day";
import { instantOfWall } from "@/domain/calendar/zone";

export const GRAINS = ["day", "week", "month", "quarter"] as const;

/** How a period is cut: calendar days, weeks from Monday, calendar months or calendar quarters. */
export type Grain = (typeof GRAINS)[number];

/** A span of time, epoch ms, the end not included. */
export type Window = { startMs: number; endMs: number };

/** One calendar period within an asked span. `startMs` and `endMs` are clipped to the span. */
export type PeriodWindow = Window & {
  /** First calendar day of the whole period, also when the window is clipped. */
  periodDay: Day;
  /** Where the whole period starts and ends, before clipping. */
  periodStartMs: number;
  periodEndMs: number;
};

/** Over a century of days; a larger request is a mistake, not a question. */
const WINDOWS_MAX = 40_000;

/** The first day of the calendar period of that grain which the day belongs to. */
function periodStartOf(day: Day, grain: Grain): Day {
  if (grain === "day") return day;
  if (grain === "week") return mondayOf(day);
  return grain === "month" ? monthStartOf(day) : quarterStartOf(day);
}

/** The first day of the period `count` periods later, for a day that starts a period. */
export function addPeriods(periodDay: Day, grain: Grain, count: number): Day {
  if (grain === "day") return addDays(periodDay, count);
  if (grain === "week") return addDays(periodDay, 7 * count);
  return addMonths(periodDay, grain === "month" ? count : 3 * count);
}

/**
 * The calendar periods that meet [fromMs, toMs), oldest first, cut in the zone. The first and the last window are
 * clipped to fromMs and toMs, so that the windows tile the span exactly; the whole period stands beside them.
 */
export function windowsOf(input: {
  fromMs: number;
  toMs: number;
  grain: Grain;
  zone: string;
}): PeriodWindow[] {
  const { fromMs, toMs, grain, zone } = input;
  const windows: PeriodWindow[] = [];
  if (!(fromMs < toMs)) return windows;
  let periodDay = periodStartOf(dayOf(fromMs, zone), grain);
  let periodStartMs = dayStartMs(periodDay, zone);
  while (periodStartMs < toMs) {
    const nextDay = addPeriods(periodDay, grain, 1);
    const periodEndMs = dayStartMs(nextDay, zone);
    const startMs = Math.max(periodStartMs, fromMs);
    const endMs = Math.min(periodEndMs, toMs);
    if (startMs < endMs) windows.push({ startMs, endMs, periodDay, periodStartMs, periodEndMs });
    if (windows.length > WINDOWS_MAX)
      throw new RangeError(`More than ${WINDOWS_MAX} periods were asked for.`);
    periodDay = nextDay;
    periodStartMs = periodEndMs;
  }
  return windows;
}

const INSTANT_PATTERN =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+ -]\d{2}:?\d{2})?$/i;

/**
 * A boundary given as a date or an instant, as epoch ms; null when it is neither. A date means the start of that day
 * in the zone (also as an end, which is not included); an instant without an offset is read in the zone. In an
 * address, the plus of an offset that nobody escaped arrives as a space.
 */
export function parseBoundary(text: string, zone: string): number | null {
  const trimmed = text.trim();
  if (isDay(trimmed)) return dayStartMs(trimmed, zone);
  const match = INSTANT_PATTERN.exec(trimmed);
  if (!match?.[1] || !isDay(match[1])) return null;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fractionMs = Math.floor(Number(`0.${match[5] ?? "0"}`) * 1000 + 1e-6);
  const localMs =
    Date.parse(`${match[1]}T00:00:00Z`) + ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs;
  const suffix = match[6]?.toUpperCase();
  if (!suffix) return instantOfWall(localMs, zone).ms;
  return localMs - (suffix === "Z" ? 0 : offsetTextMs(suffix));
}

function offsetTextMs(text: string): number {
  const digits = text.replace(":", "");
  const size = (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5))) * 60_000;
  return digits.startsWith("-") ? -size : size;
}
