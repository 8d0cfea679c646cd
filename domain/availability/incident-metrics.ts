import { MINUTE_MS } from "@/domain/calendar/zone";

/** The stamps of an incident, epoch ms; null where nobody has set one. */
export type IncidentStamps = {
  impactStartedAtMs: number | null;
  detectedAtMs: number | null;
  acknowledgedAtMs: number | null;
  mitigatedAtMs: number | null;
  resolvedAtMs: number | null;
};

/** Lengths of time in ms; null where a stamp they need is missing. */
export type IncidentTimings = {
  /** From impact start to resolved, or to now while the incident is open. */
  impactMs: number | null;
  timeToDetectMs: number | null;
  timeToAcknowledgeMs: number | null;
  timeToMitigateMs: number | null;
  timeToResolveMs: number | null;
};

/** Duration of an incident and its times to detect, acknowledge, mitigate and resolve, all from impact start, in ms. */
export function incidentTimings(stamps: IncidentStamps, nowMs: number): IncidentTimings {
  const { impactStartedAtMs: startMs } = stamps;
  const since = (atMs: number | null) => (startMs === null || atMs === null ? null : atMs - startMs);
  return {
    impactMs: since(stamps.resolvedAtMs ?? Math.max(nowMs, startMs ?? nowMs)),
    timeToDetectMs: since(stamps.detectedAtMs),
    timeToAcknowledgeMs: since(stamps.acknowledgedAtMs),
    timeToMitigateMs: since(stamps.mitigatedAtMs),
    timeToResolveMs: since(stamps.resolvedAtMs),
  };
}

/**
 * Impact minutes of one incident: sum over services of weight x attributed lost ms / total weight of the workspace, in
 * minutes of everything being down. `lostMs` is the incident's own share within covered time (`lostMsByIncident`).
 */
export function incidentImpactMinutes(
  losses: Iterable<{ weight: number; lostMs: number }>,
  totalWeight: number,
): number {
  let weightedMs = 0;
  for (const { weight, lostMs } of losses) weightedMs += weight * lostMs;
  return totalWeight > 0 ? weightedMs / totalWeight / MINUTE_MS : 0;
}
