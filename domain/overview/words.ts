import { addDays, type Day } from "@/domain/calendar/day";
import type { DaySpan } from "./period";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

export function monthName(day: Day): string {
  return MONTHS[Number(day.slice(5, 7)) - 1] ?? day;
}

/** "5 Mar", or "5 Mar 2026". */
export function dayWords(day: Day, withYear = false): string {
  const text = `${Number(day.slice(8, 10))} ${monthName(day)}`;
  return withYear ? `${text} ${day.slice(0, 4)}` : text;
}

/** A span in words, its last day included: "2\u20138 Mar 2026", "13 Oct 2025 \u2013 12 Apr 2026", "5 Mar 2026". */
export function spanWords(span: DaySpan, withYear = true): string {
  const last = addDays(span.to, -1);
  const year = (day: Day) => (withYear ? ` ${day.slice(0, 4)}` : "");
  if (last <= span.from) return dayWords(span.from, withYear);
  if (span.from.slice(0, 7) === last.slice(0, 7)) {
    return `${Number(span.from.slice(8))}\u2013${dayWords(last)}${year(last)}`;
  }
  const sameYear = span.from.slice(0, 4) === last.slice(0, 4);
  return `${dayWords(span.from, withYear && !sameYear)} \u2013 ${dayWords(last)}${year(last)}`;
}

/** A number with at most that many decimals, thousands apart by a narrow space, and a real minus. */
export function numberWords(value: number, decimals = 0): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && Number(Math.abs(value).toFixed(decimals)) > 0 ? `\u2212${text}` : text;
}

/** Minutes as figures are read: one decimal below a thousand, none above. */
export function minuteWords(minutes: number): string {
  return numberWords(minutes, Math.abs(minutes) < 1000 ? 1 : 0);
}

/** A change with its sign: "+12.4", "\u22125.3", "0.0". */
export function changeWords(value: number, decimals = 1): string {
  const text = numberWords(value, decimals);
  return Number(value.toFixed(decimals)) > 0 ? `+${text}` : text;
}

/** A share as a whole percentage; what is above nothing never shows as 0. */
export function percentWords(ratio: number): string {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.5) return "<\u202f1 %";
  return `${numberWords(Math.round(percent))} %`;
}
