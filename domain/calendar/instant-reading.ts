import { dayFromNumber, weekdayOf } from "@/domain/calendar/day";
import { formatDuration } from "@/domain/calendar/duration";
import { monthName, weekdayName } from "@/domain/calendar/typed-date";
import { offsetLabel } from "@/domain/calendar/typed-zone";
import { DAY_MS, HOUR_MS, MINUTE_MS, offsetMsAt, SECOND_MS } from "@/domain/calendar/zone";

/** How far an instant is from now: "20 min ago", "in 5 min", "now". */
function relativeTo(instantMs: number, nowMs: number): string {
  const distanceMs = nowMs - instantMs;
  if (Math.abs(distanceMs) < SECOND_MS) return "now";
  return distanceMs > 0 ? `${formatDuration(distanceMs)} ago` : `in ${formatDuration(-distanceMs)}`;
}

/** The wall clock at an offset: "15:52", "Fri 20 Nov 15:52", "5 Mar 2024 11:58"; the date only where it is not today. */
export function wallReading(
  instantMs: number,
  offsetMs: number,
  today: { ms: number; offsetMs: number },
): string {
  const dayNumber = Math.floor((instantMs + offsetMs) / DAY_MS);
  const todayNumber = Math.floor((today.ms + today.offsetMs) / DAY_MS);
  const inDayMs = instantMs + offsetMs - dayNumber * DAY_MS;
  const two = (count: number) => String(Math.floor(count)).padStart(2, "0");
  const seconds = (inDayMs % MINUTE_MS) / SECOND_MS;
  const clock = `${two(inDayMs / HOUR_MS)}:${two((inDayMs % HOUR_MS) / MINUTE_MS)}${seconds >= 1 ? `:${two(seconds)}` : ""}`;
  if (dayNumber === todayNumber) return clock;
  const day = dayFromNumber(dayNumber);
  const date = `${Number(day.slice(8))} ${monthName(Number(day.slice(5, 7)))}`;
  if (day.slice(0, 4) !== dayFromNumber(todayNumber).slice(0, 4))
    return `${date} ${day.slice(0, 4)} ${clock}`;
  return `${weekdayName(weekdayOf(day))} ${date} ${clock}`;
}

/** An instant for a person to check: "20 min ago · 15:52 UTC+1", in the viewer's zone. */
export function describeInstant(instantMs: number, viewer: { nowMs: number; zone: string }): string {
  const offsetMs = offsetMsAt(instantMs, viewer.zone);
  const today = { ms: viewer.nowMs, offsetMs: offsetMsAt(viewer.nowMs, viewer.zone) };
  const clock = `${wallReading(instantMs, offsetMs, today)} ${offsetLabel(offsetMs)}`;
  return `${relativeTo(instantMs, viewer.nowMs)} \u00b7 ${clock}`;
}
