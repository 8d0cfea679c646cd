import { DAY_MS, HOUR_MS, instantOfWall, offsetMsAt, transitionBetween } from "@/domain/calendar/zone";

/** A calendar day as text, `YYYY-MM-DD`. Days compare and sort as text. */
export type Day = string;

const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Bounds what a long-lived process remembers: 20,000 days are over fifty years of one zone. */
const CACHE_LIMIT = 20_000;

const numbers = new Map<Day, number>();
const names = new Map<number, Day>();
const startsByZone = new Map<string, Map<number, number>>();

function remember<K, V>(cache: Map<K, V>, key: K, value: V): V {
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, value);
  return value;
}

/** Days since 1970-01-01 of a calendar day. Throws on text that is not a real date. */
export function dayNumberOf(day: Day): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const parsed = parseDay(day);
  if (parsed === null) throw new RangeError(`"${day}" is not a date; write YYYY-MM-DD.`);
  return remember(numbers, day, parsed);
}

/** The calendar day that many days after 1970-01-01. */
export function dayFromNumber(dayNumber: number): Day {
  const known = names.get(dayNumber);
  if (known !== undefined) return known;
  return remember(names, dayNumber, new Date(dayNumber * DAY_MS).toISOString().slice(0, 10));
}

function parseDay(text: string): number | null {
  const match = DAY_PATTERN.exec(text);
  if (!match) return null;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(ms).toISOString().startsWith(text) ? ms / DAY_MS : null;
}

/** Whether the text is a real calendar day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return parseDay(text) !== null;
}

/** The calendar day `count` days later (earlier when negative). Pure calendar arithmetic, no zone involved. */
export function addDays(day: Day, count: number): Day {
  return dayFromNumber(dayNumberOf(day) + count);
}

export function nextDay(day: Day): Day {
  return addDays(day, 1);
}

/** How many calendar days `to` lies after `from`. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: Day): number {
  return ((((dayNumberOf(day) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday of the day's week, the day itself on a Monday. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekdayOf(day));
}

/** The first day of the day's month. */
export function monthStartOf(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the day's calendar quarter (January, April, July, October). */
export function quarterStartOf(day: Day): Day {
  const firstMonth = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(firstMonth).padStart(2, "0")}-01`;
}

/** The first day of the month `count` months after the day's month. */
export function addMonths(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const year = Math.floor(months / 12);
  return `${String(year).padStart(4, "0")}-${String(months - year * 12 + 1).padStart(2, "0")}-01`;
}

function startOfNumber(dayNumber: number, zone: string): number {
  if (zone === "UTC") return dayNumber * DAY_MS;
  let starts = startsByZone.get(zone);
  if (!starts) {
    starts = new Map();
    startsByZone.set(zone, starts);
  }
  const known = starts.get(dayNumber);
  if (known !== undefined) return known;
  return remember(starts, dayNumber, computeStart(dayNumber * DAY_MS, zone));
}

function computeStart(midnightMs: number, zone: string): number {
  const found = instantOfWall(midnightMs, zone);
  if (found.kind !== "gap") return found.ms;
  // The clock jumped over midnight: the day begins at the jump, whatever the clock showed then.
  return transitionBetween(found.ms - 26 * HOUR_MS, found.ms + 26 * HOUR_MS, zone);
}

/**
 * The first instant of the calendar day in the zone, epoch ms: the earliest moment at which its clock shows that date.
 * A date the zone skipped (2011-12-30 in Pacific/Apia) starts where the next one does and has no length.
 */
export function dayStartMs(day: Day, zone: string): number {
  return startOfNumber(dayNumberOf(day), zone);
}

/** The first instant after the calendar day in the zone, epoch ms. */
export function dayEndMs(day: Day, zone: string): number {
  return startOfNumber(dayNumberOf(day) + 1, zone);
}

/** Days since 1970-01-01 of the calendar day an instant falls in, so that every instant is in exactly one day. */
export function dayNumberAt(instantMs: number, zone: string): number {
  if (zone === "UTC") return Math.floor(instantMs / DAY_MS);
  let dayNumber = Math.floor((instantMs + offsetMsAt(instantMs, zone)) / DAY_MS);
  // A clock that falls back over midnight shows the old date again; the day that has begun keeps its time.
  while (instantMs >= startOfNumber(dayNumber + 1, zone)) dayNumber += 1;
  return dayNumber;
}

/** The calendar day an instant falls in, in the zone: dayStartMs(day) <= instant < dayEndMs(day). */
export function dayOf(instantMs: number, zone: string): Day {
  return dayFromNumber(dayNumberAt(instantMs, zone));
}
