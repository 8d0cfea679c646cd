import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/domain/calendar/zone";

/**
 * A length of time in its two largest units: "2 d 3 h", "5 h 52 min", "24 min", "45 s". Rounded to the smaller unit
 * shown; under one second "0 s". A negative length carries a real minus.
 */
export function formatDuration(durationMs: number): string {
  if (durationMs < 0) return `\u2212${formatDuration(-durationMs)}`;
  const seconds = Math.round(durationMs / SECOND_MS);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(durationMs / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(durationMs / HOUR_MS);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const days = Math.floor(hours / 24);
  return days < DAYS_ALONE ? pair(days, "d", hours % 24, "h") : `${Math.round(durationMs / DAY_MS)} d`;
}

/** From here on an hour more or less says nothing. */
const DAYS_ALONE = 100;

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
