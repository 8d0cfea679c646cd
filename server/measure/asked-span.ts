import { addDays, dayOf, dayStartMs, mondayOf, nextDay } from "@/domain/calendar/day";
import { parseBoundary, type Window } from "@/domain/calendar/period";
import { Invalid } from "@/domain/errors";

/** What a chart shows when nothing else is asked for: this week and the 25 before it. */
const DEFAULT_WEEKS = 26;
const EARLIEST_MS = Date.UTC(1970, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/**
 * The asked span, epoch ms, the end not included. `from` and `to` are dates (the start of that day in the zone) or
 * instants; without them, the last 26 weeks up to the end of today.
 */
export function askedSpan(
  asked: { from?: string | undefined; to?: string | undefined },
  { zone, nowMs }: { zone: string; nowMs: number },
): Window {
  const today = dayOf(nowMs, zone);
  const endMs = boundary("to", asked.to, zone) ?? dayStartMs(nextDay(today), zone);
  const startMs =
    boundary("from", asked.from, zone) ??
    dayStartMs(addDays(mondayOf(dayOf(endMs - 1, zone)), -7 * (DEFAULT_WEEKS - 1)), zone);
  if (startMs >= endMs) {
    throw new Invalid(
      asked.from === undefined ? "to" : "from",
      "The span is empty: from must be before to. The end is not included, so that a day runs to the next one.",
    );
  }
  return { startMs, endMs };
}

function boundary(field: string, text: string | undefined, zone: string): number | null {
  if (text === undefined || text.trim() === "") return null;
  const ms = parseBoundary(text, zone);
  if (ms === null) {
    throw new Invalid(
      field,
      `"${text.slice(0, 40)}" is neither a date (2026-01-31) nor an instant (2026-01-31T09:40:00Z).`,
    );
  }
  if (ms < EARLIEST_MS || ms > LATEST_MS) throw new Invalid(field, "Give a date from 1970 to 2199.");
  return ms;
}
