import { finishIncident, type IncidentDraft, refusal } from "./incident-draft";
import { instantOf, isoOf } from "./instant";
import { field, isRecord, type JsonRecord, recordsOf, textOf } from "./json-value";
import { emptyPlan, type ImportOptions, type ImportPlan, type NormalizedUpdate } from "./plan";
import { ServiceRegistry, slugOf } from "./service-registry";
import { levelOf, severityOfImpact, statusOf, wordKey } from "./vocabulary";

const PAGE_URL = "https://status.cloud.google.com/";

/** Google's old rows give a severity only; it stands for the same three impacts. */
const IMPACT_OF_SEVERITY = new Map([
  ["high", "SERVICE_OUTAGE"],
  ["medium", "SERVICE_DISRUPTION"],
  ["low", "SERVICE_INFORMATION"],
]);

/** Google Cloud's (and Workspace's) incidents.json, old and new schema, as an array or as JSON lines. */
export function importGoogleCloud(value: unknown, options: ImportOptions = {}): ImportPlan {
  const plan = emptyPlan("google-cloud");
  const registry = new ServiceRegistry(options.servicePrefix);
  const rows = rowsOf(value);
  const products = productNames(rows);
  const newest = newestVersions(rows);
  for (const [index, raw] of rows.entries()) {
    if (raw === undefined) continue;
    const row = index + 1;
    if (!isRecord(raw)) {
      const reason = "The row is not an incident object; Google lists objects with begin and external_desc.";
      plan.refusals.push(refusal(row, "", "row", "not-an-object", reason));
      continue;
    }
    const outcome = importRow(raw, row, products, newest, registry, options);
    if ("refused" in outcome) plan.refusals.push(outcome.refused);
    else plan.incidents.push(outcome.incident);
  }
  const openCount = plan.incidents.filter(({ resolvedAt }) => resolvedAt === null).length;
  if (openCount > 0) plan.notes.push(`${openCount} incidents have no end in the file and stay open.`);
  plan.services = registry.services();
  plan.levelWords = registry.levelWords();
  return plan;
}

function rowsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const incidents = isRecord(value) ? field(value, "incidents") : undefined;
  return Array.isArray(incidents) ? incidents : [value];
}

function importRow(
  raw: JsonRecord,
  row: number,
  products: ReadonlyMap<string, string>,
  newest: ReadonlyMap<string, JsonRecord>,
  registry: ServiceRegistry,
  options: ImportOptions,
): ReturnType<typeof finishIncident> {
  const externalId = externalIdOf(raw);
  const title = titleOf(raw);
  const ref = externalId ?? title ?? "";
  if (externalId === undefined) {
    const reason =
      "The row has neither id nor number, so that a second import could not recognize it. Add an id.";
    return { refused: refusal(row, ref, "id", "missing-field", reason) };
  }
  if (newest.get(externalId) !== raw) {
    const reason = `Another row of the file holds a newer version of incident ${externalId}; that one is used.`;
    return { refused: refusal(row, ref, "id", "duplicate", reason) };
  }
  const beginText = textOf(raw, "begin") ?? textOf(raw, "created");
  const startMs = instantOf(beginText);
  if (startMs === undefined) {
    const reason = `"begin" holds no readable time (${beginText ?? "empty"}); write it like 2026-03-05T11:58:00+00:00.`;
    return { refused: refusal(row, ref, "begin", "missing-time", reason) };
  }
  const endText = textOf(raw, "end");
  const endMs = instantOf(endText);
  if (endText !== undefined && endMs === undefined) {
    const reason = `"end" holds no readable time (${endText}); write it like 2026-03-05T11:58:00+00:00 or leave it out.`;
    return { refused: refusal(row, ref, "end", "bad-time", reason) };
  }
  const services = serviceNames(raw, products);
  if (services.length === 0) {
    const reason = "No service: affected_products and service_name are empty. Name one of them.";
    return { refused: refusal(row, ref, "affected_products", "missing-field", reason) };
  }
  return finishIncident(
    draftOf(
      raw,
      row,
      externalId,
      title ?? `Incident ${externalId}`,
      startMs,
      endMs ?? null,
      services,
      options,
    ),
    registry,
  );
}

function draftOf(
  raw: JsonRecord,
  row: number,
  externalId: string,
  title: string,
  startMs: number,
  endMs: number | null,
  services: readonly string[],
  options: ImportOptions,
): IncidentDraft {
  const impactWord =
    textOf(raw, "status_impact") ??
    IMPACT_OF_SEVERITY.get(textOf(raw, "severity") ?? "") ??
    "SERVICE_DISRUPTION";
  const level = levelOf(impactWord, options.levels) ?? "partial";
  const uri = textOf(raw, "uri")?.replace(/^\/+/, "");
  const createdMs = instantOf(textOf(raw, "created"));
  const timeline = recordsOf(raw, "updates").map(timelineOf);
  return {
    source: {
      kind: "google-cloud",
      page: options.page ?? "status.cloud.google.com",
      externalId,
      ...(uri && /^[\w./-]+$/.test(uri) ? { url: `${PAGE_URL}${uri}` } : {}),
    },
    title,
    severity: severityOfImpact(textOf(raw, "status_impact") ?? textOf(raw, "severity") ?? ""),
    status: endMs === null ? "investigating" : "resolved",
    startMs,
    endMs,
    impacts: services.map((service) => ({ service, level, word: wordKey(impactWord), startMs, endMs })),
    detectedMs: createdMs,
    declaredMs: createdMs,
    causes: [],
    timeline: timeline.filter((update) => update !== null),
    regions: regionsOf(raw),
    notes: endMs === null ? ["The file gives no end; the incident stays open."] : [],
    row,
  };
}

function timelineOf(update: JsonRecord): NormalizedUpdate | null {
  const atMs = instantOf(textOf(update, "when")) ?? instantOf(textOf(update, "created"));
  const body = textOf(update, "text") ?? textOf(update, "status");
  if (atMs === undefined || body === undefined) return null;
  const status = statusOf(textOf(update, "status") ?? "");
  return { at: isoOf(atMs), kind: "update", ...(status === undefined ? {} : { status }), body };
}

/** Old rows have a number that is unique only together with their service. */
function externalIdOf(raw: JsonRecord): string | undefined {
  const id = textOf(raw, "id");
  if (id !== undefined) return id;
  const number = textOf(raw, "number");
  if (number === undefined) return undefined;
  const service = textOf(raw, "service_key") ?? slugOf(textOf(raw, "service_name") ?? "");
  return service ? `${service}/${number}` : number;
}

function titleOf(raw: JsonRecord): string | undefined {
  const text = textOf(raw, "external_desc") ?? textOf(raw, "title");
  return text
    ?.replace(/^\**(?:summary|title|description)\**\s*:?\**\s*:?\s+/i, "")
    .replace(/[*#`]+/g, "")
    .trim();
}

/** The newest title of every product id: products are renamed, and one title was once written with a space. */
function productNames(rows: readonly unknown[]): Map<string, string> {
  const names = new Map<string, { name: string; begin: string }>();
  for (const raw of rows) {
    if (!isRecord(raw)) continue;
    const begin = textOf(raw, "begin") ?? "";
    for (const product of recordsOf(raw, "affected_products")) {
      const id = textOf(product, "id");
      const name = textOf(product, "current_title") ?? textOf(product, "title");
      if (id === undefined || name === undefined) continue;
      const known = names.get(id);
      const isCurrent = textOf(product, "current_title") !== undefined;
      if (!known || isCurrent || known.begin <= begin)
        names.set(id, { name, begin: isCurrent ? "9999" : begin });
    }
  }
  return new Map([...names].map(([id, { name }]) => [id, name]));
}

function serviceNames(raw: JsonRecord, products: ReadonlyMap<string, string>): string[] {
  const names: string[] = [];
  for (const product of recordsOf(raw, "affected_products")) {
    const id = textOf(product, "id");
    const name = (id === undefined ? undefined : products.get(id)) ?? textOf(product, "title");
    if (name !== undefined) names.push(name);
  }
  const fallback = textOf(raw, "service_name") ?? textOf(raw, "service_key");
  if (names.length === 0 && fallback !== undefined) names.push(fallback);
  return [...new Set(names)];
}

function regionsOf(raw: JsonRecord): string[] {
  const regions = new Set<string>();
  const add = (location: JsonRecord) => {
    const region = textOf(location, "id") ?? textOf(location, "title");
    if (region !== undefined) regions.add(region);
  };
  recordsOf(raw, "currently_affected_locations").forEach(add);
  recordsOf(raw, "previously_affected_locations").forEach(add);
  for (const update of recordsOf(raw, "updates")) recordsOf(update, "affected_locations").forEach(add);
  return [...regions].sort();
}

function newestVersions(rows: readonly unknown[]): Map<string, JsonRecord> {
  const newest = new Map<string, { raw: JsonRecord; atMs: number }>();
  for (const raw of rows) {
    if (!isRecord(raw)) continue;
    const id = externalIdOf(raw);
    if (id === undefined) continue;
    const atMs = instantOf(textOf(raw, "modified")) ?? 0;
    const known = newest.get(id);
    if (!known || known.atMs <= atMs) newest.set(id, { raw, atMs });
  }
  return new Map([...newest].map(([id, { raw }]) => [id, raw]));
}
