import { addDays, type Day, dayNumberOf, isDay, weekdayOf } from "@/domain/calendar/day";

/** What was typed about the date, before it is known which day it means. */
export type TypedDate =
  | { kind: "none" }
  | { kind: "daysBack"; count: number }
  | { kind: "weekday"; weekday: number; isBeforeToday: boolean }
  | { kind: "yearless"; month: number; day: number }
  | { kind: "day"; day: Day; weekday: number | null }
  | { kind: "refused"; reason: string };

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const WEEKDAY_WORD =
  "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const MONTH_WORD =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

const WEEKDAY_ONLY = new RegExp(`^(last |on )?(${WEEKDAY_WORD})$`);
const WEEKDAY_BEFORE = new RegExp(`^(?:${WEEKDAY_WORD})\\s+(?=.*\\d)`);
const DAY_MONTH = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th)?[\\s.-]*(?:of\\s+)?(${MONTH_WORD})\\.?(?:[\\s-]+(\\d{4}))?$`,
);
const MONTH_DAY = new RegExp(`^(${MONTH_WORD})\\.?\\s*(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+(\\d{4}))?$`);

/** Reads the date part of a typed time, lower case and without commas; null when it is not understood. */
export function readTypedDate(text: string): TypedDate | null {
  if (text === "") return { kind: "none" };
  if (text === "today") return { kind: "daysBack", count: 0 };
  if (text === "yesterday") return { kind: "daysBack", count: 1 };
  const weekdayOnly = WEEKDAY_ONLY.exec(text);
  if (weekdayOnly?.[2]) {
    return {
      kind: "weekday",
      weekday: weekdayNumber(weekdayOnly[2]),
      isBeforeToday: weekdayOnly[1] === "last ",
    };
  }
  const named = WEEKDAY_BEFORE.exec(text);
  const weekday = named ? weekdayNumber(named[0]) : null;
  const rest = named ? text.slice(named[0].length) : text;

  const iso = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})$/.exec(rest);
  if (iso?.[1] && iso[3] && iso[4])
    return wholeDate(Number(iso[1]), Number(iso[3]), Number(iso[4]), rest, weekday);
  const dayMonth = DAY_MONTH.exec(rest);
  if (dayMonth?.[2]) return monthDate(dayMonth[3], dayMonth[2], Number(dayMonth[1]), rest, weekday);
  const monthDay = MONTH_DAY.exec(rest);
  if (monthDay?.[1]) return monthDate(monthDay[3], monthDay[1], Number(monthDay[2]), rest, weekday);
  return numericDate(rest, weekday);
}

function weekdayNumber(word: string): number {
  return WEEKDAYS.indexOf(word.slice(0, 3)) + 1;
}

function monthDate(
  year: string | undefined,
  monthWord: string,
  day: number,
  typed: string,
  weekday: number | null,
) {
  const month = MONTHS.indexOf(monthWord.slice(0, 3)) + 1;
  if (year) return wholeDate(Number(year), month, day, typed, weekday);
  // Leap years hold every day there is, so a date refused there exists in no year.
  if (!isDay(isoDay(2024, month, day))) return refused(`There is no ${typed} in any year.`);
  return { kind: "yearless", month, day } satisfies TypedDate;
}

function numericDate(text: string, weekday: number | null): TypedDate | null {
  const match = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2})?)?$/.exec(text);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  const year = match[4]?.length === 4 ? Number(match[4]) : null;
  if (year !== null && first > 12 && second <= 12) return wholeDate(year, second, first, text, weekday);
  if (year !== null && second > 12 && first <= 12) return wholeDate(year, first, second, text, weekday);
  return refused(
    `"${text}" can be read in more than one way. Write the month as a word (5 Mar) or as 2026-03-05.`,
  );
}

function wholeDate(
  year: number,
  month: number,
  day: number,
  typed: string,
  weekday: number | null,
): TypedDate {
  const text = isoDay(year, month, day);
  if (!isDay(text)) return refused(`${typed} is not on the calendar.`);
  if (year < 1970) return refused(`${typed} is before 1970, the earliest year that can be kept.`);
  return { kind: "day", day: text, weekday };
}

function refused(reason: string): TypedDate {
  return { kind: "refused", reason };
}

function isoDay(year: number, month: number, day: number): Day {
  const two = (count: number) => String(count).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

export function weekdayName(weekday: number): string {
  const name = WEEKDAYS[weekday - 1] ?? "";
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function monthName(month: number): string {
  const name = MONTHS[month - 1] ?? "";
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The days a typed date may mean, the latest first; a whole date and "today" mean one day only. */
export function* daysMeant(date: TypedDate, today: Day): Generator<Day> {
  if (date.kind === "day") yield date.day;
  else if (date.kind === "daysBack") yield addDays(today, -date.count);
  else if (date.kind === "none") {
    yield today;
    yield addDays(today, -1);
  } else if (date.kind === "weekday") {
    const back = (weekdayOf(today) - date.weekday + 7) % 7;
    if (!(back === 0 && date.isBeforeToday)) yield addDays(today, -back);
    yield addDays(today, -back - 7);
  } else if (date.kind === "yearless") {
    const thisYear = Number(today.slice(0, 4));
    // Nine years hold a 29 February even around a century that skips one.
    for (let year = thisYear; year > thisYear - 9; year -= 1) {
      const day = isoDay(year, date.month, date.day);
      if (isDay(day) && dayNumberOf(day) <= dayNumberOf(today) + 1) yield day;
    }
  }
}
