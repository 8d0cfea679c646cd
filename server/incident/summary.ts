import { blastClassOf } from "@/domain/availability/blast-radius";
import { incidentTimings } from "@/domain/availability/incident-metrics";
import { MINUTE_MS } from "@/domain/calendar/zone";
import { isOpen } from "@/domain/incident/lifecycle";
import type { IncidentSummary } from "@/domain/incident/schema";
import type { IncidentRow } from "./load";

export interface Cost {
  /** Sum over services of weight x attributed loss, ms, open impacts included. */
  lostWeightMs: number;
  peakWeight: number;
}

/** The incident as a row of a list. */
export function summaryOf(
  row: IncidentRow,
  cost: Cost,
  services: IncidentSummary["services"],
  totalWeight: number,
  nowMs: number,
): IncidentSummary {
  const blastRadiusRatio = totalWeight > 0 ? Math.min(1, cost.peakWeight / totalWeight) : 0;
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    severity: row.severity,
    status: row.status,
    version: row.version,
    record: row.record,
    impactStartedAt: row.impactStartedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    impactMs: row.impactMs ?? timingsOf(row, nowMs).impactMs ?? 0,
    impactMinutes: impactMinutesOf(row, cost, totalWeight),
    blastRadiusRatio,
    blastRadiusClass: blastClassOf(blastRadiusRatio),
    primaryCause:
      row.primaryCauseKind === null || row.primaryCauseStatus === null
        ? null
        : { kind: row.primaryCauseKind, status: row.primaryCauseStatus },
    contributingCauses: row.contributingCauseKinds.length,
    aiCause: row.aiCause,
    services,
  };
}

/** A cancelled incident ran until it was cancelled, and cost nothing. */
export function timingsOf(row: IncidentRow, nowMs: number) {
  const endedAt = row.resolvedAt ?? (isOpen(row.status) ? null : row.closedAt);
  const ms = (date: Date | null) => date?.getTime() ?? null;
  const timings = incidentTimings(
    {
      impactStartedAtMs: row.impactStartedAt.getTime(),
      detectedAtMs: ms(row.detectedAt),
      acknowledgedAtMs: ms(row.acknowledgedAt),
      mitigatedAtMs: ms(row.mitigatedAt),
      resolvedAtMs: ms(endedAt),
    },
    nowMs,
  );
  return row.resolvedAt === null ? { ...timings, timeToResolveMs: null } : timings;
}

function impactMinutesOf(row: IncidentRow, cost: Cost, totalWeight: number): number {
  if (row.status === "cancelled" || !(totalWeight > 0)) return 0;
  return Math.max(0, cost.lostWeightMs) / totalWeight / MINUTE_MS;
}
