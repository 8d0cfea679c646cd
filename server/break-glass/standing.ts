import { breakGlassStanding } from "@/domain/sign-off/break-glass";
import type { BreakGlassRow } from "@/server/sign-off/break-glass-rows";

export function standingOf({ expiresAt, endedAt, reviewedAt }: BreakGlassRow, now: Date) {
  return breakGlassStanding(
    {
      expiresAtMs: expiresAt.getTime(),
      endedAtMs: endedAt?.getTime() ?? null,
      reviewedAtMs: reviewedAt?.getTime() ?? null,
    },
    now.getTime(),
  );
}
