import { addDays } from "@/domain/calendar/day";
import { causeEntry } from "@/domain/cause/taxonomy";
import type { Breakdown, BreakdownMonth, BreakdownRow } from "./data";
import { incidentsHref } from "./links";
import type { DaySpan } from "./period";
import { dayWords, monthName } from "./words";

/** Colours of services and teams, by rank; violet stays with AI. */
const RANKS = ["network", "deployment", "dns", "capacity", "data", "dependency", "security"] as const;

/** The colour of a row that is shown by itself, as a custom property. */
export function rowColour(breakdown: Breakdown, shown: readonly BreakdownRow[], key: string): string {
  if (breakdown.by === "cause") return `var(--cause-${causeEntry(key).token})`;
  return `var(--cause-${RANKS[shown.findIndex((row) => row.key === key)] ?? "unknown"})`;
}

type Filter = { service: string | null; team: string | null; cause: string | null };

/** The incidents of one row within a span; without a key, of all rows. */
export function rowHref(
  breakdown: Breakdown,
  base: string,
  filter: Filter,
  key: string | null,
  span: DaySpan,
): string {
  const narrowed = key === null || key === "" ? {} : { [breakdown.by]: key };
  return incidentsHref(base, span, { ...filter, ...narrowed, sort: "impact" });
}

/** What one bar stands for. */
export function cutOf(months: readonly BreakdownMonth[]): "week" | "month" | "quarter" {
  const whole = months.find((month) => !month.isPart) ?? months[0];
  const days = whole ? (Date.parse(whole.end) - Date.parse(whole.start)) / 86_400_000 + 1 : 30;
  return days <= 7 ? "week" : days <= 31 ? "month" : "quarter";
}

/** The name below a bar; a star marks a part of the calendar's month, week or quarter. */
export function monthLabel(months: readonly BreakdownMonth[], index: number, cut: string): string {
  const month = months[index];
  if (month === undefined) return "";
  const star = month.isPart ? "*" : "";
  if (cut === "week") return `${dayWords(month.start)}${star}`;
  const year = month.start.slice(2, 4);
  if (cut === "quarter")
    return `Q${Math.floor((Number(month.start.slice(5, 7)) - 1) / 3) + 1} ${year}${star}`;
  return `${monthName(month.start)}${months.length > 12 && month.start.slice(5, 7) === "01" ? ` ${year}` : ""}${star}`;
}

export function monthSpan(month: BreakdownMonth | undefined, period: DaySpan): DaySpan {
  return month === undefined ? period : { from: month.start, to: addDays(month.end, 1) };
}
