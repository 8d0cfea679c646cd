const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after each failed try the next one comes; after the last one it is given up, about two days on. */
export const RETRY_PAUSES_MS = [
  5 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  24 * HOUR_MS,
] as const;

/** A share of the pause either way, so that what failed together is not tried together. */
const JITTER_RATIO = 0.2;
/** A receiver may ask for a longer pause, within reason. */
const ASKED_PAUSE_MS_MAX = 24 * HOUR_MS;

/**
 * When to try again after so many tries, ms from now; null to give up.
 * @param chance evenly from 0..1
 * @param askedMs what the receiver asked for by Retry-After
 */
export function retryPauseMs(attempts: number, chance: number, askedMs: number | null = null): number | null {
  const pause = RETRY_PAUSES_MS[attempts - 1];
  if (pause === undefined) return null;
  const jittered = pause * (1 + JITTER_RATIO * (2 * chance - 1));
  return Math.round(Math.max(jittered, Math.min(askedMs ?? 0, ASKED_PAUSE_MS_MAX)));
}

/** Retry-After as seconds or as a date, in ms from now; null where it says neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
