import { atLeastAMinute, finishIncident, type IncidentDraft, refusal } from "./incident-draft";
import { instantOf, isoOf } from "./instant";
import { field, isRecord, type JsonRecord, recordOf, recordsOf, textOf, urlOf } from "./json-value";
import { emptyPlan, type ImportOptions, type ImportPlan, type NormalizedUpdate } from "./plan";
import { ServiceRegistry, slugOf } from "./service-registry";
import { ComponentNames, updateMs } from "./statuspage-components";
import { type EndReading, readEnd } from "./statuspage-end";
import { statuspageImpacts } from "./statuspage-impacts";
import { severityOfImpact, statusOf } from "./vocabulary";

interface Entry {
  raw: unknown;
  updates: Timed[];
  row: number;
  page: JsonRecord | undefined;
  isMaintenance: boolean;
}

interface Timed {
  update: JsonRecord;
  atMs: number;
}

const MAINTENANCE_STATUSES = new Set(["scheduled", "in_progress", "verifying", "completed"]);

/**
 * Atlassian Statuspage and its look-alikes: incidents.json, summary.json, scheduled-maintenances.json, a bare array,
 * or JSON lines of incidents or of whole summaries.
 */
export function importStatuspage(value: unknown, options: ImportOptions = {}): ImportPlan {
  const plan = emptyPlan("statuspage");
  const registry = new ServiceRegistry(options.servicePrefix);
  const names = new ComponentNames();
  const entries = collect(value, names);
  for (const { raw, updates } of entries) if (isRecord(raw)) names.addIncident(raw, updates.map(updateOf));
  for (const name of names.pageNames()) registry.register(name);
  const newest = newestVersions(entries);
  let openCount = 0;
  for (const entry of entries) {
    const outcome = importEntry(entry, names, registry, newest, options);
    if ("refused" in outcome) plan.refusals.push(outcome.refused);
    else {
      plan.incidents.push(outcome.incident);
      if (outcome.incident.resolvedAt === null) openCount += 1;
    }
  }
  if (openCount > 0 && !options.endAtLastUpdate) {
    plan.notes.push(
      `${openCount} incidents have no end in the file and stay open. They can be ended at their last update instead.`,
    );
  }
  plan.services = registry.services();
  plan.levelWords = registry.levelWords();
  if (entries.length === 0) plan.notes.push("The file lists no incident.");
  return plan;
}

/** Every incident and maintenance of the file in its order; page components are read on the way. */
function collect(value: unknown, names: ComponentNames): Entry[] {
  const entries: Entry[] = [];
  let row = 0;
  const add = (raw: unknown, page: JsonRecord | undefined, isMaintenance: boolean) => {
    row += 1;
    const updates = isRecord(raw) ? timedUpdates(raw) : [];
    if (raw !== undefined) entries.push({ raw, updates, row, page, isMaintenance });
  };
  for (const part of Array.isArray(value) ? value : [value]) {
    if (!isRecord(part)) {
      add(part, undefined, false);
      continue;
    }
    const incidents = field(part, "incidents");
    const maintenances = field(part, "scheduled_maintenances");
    const single = recordOf(part, "incident");
    const page = recordOf(part, "page");
    if (Array.isArray(incidents) || Array.isArray(maintenances)) {
      names.addPageComponents(recordsOf(part, "components"));
      for (const raw of Array.isArray(incidents) ? incidents : []) add(raw, page, false);
      for (const raw of Array.isArray(maintenances) ? maintenances : []) add(raw, page, true);
    } else if (single) add(single, page, false);
    else if (Array.isArray(field(part, "components")) && textOf(part, "id") === undefined) {
      names.addPageComponents(recordsOf(part, "components"));
    } else add(part, page, false);
  }
  return entries;
}

type Outcome = ReturnType<typeof finishIncident>;

function importEntry(
  entry: Entry,
  names: ComponentNames,
  registry: ServiceRegistry,
  newest: ReadonlyMap<string, Entry>,
  options: ImportOptions,
): Outcome {
  const { raw, row, updates } = entry;
  if (!isRecord(raw)) {
    const reason =
      "The row is not an incident object; a status page lists objects with id, name and created_at.";
    return { refused: refusal(row, "", "row", "not-an-object", reason) };
  }
  const title = textOf(raw, "name") ?? textOf(raw, "title");
  const externalId = externalIdOf(raw);
  const ref = externalId ?? title ?? "";
  if (externalId === undefined || title === undefined) {
    const missing = title === undefined ? "name" : "id";
    const reason = `"${missing}" is missing; a status page's incident has an id and a name.`;
    return { refused: refusal(row, ref, missing, "missing-field", reason) };
  }
  if (newest.get(externalId) !== entry) {
    const reason = `Another row of the file holds a newer version of incident ${externalId}; that one is used.`;
    return { refused: refusal(row, ref, "id", "duplicate", reason) };
  }
  const maintenance = isMaintenance(entry, raw);
  const refused = maintenance ? maintenanceRefusal(entry, raw, ref, options) : undefined;
  if (refused) return { refused };
  const startMs = startOf(raw, updates, maintenance);
  if (startMs === undefined) {
    const reason =
      "No start: started_at, created_at and the updates hold no readable time. Fill in started_at.";
    return { refused: refusal(row, ref, "started_at", "missing-time", reason) };
  }
  const read = readEnd(raw, updates, startMs, options);
  const end = { ...read, endMs: atLeastAMinute(startMs, read.endMs, read.notes) };
  return finishIncident(
    draftOf({ entry, raw, title, externalId, updates, startMs, end, names, options }),
    registry,
  );
}

interface Reading {
  entry: Entry;
  raw: JsonRecord;
  title: string;
  externalId: string;
  updates: Timed[];
  startMs: number;
  end: EndReading;
  names: ComponentNames;
  options: ImportOptions;
}

function draftOf(reading: Reading): IncidentDraft {
  const { entry, raw, title, externalId, updates, startMs, end, names, options } = reading;
  const pageId = textOf(raw, "page_id") ?? (entry.page && textOf(entry.page, "id")) ?? options.page;
  const pageName = (entry.page && textOf(entry.page, "name")) ?? options.page;
  const impactWord = textOf(raw, "impact") ?? textOf(raw, "impact_override") ?? "minor";
  const { impacts, isWholePage } = statuspageImpacts(
    raw,
    updates.map(updateOf),
    names,
    {
      startMs,
      endMs: end.endMs,
      impactWord: isMaintenance(entry, raw) ? "maintenance" : impactWord,
      readWhileOpen: end.readWhileOpen,
      fallbackService: pageName ?? (pageId ? `Status page ${pageId}` : "Status page"),
    },
    options,
  );
  const notes = [...end.notes];
  if (isWholePage) notes.push("No component is named; the whole page is taken as hit.");
  const createdMs = instantOf(textOf(raw, "created_at"));
  const statuses = updates.map(({ update, atMs }) => ({ status: textOf(update, "status"), atMs }));
  const response = statuses.find(({ status }) => status === "investigating" || status === "identified");
  const url = urlOf(raw, "shortlink") ?? urlOf(raw, "url");
  return {
    source: {
      kind: "statuspage",
      ...(pageId === undefined ? {} : { page: pageId }),
      externalId,
      ...(url === undefined ? {} : { url }),
    },
    title,
    severity: severityOfImpact(impactWord),
    status: end.endMs === null ? (statusOf(textOf(raw, "status") ?? "") ?? "investigating") : "resolved",
    startMs,
    endMs: end.endMs,
    impacts,
    detectedMs: createdMs,
    declaredMs: createdMs,
    acknowledgedMs: response?.atMs,
    mitigatedMs:
      statuses.find(({ status }) => status === "monitoring")?.atMs ?? instantOf(textOf(raw, "monitoring_at")),
    causes: [],
    timeline: updates.map(timelineOf),
    notes,
    row: entry.row,
  };
}

function timelineOf({ update, atMs }: Timed): NormalizedUpdate {
  const word = textOf(update, "status");
  const status = word === undefined ? undefined : statusOf(word);
  const externalId = textOf(update, "id");
  const body = textOf(update, "body") ?? textOf(update, "markdown") ?? word ?? "Update";
  return {
    at: isoOf(atMs),
    kind: "update",
    ...(status === undefined ? {} : { status }),
    body,
    ...(externalId === undefined ? {} : { externalId }),
  };
}

/** Updates with a readable time, oldest first. */
function timedUpdates(raw: JsonRecord): Timed[] {
  const updates = recordsOf(raw, "incident_updates");
  return (updates.length > 0 ? updates : recordsOf(raw, "updates"))
    .map((update) => ({ update, atMs: updateMs(update) ?? Number.NaN }))
    .filter(({ atMs }) => !Number.isNaN(atMs))
    .sort((a, b) => a.atMs - b.atMs);
}

function updateOf({ update }: Timed): JsonRecord {
  return update;
}

/** An editor who moves an update moves started_at with it, so an earlier update shows the real start. */
function startOf(raw: JsonRecord, updates: readonly Timed[], maintenance: boolean): number | undefined {
  if (maintenance) {
    const begun = updates.find(({ update }) => textOf(update, "status") === "in_progress")?.atMs;
    const planned = instantOf(textOf(raw, "scheduled_for"));
    if (begun !== undefined || planned !== undefined) return begun ?? planned;
  }
  const stated = instantOf(textOf(raw, "started_at")) ?? instantOf(textOf(raw, "created_at"));
  const first = updates[0]?.atMs;
  if (stated === undefined) return first;
  return first === undefined ? stated : Math.min(stated, first);
}

function externalIdOf(raw: JsonRecord): string | undefined {
  const id = textOf(raw, "id") ?? textOf(raw, "shortlink");
  if (id !== undefined) return id;
  const created = textOf(raw, "created_at") ?? textOf(raw, "started_at");
  const title = textOf(raw, "name") ?? textOf(raw, "title");
  return created !== undefined && title !== undefined ? `${created}/${slugOf(title)}` : undefined;
}

/** Of several versions of one incident, the one updated last; the later row on a tie. */
function newestVersions(entries: readonly Entry[]): Map<string, Entry> {
  const newest = new Map<string, { entry: Entry; atMs: number }>();
  for (const entry of entries) {
    if (!isRecord(entry.raw)) continue;
    const id = externalIdOf(entry.raw);
    if (id === undefined) continue;
    const snapshot = recordOf(entry.raw, "_snapshot");
    const atMs = Math.max(
      instantOf(textOf(entry.raw, "updated_at")) ?? 0,
      instantOf(snapshot && textOf(snapshot, "last_seen_at")) ?? 0,
    );
    const known = newest.get(id);
    if (!known || known.atMs <= atMs) newest.set(id, { entry, atMs });
  }
  return new Map([...newest].map(([id, { entry }]) => [id, entry]));
}

function isMaintenance(entry: Entry, raw: JsonRecord): boolean {
  return (
    entry.isMaintenance ||
    textOf(raw, "impact") === "maintenance" ||
    textOf(raw, "scheduled_for") !== undefined ||
    MAINTENANCE_STATUSES.has(textOf(raw, "status") ?? "")
  );
}

function maintenanceRefusal(entry: Entry, raw: JsonRecord, ref: string, options: ImportOptions) {
  if (!options.includeMaintenance) {
    const reason = "Scheduled maintenance is no incident; choose to include maintenance to import it.";
    return refusal(entry.row, ref, "impact", "maintenance", reason);
  }
  if (textOf(raw, "status") !== "scheduled") return undefined;
  const reason = "This maintenance has not begun (status scheduled); import it after it took place.";
  return refusal(entry.row, ref, "status", "not-begun", reason);
}
