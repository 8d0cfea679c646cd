import { CHANGE_KINDS } from "@/domain/change/kinds";
import { columnKey } from "./csv-mapping";
import { field, isRecord, type JsonRecord, recordOf } from "./json-value";
import type { ImportKind } from "./plan";

/** The kind of a file from its parsed JSON value, or null where nothing is recognized. */
export function detectJsonKind(value: unknown, fileName = ""): ImportKind | null {
  const sample = Array.isArray(value) ? value.find(isRecord) : value;
  if (!isRecord(sample)) return fromName(fileName);
  const kind = field(sample, "kind");
  if (typeof kind === "string" && CHANGE_KINDS.some((one) => one.kind === kind)) return "changes";
  const has = (record: JsonRecord, ...keys: string[]) => keys.every((key) => Object.hasOwn(record, key));
  const copilotKeys = [
    "day_totals",
    "user_totals",
    "download_links",
    "total_seats",
    "seats",
    "usageItems",
    "user_login",
    "total_active_users",
    "total_engaged_users",
    "daily_active_users",
    "copilot_ide_chat",
    "assignee",
    "report_day",
  ];
  if (copilotKeys.some((key) => has(sample, key))) return "copilot";
  if (has(sample, "data", "params") && typeof field(sample, "data") === "string") return "copilot";
  const nested = field(sample, "incidents");
  const incident =
    (Array.isArray(nested) ? nested.find(isRecord) : undefined) ?? recordOf(sample, "incident") ?? sample;
  if (
    has(incident, "external_desc") ||
    has(incident, "begin", "service_name") ||
    has(incident, "affected_products")
  ) {
    return "google-cloud";
  }
  if (has(incident, "downtime_start") || has(incident, "status_sequence")) return "github-history";
  if (
    has(sample, "incidents") ||
    has(sample, "scheduled_maintenances") ||
    has(incident, "incident_updates")
  ) {
    return "statuspage";
  }
  if (
    has(incident, "shortlink") ||
    has(incident, "page_id") ||
    (has(incident, "impact", "name") && has(incident, "created_at"))
  ) {
    return "statuspage";
  }
  if (has(sample, "page", "components")) return "statuspage";
  return fromName(fileName);
}

/** The kind of a CSV from its headers, or null where nothing is recognized. */
export function detectCsvKind(headers: readonly string[], fileName = ""): ImportKind | null {
  const keys = new Set(headers.map(columnKey));
  const any = (...names: string[]) => names.some((name) => keys.has(name));
  if (keys.has("data") && any("params", "url")) return "copilot";
  if (
    any("deployed_at", "merged_at", "commit_sha", "change_kind", "change_type") &&
    any("title", "message", "subject")
  )
    return "changes";
  const named = fromName(fileName);
  const hasStart = any(
    "started_at",
    "start_at",
    "downtime_start",
    "impact_started_at",
    "impact_start",
    "start_time",
    "start",
    "created_on",
    "opened_at",
    "started",
  );
  const hasIncident = any(
    "incident_id",
    "incident_number",
    "severity",
    "priority",
    "issue_key",
    "impact",
    "resolved_at",
  );
  if (hasStart && hasIncident) return "incident-csv";
  if (any("tool", "ai_tool", "assistant", "tool_name") && any("date", "day", "used_on", "usage_date"))
    return "ai-use-csv";
  if (any("service", "from", "dependent", "consumer") && any("depends_on", "dependency", "to", "upstream")) {
    return any("slug", "name", "weight", "slo") ? "services-csv" : "dependencies-csv";
  }
  if (any("slug", "weight", "slo", "slo_target", "objective", "tracked_from")) return "services-csv";
  if (
    any("email", "handles", "login", "hire_date", "active_from", "github") &&
    any("name", "full_name", "level", "team")
  ) {
    return "people-csv";
  }
  if (hasIncident && any("title", "summary", "message", "created", "created_at", "createdat", "description"))
    return "incident-csv";
  if (hasStart) return "incident-csv";
  return named;
}

function fromName(fileName: string): ImportKind | null {
  const name = fileName.toLowerCase();
  const kinds: readonly (readonly [RegExp, ImportKind])[] = [
    [/copilot|seats/, "copilot"],
    [/gcp|google/, "google-cloud"],
    [/ai[-_ ]?us/, "ai-use-csv"],
    [/depend/, "dependencies-csv"],
    [/people|roster|engineers|employees/, "people-csv"],
    [/services?\b/, "services-csv"],
    [/incident.*\.csv|outage.*\.csv|downtime/, "incident-csv"],
    [/statuspage|summary|incidents/, "statuspage"],
  ];
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
