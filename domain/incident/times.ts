import { Invalid } from "@/domain/errors";

/** The stamps of an incident in epoch ms; null where not known. */
export interface IncidentTimes {
  impactStartedAt: number;
  detectedAt: number | null;
  declaredAt: number | null;
  acknowledgedAt: number | null;
  mitigatedAt: number | null;
  resolvedAt: number | null;
}

export interface ImpactInterval {
  startedAt: number;
  endedAt: number | null;
}

/** Clocks of the people and machines that report differ a little. */
export const CLOCK_SKEW_MS = 5 * 60_000;
const EARLIEST_MS = Date.UTC(1990, 0, 1);

const NAMES: Record<keyof IncidentTimes, string> = {
  impactStartedAt: "impact start",
  detectedAt: "detected",
  declaredAt: "declared",
  acknowledgedAt: "acknowledged",
  mitigatedAt: "mitigated",
  resolvedAt: "resolved",
};

const ORDER: readonly [keyof IncidentTimes, keyof IncidentTimes][] = [
  ["impactStartedAt", "detectedAt"],
  ["impactStartedAt", "declaredAt"],
  ["impactStartedAt", "acknowledgedAt"],
  ["detectedAt", "acknowledgedAt"],
  ["impactStartedAt", "mitigatedAt"],
  ["impactStartedAt", "resolvedAt"],
  ["detectedAt", "resolvedAt"],
  ["acknowledgedAt", "resolvedAt"],
  ["mitigatedAt", "resolvedAt"],
];

/** Refuses stamps that cannot be: in the future, before 1990, or in an impossible order. */
export function checkTimes(times: IncidentTimes, nowMs: number): void {
  for (const key of Object.keys(NAMES) as (keyof IncidentTimes)[]) {
    const value = times[key];
    if (value === null) continue;
    if (value > nowMs + CLOCK_SKEW_MS) {
      throw new Invalid(
        key,
        `The time of "${NAMES[key]}" (${iso(value)}) lies in the future; now is ${iso(nowMs)}.`,
        "impossible-time",
      );
    }
    if (value < EARLIEST_MS) {
      throw new Invalid(
        key,
        `The time of "${NAMES[key]}" (${iso(value)}) lies before 1990; check the year.`,
        "impossible-time",
      );
    }
  }
  for (const [first, second] of ORDER) {
    const earlier = times[first];
    const later = times[second];
    if (earlier !== null && later !== null && later < earlier) {
      throw new Invalid(
        second,
        `"${NAMES[second]}" (${iso(later)}) cannot come before "${NAMES[first]}" (${iso(earlier)}). Correct one of the two.`,
        "impossible-time",
      );
    }
  }
}

/** Refuses an impact that ends before it starts, starts before the incident, or outlives its resolution. */
export function checkImpact(
  impact: ImpactInterval,
  times: IncidentTimes,
  nowMs: number,
  field: string,
): void {
  const fail = (name: string, message: string): never => {
    throw new Invalid(field === "" ? name : `${field}.${name}`, message, "impossible-time");
  };
  if (impact.startedAt > nowMs + CLOCK_SKEW_MS)
    fail("startedAt", `The impact starts in the future (${iso(impact.startedAt)}).`);
  if (impact.startedAt < times.impactStartedAt) {
    fail(
      "startedAt",
      `The impact starts (${iso(impact.startedAt)}) before the incident's impact start (${iso(times.impactStartedAt)}). Move the incident's impact start first.`,
    );
  }
  if (times.resolvedAt !== null && impact.startedAt >= times.resolvedAt)
    fail("startedAt", `The impact starts at or after the incident was resolved (${iso(times.resolvedAt)}).`);
  const end = impact.endedAt;
  if (end !== null && end <= impact.startedAt)
    fail("endedAt", `The impact ends (${iso(end)}) at or before its start (${iso(impact.startedAt)}).`);
  if (end !== null && end > nowMs + CLOCK_SKEW_MS)
    fail("endedAt", `The impact ends in the future (${iso(end)}); leave the end out while it lasts.`);
  if (times.resolvedAt !== null && end !== null && end > times.resolvedAt) {
    fail(
      "endedAt",
      `The impact ends (${iso(end)}) after the incident was resolved (${iso(times.resolvedAt)}). Move the resolution or the end.`,
    );
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
