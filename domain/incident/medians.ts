import { kaplanMeierMedian, type Lifetime } from "@/domain/availability/kaplan-meier";
import type { IncidentTimes } from "./times";

/** Stamps of an incident in epoch ms; `isOpen` while it runs. */
export interface MedianCase
  extends Pick<
    IncidentTimes,
    "impactStartedAt" | "detectedAt" | "acknowledgedAt" | "mitigatedAt" | "resolvedAt"
  > {
  isOpen: boolean;
}

/** Medians in ms, each null where the record does not reach that far; `count` incidents were looked at. */
export interface IncidentMedians {
  count: number;
  timeToDetectMs: number | null;
  timeToAcknowledgeMs: number | null;
  timeToMitigateMs: number | null;
  timeToResolveMs: number | null;
}

/**
 * Median times to detect, acknowledge, mitigate and resolve, from impact start, in ms: Kaplan-Meier, with what has not
 * happened yet in an open incident censored at now. A stamp that an ended incident lacks is unknown and left out.
 */
export function incidentMediansOf(cases: readonly MedianCase[], nowMs: number): IncidentMedians {
  const median = (stamp: Exclude<keyof MedianCase, "impactStartedAt" | "isOpen">) =>
    kaplanMeierMedian(cases.flatMap((one) => lifetimeOf(one, one[stamp], nowMs))).medianMs;
  return {
    count: cases.length,
    timeToDetectMs: median("detectedAt"),
    timeToAcknowledgeMs: median("acknowledgedAt"),
    timeToMitigateMs: median("mitigatedAt"),
    timeToResolveMs: median("resolvedAt"),
  };
}

function lifetimeOf(one: MedianCase, atMs: number | null, nowMs: number): Lifetime[] {
  if (atMs !== null) return [{ durationMs: Math.max(0, atMs - one.impactStartedAt), ended: true }];
  return one.isOpen ? [{ durationMs: Math.max(0, nowMs - one.impactStartedAt), ended: false }] : [];
}
