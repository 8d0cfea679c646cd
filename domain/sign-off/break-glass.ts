import { HOUR_MS } from "@/domain/calendar/zone";

/** How long one may be open, and how long it is where nobody says. */
export const BREAK_GLASS_MS_MAX = 24 * HOUR_MS;
export const BREAK_GLASS_MS_USUAL = 4 * HOUR_MS;

export const BREAK_GLASS_STANDINGS = ["open", "to-review", "reviewed"] as const;
export type BreakGlassStanding = (typeof BREAK_GLASS_STANDINGS)[number];

/** How one stands at an instant. Once it is over somebody else looks at it. */
export function breakGlassStanding(
  glass: { expiresAtMs: number; endedAtMs: number | null; reviewedAtMs: number | null },
  nowMs: number,
): BreakGlassStanding {
  if (glass.reviewedAtMs !== null) return "reviewed";
  const isOpen = glass.endedAtMs === null && nowMs < glass.expiresAtMs;
  return isOpen ? "open" : "to-review";
}
