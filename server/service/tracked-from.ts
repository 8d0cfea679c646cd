import { parseBoundary } from "@/domain/calendar/period";
import { Invalid } from "@/domain/errors";
import type { Ctx } from "@/server/context";

const EARLIEST_MS = Date.UTC(1970, 0, 1);

/** A tracking start as an instant; a date means the start of that day in the workspace's zone. */
export function trackedFromOf(ctx: Ctx, text: string, zone: string): Date {
  const ms = parseBoundary(text, zone);
  if (ms === null) {
    throw new Invalid("trackedFrom", "Give a date such as 2026-01-31, or an ISO 8601 instant with a zone.");
  }
  if (ms < EARLIEST_MS) throw new Invalid("trackedFrom", "Give a date from 1970-01-01 on.");
  if (ms > ctx.now.getTime()) {
    throw new Invalid("trackedFrom", "A service cannot be tracked from the future. Give a date up to today.");
  }
  return new Date(ms);
}
