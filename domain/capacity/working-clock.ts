import { DAY_MS, HOUR_MS, offsetMsAt } from "@/domain/calendar/zone";

/** When sign-offs are worked on, as the forecast assumes: Monday to Friday, nine to five in the workspace's zone. */
const FROM_HOUR = 9;
const TO_HOUR = 17;
export const WORKING_HOURS_PER_WEEK = 5 * (TO_HOUR - FROM_HOUR);

/**
 * Working time since the epoch's first Monday, in hours: it stands still at night and at weekends, so that a difference
 * of two of its readings is the working time between two instants. 29 December 1969 was a Monday.
 */
export function workingHoursAt(instantMs: number, zone: string): number {
  const wallMs = instantMs + offsetMsAt(instantMs, zone);
  const dayNumber = Math.floor(wallMs / DAY_MS) + 3;
  const week = Math.floor(dayNumber / 7);
  const weekday = dayNumber - week * 7;
  if (weekday >= 5) return (week + 1) * WORKING_HOURS_PER_WEEK;
  const hour = (wallMs - (dayNumber - 3) * DAY_MS) / HOUR_MS;
  const today = Math.min(TO_HOUR, Math.max(FROM_HOUR, hour)) - FROM_HOUR;
  return week * WORKING_HOURS_PER_WEEK + weekday * (TO_HOUR - FROM_HOUR) + today;
}
