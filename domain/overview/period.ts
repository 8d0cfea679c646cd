import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  isDay,
  mondayOf,
  monthStartOf,
  quarterStartOf,
} from "@/domain/calendar/day";
import type { Grain } from "@/domain/calendar/period";
import type { OverviewQuery } from "./query";

/** Calendar days; `to` is not included. */
export type DaySpan = { from: Day; to: Day };

const WEEKS = { "4w": 4, "13w": 13, "26w": 26, "52w": 52 } as const;

/** Twenty years: enough for any history, and a bound on what one question costs. */
const SPAN_DAYS_MAX = 7305;

/**
 * The days a question is about. "Last n weeks" are n calendar weeks of which the running one is the last, so that
 * an outage of this morning is in the picture; the span may therefore reach past today.
 */
export function periodSpan(query: OverviewQuery, today: Day): DaySpan {
  if (query.period === "custom" && query.from !== null && query.to !== null) {
    const to = addDays(query.to, 1);
    return { from: laterDay(query.from, addDays(to, -SPAN_DAYS_MAX)), to };
  }
  if (query.period === "month") {
    const from = monthStartOf(today);
    return { from, to: addMonths(from, 1) };
  }
  if (query.period === "quarter" || query.period === "last-quarter") {
    const current = quarterStartOf(today);
    const from = query.period === "quarter" ? current : addMonths(current, -3);
    return { from, to: addMonths(from, 3) };
  }
  const weeks = query.period === "custom" ? WEEKS["26w"] : WEEKS[query.period];
  const monday = mondayOf(today);
  return { from: addDays(monday, -7 * (weeks - 1)), to: addDays(monday, 7) };
}

/**
 * What the period is compared with, or null. A period still running is compared with as many whole days of the other
 * one as have begun, today included, so that a half week never stands against a whole one.
 */
export function comparisonSpan(query: OverviewQuery, span: DaySpan, today: Day): DaySpan | null {
  if (query.compare === "none") return null;
  const tomorrow = addDays(today, 1);
  const isRunning = span.to > tomorrow;
  const whole = query.compare === "year" ? yearBefore(query, span) : periodBefore(query, span);
  if (!isRunning) return whole;
  const elapsedDays = Math.max(1, daysBetween(span.from, tomorrow));
  const cut = addDays(whole.from, elapsedDays);
  return { from: whole.from, to: earlierDay(cut, whole.to) };
}

export function earlierDay(a: Day, b: Day): Day {
  return daysBetween(a, b) >= 0 ? a : b;
}

export function laterDay(a: Day, b: Day): Day {
  return daysBetween(a, b) >= 0 ? b : a;
}

function periodBefore(query: OverviewQuery, span: DaySpan): DaySpan {
  if (query.period === "month") return { from: addMonths(span.from, -1), to: span.from };
  if (query.period === "quarter" || query.period === "last-quarter") {
    return { from: addMonths(span.from, -3), to: span.from };
  }
  return { from: addDays(span.from, -daysBetween(span.from, span.to)), to: span.from };
}

function yearBefore(query: OverviewQuery, span: DaySpan): DaySpan {
  // Weeks move by 52 weeks, so that weekdays stay on weekdays; months, quarters and dates by the calendar.
  if (query.period.endsWith("w")) return { from: addDays(span.from, -364), to: addDays(span.to, -364) };
  return { from: sameDayLastYear(span.from), to: sameDayLastYear(span.to) };
}

function sameDayLastYear(day: Day): Day {
  const text = `${String(Number(day.slice(0, 4)) - 1).padStart(4, "0")}${day.slice(4)}`;
  return isDay(text) ? text : `${text.slice(0, 7)}-28`;
}

/** The grain that gives a readable number of points, and never more than about a hundred weeks or months. */
export function grainFor(span: DaySpan): Grain {
  const days = daysBetween(span.from, span.to);
  if (days <= 45) return "day";
  return days <= 735 ? "week" : "month";
}

/** How the comparison is called: "26 weeks before", "same weeks last year", "quarter before". */
export function comparisonName(query: OverviewQuery, span: DaySpan): string | null {
  if (query.compare === "none") return null;
  if (query.compare === "year") return "same time last year";
  if (query.period === "month") return "month before";
  if (query.period === "quarter" || query.period === "last-quarter") return "quarter before";
  const days = daysBetween(span.from, span.to);
  return days % 7 === 0 && days > 7 ? `${days / 7} weeks before` : `${days} days before`;
}

/** How the period is called: "Last 26 weeks", "This quarter", "Chosen dates". */
export function periodName(period: OverviewQuery["period"]): string {
  if (period === "month") return "This month";
  if (period === "quarter") return "This quarter";
  if (period === "last-quarter") return "Last quarter";
  return period === "custom" ? "Chosen dates" : `Last ${WEEKS[period]} weeks`;
}
