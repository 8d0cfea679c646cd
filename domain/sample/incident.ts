import type { CauseInput } from "@/domain/cause/schema";
import type { Severity } from "@/domain/incident/schema";

/** An incident of the sample, before ids and numbers are given. Instants are ISO 8601. */
export interface SampleIncident {
  title: string;
  severity: Severity;
  record: "public-record" | "generated";
  sourceName: string | null;
  sourceUrl: string | null;
  summary: string | null;
  impactStartedAt: string;
  detectedAt: string | null;
  declaredAt: string | null;
  acknowledgedAt: string | null;
  mitigatedAt: string | null;
  /** Null while it is open. */
  resolvedAt: string | null;
  regions: readonly string[];
  impacts: readonly { service: string; fraction: number; startedAt: string; endedAt: string | null }[];
  causes: readonly CauseInput[];
  updates: readonly (readonly [at: string, body: string])[];
}
