import { reviewMinutes } from "@/domain/sign-off/replay";
import { REVIEW_COST } from "@/domain/sign-off/review-cost";
import { SIZE_STEPS } from "./what-if";

/** Squared coefficient of variation of times, 1 where there are too few to tell: as if they were exponential. */
export function scvOf(times: readonly number[]): number {
  if (times.length < 10) return 1;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  if (mean === 0) return 1;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1);
  return variance / mean ** 2;
}

/** Working hours between one request and the next; those of one night come together when work begins. */
export function gapsOf(arrivalHours: readonly number[]): number[] {
  const sorted = [...arrivalHours].sort((a, b) => a - b);
  return sorted.slice(1).map((hours, index) => hours - (sorted[index] ?? hours));
}

/** What a review takes by the size of what is reviewed, for each step that a rule could be limited to. */
export function sizeSteps(lines: readonly (number | null)[]) {
  return SIZE_STEPS.map((minimumLines) => {
    // A change whose size nobody knows may be large, so a rule for large ones takes it in.
    const kept = lines.filter((one) => one === null || one >= minimumLines);
    const minutes = kept.map((one) => minutesOf(one ?? 0));
    const mean =
      minutes.length === 0
        ? REVIEW_COST.minutes
        : minutes.reduce((sum, one) => sum + one, 0) / minutes.length;
    const ratio = lines.length === 0 ? 1 : kept.length / lines.length;
    return { minimumLines, ratio, reviewMinutes: mean, serviceScv: scvOf(minutes) };
  });
}

function minutesOf(lines: number): number {
  const change = {
    revision: null,
    involvement: "ai",
    kind: "code",
    environment: "production",
    services: [],
  } as const;
  return reviewMinutes({ ...change, additions: lines, deletions: 0 }, REVIEW_COST);
}
