import { type Day, dayFromNumber, dayNumberOf, weekdayOf } from "@/domain/calendar/day";
import { describeInstant, wallReading } from "@/domain/calendar/instant-reading";
import { daysMeant, readTypedDate, type TypedDate, weekdayName } from "@/domain/calendar/typed-date";
import { offsetLabel, splitTypedZone, type TypedZone } from "@/domain/calendar/typed-zone";
import {
  DAY_MS,
  HOUR_MS,
  instantOfWall,
  MINUTE_MS,
  offsetMsAt,
  SECOND_MS,
  type WallInstant,
} from "@/domain/calendar/zone";

/** A typed time as understood: the instant, the words that show it back, and what was decided on the way. */
export type TypedTime =
  | { ok: true; ms: number; reading: string; notes: string[] }
  | { ok: false; reason: string };

type Viewer = { nowMs: number; zone: string };

/** Somebody copies a clock that runs a little ahead of ours: within this, a time of day still means today. */
const AHEAD_MS = MINUTE_MS;

const TEXT_LENGTH_MAX = 100;

const NOT_UNDERSTOOD =
  'Not understood. Try "20 min ago", "09:40", "yesterday 22:15", "5 Mar 11:58" or "2026-03-05 11:58 UTC".';

/**
 * Reads a freely typed time in the viewer's zone: now, 20 min ago, 09:40, 9:40am, yesterday 22:15, mon 09:40,
 * 5 Mar 11:58, ISO, any of them with a zone behind it, or Unix time. Without a date, the latest such time in the past.
 */
export function parseTypedTime(text: string, viewer: Viewer): TypedTime {
  const typed = text.trim().replace(/\s+/g, " ");
  if (typed === "") return refuse('Type a time, like "09:40" or "20 min ago".');
  if (typed.length > TEXT_LENGTH_MAX) return refuse(NOT_UNDERSTOOD);
  if (/^(just |right )?now$/i.test(typed)) return understood(viewer.nowMs, viewer, []);
  return parseAgo(typed.toLowerCase(), viewer) ?? parseUnix(typed, viewer) ?? parseClock(typed, viewer);
}

function refuse(reason: string): TypedTime {
  return { ok: false, reason };
}

function understood(ms: number, viewer: Viewer, notes: string[]): TypedTime {
  return { ok: true, ms, reading: describeInstant(ms, viewer), notes };
}

const UNIT_MS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

const AMOUNT =
  /^(\d+(?:\.\d+)?|an?|half an?|one)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?![a-z])(?:\s|,|and\b)*/;

/** "1h 10m ago", "an hour ago", and without "ago" where every part has a unit. Days keep the time of day. */
function parseAgo(text: string, viewer: Viewer): TypedTime | null {
  let rest = text.replace(/^[-\u2212]\s*/, "").replace(/\s*(ago|earlier|before now)$/, "");
  if (rest === "") return null;
  let elapsedMs = 0;
  let wallDaysMs = 0;
  while (rest !== "") {
    // "1h10" leaves bare digits behind: minutes after hours.
    const match = AMOUNT.exec(rest) ?? (elapsedMs > 0 ? /^([0-5]?\d)()$/.exec(rest) : null);
    if (!match) return null;
    const unit = (match[2] || "m").charAt(0);
    const amountMs = amountOf(match[1] ?? "") * (UNIT_MS[unit] ?? 0);
    if (unit === "d" || unit === "w") wallDaysMs += amountMs;
    else elapsedMs += amountMs;
    rest = rest.slice(match[0].length);
  }
  if (!(elapsedMs + wallDaysMs <= viewer.nowMs))
    return refuse("That is before 1970, the earliest year that can be kept.");
  const localMs = viewer.nowMs + offsetMsAt(viewer.nowMs, viewer.zone) - wallDaysMs;
  const startMs = wallDaysMs === 0 ? viewer.nowMs : instantOfWall(localMs, viewer.zone).ms;
  return understood(Math.round(startMs - elapsedMs), viewer, []);
}

function amountOf(text: string): number {
  if (text.startsWith("half")) return 0.5;
  return /^\d/.test(text) ? Number(text) : 1;
}

function parseUnix(text: string, viewer: Viewer): TypedTime | null {
  if (/^\d{10}(\.\d+)?$/.test(text)) {
    return understood(Math.round(Number(text) * 1000), viewer, ["Read as Unix time in seconds."]);
  }
  if (/^\d{13}$/.test(text)) return understood(Number(text), viewer, ["Read as Unix time in milliseconds."]);
  return null;
}

/** What was typed about the time of day; `notes` says where it could have been something else. */
type TimeOfDay = { inDayMs: number; notes: string[] };

function parseClock(text: string, viewer: Viewer): TypedTime {
  const { rest, typed, unknown } = splitTypedZone(text, viewer);
  if (unknown !== null && /\d/.test(text)) {
    return refuse(
      `"${unknown}" is not a time zone known here. Write UTC, +02:00 or a name like Europe/Berlin.`,
    );
  }
  const words = rest
    .toLowerCase()
    .replace(/(\d{4}-?\d{2}-?\d{2})t(?=\d)/, "$1 ")
    .replace(/,/g, " ")
    .replace(/\b(at|on)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const split = splitTimeOfDay(words);
  if ("reason" in split) return refuse(split.reason);
  const date = readTypedDate(split.dateText);
  if (date === null) return refuse(NOT_UNDERSTOOD);
  if (date.kind === "refused") return refuse(date.reason);
  if (split.time === null) {
    return refuse(date.kind === "none" ? NOT_UNDERSTOOD : `Add the time of day, like "${rest} 11:58".`);
  }
  return resolve(date, split.time, typed, viewer);
}

type TimeSplit = { time: TimeOfDay | null; dateText: string } | { reason: string };

const TIME_FORMS = [
  /(?:^| )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.](\d{1,9}))?)?(?: ?([ap])\.?m\.?)?(?= |$)/,
  /(?:^| )(\d{1,2})()()() ?([ap])\.?m\.?(?= |$)/,
  /(?:^| )(\d{1,2})\.(\d{2})(?: ?()()([ap])\.?m\.?)?(?= |$)/,
];

function splitTimeOfDay(words: string): TimeSplit {
  const named = /(?:^| )(noon|midday|midnight)(?= |$)/.exec(words);
  if (named) {
    const inDayMs = named[1] === "midnight" ? 0 : 12 * HOUR_MS;
    return { time: { inDayMs, notes: [] }, dateText: without(words, named) };
  }
  for (const form of TIME_FORMS) {
    const match = form.exec(words);
    if (!match) continue;
    const [hour, minute, second] = [Number(match[1]), Number(match[2] || 0), Number(match[3] || 0)];
    const fractionMs = Math.floor(Number(`0.${match[4] || "0"}`) * 1000 + 1e-6);
    const time = timeOfDay(hour, minute, second, match[5]);
    if (typeof time === "string") return { reason: time };
    return { time: { inDayMs: time + fractionMs, notes: [] }, dateText: without(words, match) };
  }
  return splitBareDigits(words);
}

/** "0940" and "115800", unless they can be a year behind a date. */
function splitBareDigits(words: string): TimeSplit {
  const match = /(?:^| )(\d{2})(\d{2})(\d{2})?(?= |$)/.exec(words);
  const dateText = match ? without(words, match) : words;
  const date = readTypedDate(dateText);
  const isYear = date?.kind === "yearless" && /(^| )(19|20)\d{2}$/.test(words);
  if (!match || isYear || date === null || date.kind === "refused") return { time: null, dateText: words };
  const time = timeOfDay(Number(match[1]), Number(match[2]), Number(match[3] ?? 0), undefined);
  if (typeof time === "string") return { reason: time };
  const notes = dateText === "" ? [`Read as the time ${match[1]}:${match[2]}.`] : [];
  return { time: { inDayMs: time, notes }, dateText };
}

function without(words: string, match: RegExpExecArray): string {
  return `${words.slice(0, match.index)} ${words.slice(match.index + match[0].length)}`
    .trim()
    .replace(/\s+/g, " ");
}

/** The time of day in ms, or why there is no such time. */
function timeOfDay(hour: number, minute: number, second: number, half: string | undefined): number | string {
  if (minute > 59) return `There is no minute ${minute}; minutes go from 00 to 59.`;
  if (second > 59) return `There is no second ${second}; seconds go from 00 to 59.`;
  if (half && (hour < 1 || hour > 12)) return `With am or pm, hours go from 1 to 12, not ${hour}.`;
  if (hour > 23) return `There is no hour ${hour}; hours go from 00 to 23.`;
  const fullHour = half ? (hour % 12) + (half === "p" ? 12 : 0) : hour;
  return fullHour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS;
}

function resolve(date: TypedDate, time: TimeOfDay, typed: TypedZone | null, viewer: Viewer): TypedTime {
  const offsetAt = typed ? typed.offsetMsAt : (ms: number) => offsetMsAt(ms, viewer.zone);
  const today = dayFromNumber(Math.floor((viewer.nowMs + offsetAt(viewer.nowMs)) / DAY_MS));
  // A day and month just ahead is a slip to be shown, not last year's date.
  const aheadMs = date.kind === "yearless" ? DAY_MS : AHEAD_MS;
  let found: { day: Day; instant: WallInstant } | null = null;
  for (const day of daysMeant(date, today)) {
    found = { day, instant: instantIn(dayNumberOf(day) * DAY_MS + time.inDayMs, typed, viewer) };
    if (found.instant.ms < viewer.nowMs + aheadMs) break;
  }
  if (!found) return refuse(NOT_UNDERSTOOD);
  const { day, instant } = found;
  const notes = [
    ...time.notes,
    ...(typed?.notesAt(instant.ms) ?? []),
    ...clockChangeNotes(instant, offsetAt),
  ];
  if (date.kind === "day" && date.weekday !== null && date.weekday !== weekdayOf(day)) {
    notes.push(`${day} is a ${weekdayName(weekdayOf(day))}; the date is taken, not the weekday.`);
  }
  const isAhead = date.kind !== "day" && instant.ms > viewer.nowMs && instant.ms < viewer.nowMs + AHEAD_MS;
  if (isAhead)
    return understood(viewer.nowMs, viewer, [...notes, "A moment ahead of this clock; taken as now."]);
  const result = understood(instant.ms, viewer, notes);
  return withTypedClock(result, instant.ms, typed, viewer);
}

function instantIn(localMs: number, typed: TypedZone | null, viewer: Viewer): WallInstant {
  const zone = typed ? typed.zone : viewer.zone;
  if (zone !== null) return instantOfWall(localMs, zone);
  return { ms: localMs - (typed?.offsetMsAt(localMs) ?? 0), kind: "unique", otherMs: null };
}

function clockChangeNotes(instant: WallInstant, offsetAt: (ms: number) => number): string[] {
  const shown = (ms: number) => {
    const offsetMs = offsetAt(ms);
    return `${wallReading(ms, offsetMs, { ms, offsetMs })} ${offsetLabel(offsetMs)}`;
  };
  if (instant.kind === "gap") return [`The clock jumped over that time; read as ${shown(instant.ms)}.`];
  if (instant.kind !== "fold" || instant.otherMs === null) return [];
  return [
    `The clock showed that time twice; the first is taken, ${shown(instant.ms)}. Write the second as ${shown(instant.otherMs)}.`,
  ];
}

/** A time typed for another zone is shown in both, because that is where mistakes happen. */
function withTypedClock(result: TypedTime, ms: number, typed: TypedZone | null, viewer: Viewer): TypedTime {
  if (!result.ok || !typed) return result;
  const offsetMs = typed.offsetMsAt(ms);
  if (offsetMs === offsetMsAt(ms, viewer.zone)) return result;
  const today = { ms: viewer.nowMs, offsetMs: typed.offsetMsAt(viewer.nowMs) };
  return {
    ...result,
    reading: `${result.reading} \u00b7 ${wallReading(ms, offsetMs, today)} ${typed.label}`,
  };
}
