import { MINUTE_MS } from "@/domain/calendar/zone";
import { causeEntry } from "@/domain/cause/taxonomy";
import { type CsvCell, csvLine } from "@/domain/csv/write";
import type { IncidentSummary } from "./schema";

const COLUMNS: readonly [name: string, cell: (incident: IncidentSummary) => CsvCell][] = [
  ["number", (one) => `INC-${one.number}`],
  ["title", (one) => one.title],
  ["severity", (one) => one.severity],
  ["status", (one) => one.status],
  ["services", (one) => one.services.map((service) => service.slug).join("; ")],
  ["impact_started_at", (one) => one.impactStartedAt],
  ["resolved_at", (one) => one.resolvedAt],
  ["duration_minutes", (one) => one.impactMs / MINUTE_MS],
  ["impact_minutes", (one) => one.impactMinutes],
  ["blast_radius_ratio", (one) => one.blastRadiusRatio],
  ["blast_radius_class", (one) => one.blastRadiusClass],
  ["primary_cause", (one) => (one.primaryCause === null ? null : causeEntry(one.primaryCause.kind).name)],
  ["cause_status", (one) => one.primaryCause?.status ?? null],
  ["contributing_causes", (one) => one.contributingCauses],
  ["ai_cause", (one) => one.aiCause],
  ["record", (one) => one.record],
];

export function csvHeader(): string {
  return csvLine(COLUMNS.map(([name]) => name));
}

export function csvRow(incident: IncidentSummary): string {
  return csvLine(COLUMNS.map(([, cell]) => cell(incident)));
}
