import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { detectCsvKind, detectJsonKind } from "@/domain/import/detect-kind";
import { readJsonText } from "@/domain/import/json-text";
import { mapImport } from "@/domain/import/map-import";
import type { ImportOptions, ImportPlan, NormalizedIncident } from "@/domain/import/plan";
import { checkImpact, checkTimes } from "@/domain/incident/times";
import { slugSchema } from "@/domain/service/schema";

// Providers' files are not part of the project: they may lie beside it, or wherever the variable says.
const folder = process.env.FAULTLINE_REAL_DATA ?? join(import.meta.dirname, "../../shared/data");
const present = existsSync(join(folder, "incidents-statuspage"));
if (!present)
  console.warn(`SKIPPED: no real provider files in ${folder}; set FAULTLINE_REAL_DATA to their folder.`);

const AFTER_ALL_MS = Date.UTC(2027, 0, 1);

interface Mapped {
  plan: ImportPlan;
  rowCount: number;
  rows: Record<string, unknown>[];
}

function mapFile(file: string, options: ImportOptions = {}): Mapped {
  const bytes = readFileSync(join(folder, file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  if (file.endsWith(".csv")) {
    const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
    const headers = Object.keys(rows[0] ?? {});
    const kind = detectCsvKind(headers, file);
    if (kind === null) throw new Error(`${file}: kind not recognized`);
    return { plan: mapImport(kind, { format: "csv", headers, rows }, options), rowCount: rows.length, rows };
  }
  const { value, refusals } = readJsonText(text);
  expect(refusals).toEqual([]);
  const kind = detectJsonKind(value, file);
  if (kind === null) throw new Error(`${file}: kind not recognized`);
  const plan = mapImport(kind, { format: "json", value }, options);
  const rows = rowsOf(value);
  return { plan, rowCount: rows.length, rows };
}

function rowsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [];
  for (const key of ["incidents", "day_totals", "user_totals", "seats", "usageItems"]) {
    const rows: unknown = Reflect.get(value, key);
    if (Array.isArray(rows)) return rows;
  }
  return [];
}

function ms(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Date.parse(text);
}

/** The rules that the application itself holds incidents to when they are typed in. */
function checkIncident(incident: NormalizedIncident): void {
  const times = {
    impactStartedAt: ms(incident.impactStartedAt) ?? Number.NaN,
    detectedAt: ms(incident.detectedAt),
    declaredAt: ms(incident.declaredAt),
    acknowledgedAt: ms(incident.acknowledgedAt),
    mitigatedAt: ms(incident.mitigatedAt),
    resolvedAt: ms(incident.resolvedAt),
  };
  for (const value of Object.values(times)) expect(value).not.toBeNaN();
  checkTimes(times, AFTER_ALL_MS);
  expect(incident.impacts.length).toBeGreaterThan(0);
  const byService = new Map<string, number>();
  for (const impact of incident.impacts) {
    const interval = { startedAt: ms(impact.startedAt) ?? Number.NaN, endedAt: ms(impact.endedAt) };
    expect(interval.startedAt).not.toBeNaN();
    expect(interval.endedAt).not.toBeNaN();
    checkImpact(interval, times, AFTER_ALL_MS, "impacts");
    if (incident.resolvedAt !== null) expect(interval.endedAt).not.toBeNull();
    expect(interval.startedAt).toBeGreaterThanOrEqual(byService.get(impact.serviceSlug) ?? 0);
    byService.set(impact.serviceSlug, interval.endedAt ?? Number.POSITIVE_INFINITY);
  }
  expect(incident.title.length).toBeGreaterThan(0);
  expect(incident.title.length).toBeLessThanOrEqual(300);
}

describe.skipIf(!present)("real incident files", () => {
  const files = [
    "incidents-statuspage/digitalocean_incidents_api_sample.json",
    "incidents-statuspage/github_incidents_api_sample.json",
    "incidents-statuspage/github_incidents.jsonl.gz",
    "incidents-gcp/gcp_incidents.jsonl.gz",
    "incidents-github/incidents.jsonl",
    "incidents-github/downtime_windows.csv",
    "incidents-github/segments.csv",
  ];
  const mapped = new Map<string, Mapped>();
  beforeAll(() => {
    for (const file of files) mapped.set(file, mapFile(file));
  });
  const get = (file: string) => mapped.get(file) ?? mapFile(file);

  it.each(files)("%s: every row is imported or refused with a reason", (file) => {
    const { plan, rowCount } = get(file);
    const told = new Set([...plan.incidents, ...plan.refusals].map(({ row }) => row));
    if (file.endsWith("segments.csv"))
      expect(plan.incidents.length + plan.refusals.length).toBeGreaterThan(0);
    else expect(told.size).toBe(rowCount);
    for (const { reason, field, code } of plan.refusals) {
      expect(reason.length).toBeGreaterThan(20);
      expect(field && code).toBeTruthy();
    }
  });

  it.each(files)("%s: every incident keeps the rules that a typed one keeps", (file) => {
    for (const incident of get(file).plan.incidents) checkIncident(incident);
  });

  it.each(files)("%s: identities and slugs are unique, services are all listed", (file) => {
    const { plan } = get(file);
    const ids = plan.incidents.map(({ source }) => `${source.kind}/${source.page}/${source.externalId}`);
    expect(new Set(ids).size).toBe(ids.length);
    const slugs = plan.services.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const slug of slugs) expect(slugSchema.safeParse(slug).success).toBe(true);
    const known = new Set(slugs);
    for (const { impacts } of plan.incidents)
      for (const impact of impacts) expect(known).toContain(impact.serviceSlug);
    for (const { name } of plan.services) expect(name).toBe(name.trim());
  });

  it("are counted", () => {
    const counts = files.map((file) => {
      const { plan } = get(file);
      return [plan.incidents.length, plan.incidents.filter(({ resolvedAt }) => resolvedAt === null).length];
    });
    expect(counts).toEqual([
      [80, 80],
      [80, 80],
      [760, 0],
      [1002, 2],
      [801, 0],
      [801, 0],
      [772, 0],
    ]);
  });

  it("with a bracket end inside it, and agree with the true ends told elsewhere", () => {
    const { plan, rows } = get("incidents-statuspage/github_incidents.jsonl.gz");
    const truth = new Map(
      get("incidents-github/incidents.jsonl").plan.incidents.map(({ source, timeline }) => [
        source.url?.split("/").at(-1),
        ms(timeline.at(-1)?.at),
      ]),
    );
    const errors: number[] = [];
    for (const incident of plan.incidents) {
      const snapshot = rows[incident.row - 1]?._snapshot as { last_seen_at: string; first_absent_at: string };
      const end = ms(incident.resolvedAt) ?? Number.NaN;
      expect(end).toBeGreaterThan(Date.parse(snapshot.last_seen_at));
      expect(end).toBeLessThanOrEqual(Date.parse(snapshot.first_absent_at));
      const known = truth.get(incident.source.externalId);
      if (known) errors.push((end - known) / 60_000);
    }
    errors.sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(600);
    expect(Math.abs(errors[Math.floor(errors.length / 2)] ?? 99)).toBeLessThan(1);
  });

  it("that are open can be ended at their last update", () => {
    const { plan } = mapFile("incidents-statuspage/digitalocean_incidents_api_sample.json", {
      endAtLastUpdate: true,
    });
    expect(plan.incidents.filter(({ resolvedAt }) => resolvedAt === null)).toEqual([]);
    for (const incident of plan.incidents) checkIncident(incident);
  });

  it("name each component once: no sign, no bare 'Global', no product under two names", () => {
    const names = (file: string) => get(file).plan.services.map(({ name }) => name);
    const ocean = names("incidents-statuspage/digitalocean_incidents_api_sample.json");
    expect(ocean).toContain("Spaces - Global");
    expect(ocean.filter((name) => name.startsWith("Global"))).toEqual([]);
    const hub = names("incidents-statuspage/github_incidents.jsonl.gz");
    expect(hub).toContain("Actions");
    expect(hub.filter((name) => /^Visit|^GitHub /.test(name))).toEqual([]);
    expect(
      names("incidents-gcp/gcp_incidents.jsonl.gz").filter((name) => name === "Secret Manager"),
    ).toHaveLength(1);
    expect(mapFile("incidents-statuspage/github_summary_raw_sample.json").plan.services).toHaveLength(11);
  });
});

describe.skipIf(!present)("real Copilot files", () => {
  const files: [string, uses: number, aggregates: number, refusals: number][] = [
    ["billing-credits.json", 0, 1, 10],
    ["devlake/_raw_copilot_metrics.csv", 0, 2, 0],
    ["devlake/_raw_copilot_seats.csv", 1, 0, 0],
    ["enterprise_metrics_response_sample.json", 0, 42, 0],
    ["enterprise_seats_response_sample.json", 8, 0, 0],
    ["organization_metrics_response_sample.json", 0, 42, 0],
    ["organization_seats_response_sample.json", 8, 0, 0],
    ["new-api/download-links-enterprise-28-day.json", 0, 0, 1],
    ["new-api/download-links-organization-1-day.json", 0, 0, 1],
    ["new-api/download-links-organization-28-day.json", 0, 0, 1],
    ["new-api/enterprise-28-day-report.json", 0, 78, 0],
    ["new-api/enterprise-users-1-day-report.json", 1, 0, 0],
    ["new-api/enterprise-users-28-day-report.json", 0, 1, 0],
    ["new-api/organization-1-day-report.json", 0, 3, 0],
    ["new-api/organization-28-day-report.json", 0, 84, 0],
    ["new-api/organization-users-1-day-report.json", 2, 0, 0],
    ["new-api/organization-users-28-day-report.json", 107, 0, 0],
  ];

  it.each(files)("%s: %i uses of people, %i counts, %i refusals", (file, uses, aggregates, refusals) => {
    const { plan, rows } = mapFile(`adoption-copilot/${file}`);
    expect([plan.aiUse.length, plan.aggregates.length, plan.refusals.length]).toEqual([
      uses,
      aggregates,
      refusals,
    ]);
    const stated = JSON.stringify(rows);
    for (const { handle, day } of plan.aiUse) {
      expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(stated).toContain(handle);
    }
    for (const { users, windowStart, windowEnd } of plan.aggregates) {
      expect(Number.isInteger(users)).toBe(true);
      expect(windowStart <= windowEnd).toBe(true);
    }
  });

  it("agree with each other: people of a day are the day's active users", () => {
    const people = mapFile("adoption-copilot/new-api/organization-users-28-day-report.json").plan;
    const totals = mapFile("adoption-copilot/new-api/organization-28-day-report.json").plan;
    expect(people.coverage[0]?.days).toHaveLength(28);
    const daily = totals.aggregates.filter(({ metric }) => metric === "daily_active");
    expect(daily.reduce((sum, { users }) => sum + users, 0)).toBeGreaterThan(0);
    for (const { windowStart } of daily) expect(people.coverage[0]?.days).toContain(windowStart);
  });
});
