import type { ImportKind } from "@/domain/import/plan";
import type { ImportRun } from "@/domain/import/schema";

export const KIND_NAMES: Record<ImportKind, string> = {
  statuspage: "Atlassian Statuspage incidents",
  "google-cloud": "Google Cloud incidents",
  "github-history": "Status history with downtimes",
  "incident-csv": "Incidents, CSV",
  "services-csv": "Services, CSV",
  "people-csv": "People, CSV",
  "dependencies-csv": "Service dependencies, CSV",
  "ai-use-csv": "AI use by person and day, CSV",
  copilot: "GitHub Copilot metrics or seats",
  changes: "Changes, CSV or JSON lines",
};

export function kindName(kind: string): string {
  return Object.hasOwn(KIND_NAMES, kind) ? KIND_NAMES[kind as ImportKind] : kind;
}

const TARGET_NAMES: Record<string, string> = {
  externalId: "Id",
  title: "Title",
  severity: "Severity",
  level: "Impact level",
  fraction: "Fraction lost",
  status: "Status",
  service: "Service",
  startedAt: "Started",
  endedAt: "Impact ended",
  resolvedAt: "Resolved",
  durationMinutes: "Duration, minutes",
  durationSeconds: "Duration, seconds",
  durationHours: "Duration, hours",
  duration: "Duration",
  detectedAt: "Detected",
  declaredAt: "Declared",
  acknowledgedAt: "Acknowledged",
  acknowledgeSeconds: "Time to acknowledge, seconds",
  mitigatedAt: "Mitigated",
  cause: "Cause",
  causeStatus: "Cause status",
  regions: "Regions",
  customersAffected: "Customers affected",
  url: "Link",
  slug: "Slug",
  name: "Name",
  weight: "Weight",
  sloTarget: "Objective",
  team: "Team",
  trackedFrom: "Tracked from",
  dependsOn: "Depends on",
  email: "E-mail",
  handles: "Handles",
  activeFrom: "First day",
  activeTo: "Last day",
  criticality: "Criticality",
  day: "Day",
  handle: "Handle",
  person: "Person",
  tool: "Tool",
  count: "Count",
  firstSeenAt: "First seen",
  source: "Source",
  metric: "Metric",
  windowStart: "From",
  windowEnd: "To",
  users: "Users",
  row: "Row",
  seat: "Seat",
};

export function targetName(target: string): string {
  return TARGET_NAMES[target] ?? target;
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString("en")} ${value === 1 ? one : many}`;
}

/** The counts of a run in one line. */
export function tallyWords(run: Pick<ImportRun, "created" | "updated" | "unchanged" | "refused">): string {
  const parts = [
    `${run.created.toLocaleString("en")} created`,
    `${run.updated.toLocaleString("en")} updated`,
    `${run.unchanged.toLocaleString("en")} unchanged`,
    `${run.refused.toLocaleString("en")} refused`,
  ];
  return parts.join(", ");
}
