import type { Status } from "./lifecycle";
import type { ImpactInput, ImpactLevel, IncidentInput } from "./schema";
import { checkState, notInFuture } from "./state";
import type { IncidentTimes } from "./times";

export type LevelFractions = Record<ImpactLevel, number>;

interface PlannedImpact {
  service: string;
  level: ImpactLevel | null;
  fraction: number;
  startedAt: number;
  endedAt: number | null;
}

export interface PlannedIncident {
  status: Status;
  times: IncidentTimes;
  closedAt: number | null;
  impacts: PlannedImpact[];
}

/** Less than this is no loss: a nanosecond in ten days. Anything smaller would vanish when it is weighed. */
const FRACTION_MIN = 1e-15;

/** The effective share lost: the number given, else the workspace's for the level, else a major outage. */
export function severityOfImpact(
  input: { level?: ImpactLevel; fraction?: number },
  fractions: LevelFractions,
): { level: ImpactLevel | null; fraction: number } {
  const countable = (fraction: number) => (fraction < FRACTION_MIN ? 0 : fraction);
  if (input.fraction !== undefined) return { level: null, fraction: countable(input.fraction) };
  const level = input.level ?? "major";
  return { level, fraction: countable(fractions[level]) };
}

/**
 * A report as an incident: what was left out is filled in from what was given, and everything is checked.
 * @throws Invalid naming the field whose value cannot be
 */
export function planIncident(
  input: IncidentInput,
  options: { nowMs: number; fractions: LevelFractions },
): PlannedIncident {
  const { nowMs, fractions } = options;
  const read = (text: string | null | undefined) =>
    text === null || text === undefined ? null : notInFuture(Date.parse(text), nowMs);
  const starts = input.impacts.flatMap((impact) => read(impact.startedAt) ?? []);
  const resolvedAt = read(input.resolvedAt);
  const times: IncidentTimes = {
    impactStartedAt: read(input.impactStartedAt) ?? (starts.length > 0 ? Math.min(...starts) : nowMs),
    detectedAt: read(input.detectedAt),
    // A history entered after the fact was declared at a time nobody gave, not today.
    declaredAt: input.declaredAt === undefined && resolvedAt === null ? nowMs : read(input.declaredAt),
    acknowledgedAt: read(input.acknowledgedAt),
    mitigatedAt: read(input.mitigatedAt),
    resolvedAt,
  };
  const status = input.status ?? statusOf(times);
  const planned = {
    status,
    times,
    closedAt: status === "closed" || status === "cancelled" ? nowMs : null,
    impacts: input.impacts.map((impact) => plannedImpact(impact, times, fractions, read)),
  };
  checkState(
    { ...planned, impacts: planned.impacts.map((impact, index) => ({ ...impact, id: String(index) })) },
    nowMs,
  );
  return planned;
}

function plannedImpact(
  impact: ImpactInput,
  times: IncidentTimes,
  fractions: LevelFractions,
  read: (text: string | null | undefined) => number | null,
): PlannedImpact {
  return {
    service: impact.service,
    ...severityOfImpact(impact, fractions),
    startedAt: read(impact.startedAt) ?? times.impactStartedAt,
    endedAt: read(impact.endedAt) ?? times.resolvedAt,
  };
}

/** The status that the stamps tell when none is given. */
function statusOf(times: IncidentTimes): Status {
  if (times.resolvedAt !== null) return "resolved";
  if (times.mitigatedAt !== null) return "monitoring";
  return times.acknowledgedAt !== null ? "investigating" : "triage";
}

/** Whether the incident's impacts count: those of a cancelled one count nowhere. */
export function impactsCount(status: Status): boolean {
  return status !== "cancelled";
}
