import { HOUR_MS } from "@/domain/calendar/zone";

/**
 * Nobody who reads goes faster: lines of a diff per hour. Inspections find few defects from about 500 on (Cohen 2006,
 * Best Kept Secrets of Peer Code Review); twice that is where a sign-off is flagged, unless the viewer says otherwise.
 */
export const LINES_PER_HOUR = 1000;
export const LINES_PER_HOUR_MIN = 100;
export const LINES_PER_HOUR_MAX = 10_000;
/** A smaller diff can be taken in at a glance. */
export const STAMP_LINES_MIN = 20;

/** The least time that reading so many lines plausibly takes. */
export function plausibleMs(lines: number, linesPerHour: number): number {
  return (lines / linesPerHour) * HOUR_MS;
}

/** Whether it was approved quicker than anybody reads it, counted from when it was asked for: not proof, a question. */
export function isRubberStamp(
  { lines, elapsedMs }: { lines: number; elapsedMs: number },
  linesPerHour: number,
): boolean {
  return lines >= STAMP_LINES_MIN && elapsedMs < plausibleMs(lines, linesPerHour);
}
