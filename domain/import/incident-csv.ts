import { isTimeZone } from "@/domain/calendar/zone";
import { Invalid } from "@/domain/errors";
import type { Status } from "@/domain/incident/lifecycle";
import { type ColumnMapping, chosenMapping, saysUtc } from "./csv-mapping";
import { readDurationMs, readShare } from "./csv-numbers";
import { causesOf, lossOf, type Problem, speaksOfLevels } from "./incident-csv-values";
import { type DraftImpact, finishIncident, type IncidentDraft, refusal } from "./incident-draft";
import { type DateOrder, dateOrderOf, isoOf, readInstant } from "./instant";
import { type CsvRow, cell, cellList, urlOf } from "./json-value";
import { emptyPlan, type ImportOptions, type ImportPlan, type ImportRefusal, type LevelMap } from "./plan";
import { digestOf, ServiceRegistry, slugOf } from "./service-registry";
import { countsFromZero, severityOf, severityOfImpact, statusOf } from "./vocabulary";

interface Reader {
  mapping: ColumnMapping;
  zone: string;
  order: DateOrder;
  fromZero: boolean;
  hasEndColumn: boolean;
  levels: LevelMap | undefined;
  /** Ids of which one row says that it is maintenance: the other rows of it are no incident either. */
  maintenances: ReadonlySet<string>;
  options: ImportOptions;
}

interface ReadRow {
  row: number;
  externalId: string;
  draft: IncidentDraft;
  statusWord: Status | undefined;
}

const DATE_TARGETS = [
  "startedAt",
  "endedAt",
  "resolvedAt",
  "detectedAt",
  "declaredAt",
  "acknowledgedAt",
  "mitigatedAt",
];

/** More rows than this with one id mean that the wrong column was taken for the id. */
const ROWS_PER_INCIDENT_MAX = 1000;

/** Incidents from a CSV of any tool. Rows with the same id are one incident: one row per service or phase. */
export function importIncidentCsv(
  headers: readonly string[],
  rows: readonly CsvRow[],
  options: ImportOptions = {},
): ImportPlan {
  const plan = emptyPlan("incident-csv");
  const reader = readerOf(headers, rows, options);
  const { mapping } = reader;
  if (mapping.startedAt === undefined) {
    throw new Invalid(
      "mapping",
      "Choose the column that holds the start (startedAt); none was recognized.",
      "mapping-incomplete",
    );
  }
  if (mapping.service === undefined) {
    const name = options.defaultService ?? options.page ?? "Unspecified service";
    plan.notes.push(`No column names a service; every incident is taken to hit "${name}".`);
  }
  if (reader.fromZero)
    plan.notes.push("The severities count from 0; SEV0 or P0 was read as SEV1, and so on.");
  const groups = new Map<string, ReadRow[]>();
  for (const [index, row] of rows.entries()) {
    const outcome = readRow(row, index + 1, reader);
    if ("refused" in outcome) plan.refusals.push(outcome.refused);
    else {
      const group = groups.get(outcome.read.externalId);
      if (group) group.push(outcome.read);
      else groups.set(outcome.read.externalId, [outcome.read]);
    }
  }
  const registry = new ServiceRegistry(options.servicePrefix);
  for (const group of groups.values()) {
    const first = group[0];
    if (first && group.length > ROWS_PER_INCIDENT_MAX) {
      const reason = `${group.length} rows share the id ${first.externalId}; check which column holds the id.`;
      plan.refusals.push(refusal(first.row, first.externalId, "externalId", "too-many-rows", reason));
      continue;
    }
    const outcome = finishIncident(mergeRows(group), registry);
    if ("incident" in outcome) plan.incidents.push(outcome.incident);
    else for (const { row } of group) plan.refusals.push({ ...outcome.refused, row });
  }
  plan.refusals.sort((a, b) => a.row - b.row);
  plan.services = registry.services();
  plan.levelWords = registry.levelWords();
  return plan;
}

function readerOf(headers: readonly string[], rows: readonly CsvRow[], options: ImportOptions): Reader {
  const zone = options.zone ?? "UTC";
  if (!isTimeZone(zone)) {
    throw new Invalid("zone", `"${zone}" is no time zone; write it like Europe/Berlin.`, "unknown-zone");
  }
  const mapping = chosenMapping(headers, "incident-csv", options.mapping);
  const columns = DATE_TARGETS.map((target) => mapping[target]);
  const dates = function* () {
    for (const row of rows) for (const column of columns) yield cell(row, column);
  };
  const levelWords = new Set(rows.map((row) => cell(row, mapping.level).toLowerCase()));
  const endTargets = [
    "endedAt",
    "resolvedAt",
    "durationMinutes",
    "durationSeconds",
    "durationHours",
    "duration",
  ];
  return {
    mapping,
    zone,
    order: dateOrderOf(dates()),
    levels: speaksOfLevels(mapping.level, levelWords)
      ? { major: "major", ...options.levels }
      : options.levels,
    fromZero: rows.some((row) => countsFromZero(cell(row, mapping.severity))),
    hasEndColumn: endTargets.some((target) => mapping[target] !== undefined),
    maintenances: new Set(
      rows
        .filter((row) => saysMaintenance(row, mapping))
        .map((row) => cell(row, mapping.externalId))
        .filter(Boolean),
    ),
    options,
  };
}

function saysMaintenance(row: CsvRow, mapping: ColumnMapping): boolean {
  return (
    cell(row, mapping.level).toLowerCase() === "maintenance" ||
    /^(?:scheduled|(?:under |scheduled )?maintenance)$/i.test(cell(row, mapping.status))
  );
}

type RowOutcome = { read: ReadRow } | { refused: ImportRefusal };

function readRow(row: CsvRow, rowNumber: number, reader: Reader): RowOutcome {
  const { mapping, options } = reader;
  const text = (target: string) => cell(row, mapping[target]);
  const title = text("title");
  const givenId = text("externalId");
  const ref = givenId || title;
  const refuse = (field: string, code: string, reason: string): RowOutcome => ({
    refused: refusal(rowNumber, ref, field, code, reason),
  });
  if (!title && !givenId)
    return refuse("title", "missing-field", "The row has neither a title nor an id; fill in one.");
  const times = readTimes(row, reader);
  if ("field" in times) return refuse(times.field, times.code, times.reason);
  const statusText = text("status");
  const statusWord = statusOf(statusText);
  const isMaintenance = reader.maintenances.has(givenId) || saysMaintenance(row, mapping);
  if (isMaintenance && !options.includeMaintenance) {
    const reason = "Scheduled maintenance is no incident; choose to include maintenance to import it.";
    return refuse("level", "maintenance", reason);
  }
  const isOver = statusWord === "resolved" || statusWord === "closed";
  if (
    times.endMs === null &&
    statusWord !== "cancelled" &&
    (isOver || !(reader.hasEndColumn || statusWord))
  ) {
    const reason = isOver
      ? `The status is ${statusText} but no end is given; fill in the end or the duration.`
      : "No column for the end or the duration is mapped, and no status says that it still runs.";
    return refuse("endedAt", "end-missing", reason);
  }
  const notes: string[] = [...times.notes];
  const draft = draftOf(row, rowNumber, reader, times, notes);
  if ("field" in draft) return refuse(draft.field, draft.code, draft.reason);
  draft.status = statusWord ?? (times.endMs === null ? "investigating" : "resolved");
  return { read: { row: rowNumber, externalId: draft.source.externalId, draft, statusWord } };
}

interface RowTimes {
  startMs: number;
  endMs: number | null;
  impactEndMs: number | null;
  stamps: Partial<Record<"detectedMs" | "declaredMs" | "acknowledgedMs" | "mitigatedMs", number>>;
  notes: string[];
}

function readTimes(row: CsvRow, reader: Reader): RowTimes | Problem {
  const { mapping } = reader;
  const read = new Map<string, number>();
  for (const target of DATE_TARGETS) {
    const column = mapping[target];
    const text = cell(row, column);
    if (text === "" || /^(?:-|n\/a|null|none)$/i.test(text)) continue;
    const zone = column !== undefined && saysUtc(column) ? "UTC" : reader.zone;
    const reading = readInstant(text, zone, reader.order);
    if ("problem" in reading)
      return { field: target, code: "bad-time", reason: `${column}: ${reading.problem}.` };
    read.set(target, reading.ms);
  }
  const startMs = read.get("startedAt");
  if (startMs === undefined) {
    const reason = `${mapping.startedAt}: the start is empty; fill in when it began.`;
    return { field: "startedAt", code: "missing-time", reason };
  }
  const duration = readDuration(row, mapping);
  if (duration !== null && "field" in duration) return duration;
  const notes: string[] = [];
  const statedMs = read.get("endedAt") ?? read.get("resolvedAt");
  const byDurationMs = duration === null ? null : startMs + duration.ms;
  if (statedMs !== undefined && byDurationMs !== null && Math.abs(statedMs - byDurationMs) > 120_000) {
    notes.push(`The duration says ${isoOf(byDurationMs)} as the end; the stated end is taken.`);
  }
  const impactEndMs = statedMs ?? byDurationMs;
  const resolvedMs = read.get("resolvedAt");
  const endMs =
    impactEndMs === null || resolvedMs === undefined ? impactEndMs : Math.max(resolvedMs, impactEndMs);
  const ackSeconds = Number.parseFloat(cell(row, mapping.acknowledgeSeconds));
  return {
    startMs,
    endMs,
    impactEndMs,
    stamps: {
      detectedMs: read.get("detectedAt"),
      declaredMs: read.get("declaredAt"),
      acknowledgedMs:
        read.get("acknowledgedAt") ?? (Number.isFinite(ackSeconds) ? startMs + ackSeconds * 1000 : undefined),
      mitigatedMs: read.get("mitigatedAt"),
    },
    notes,
  };
}

function readDuration(row: CsvRow, mapping: ColumnMapping): { ms: number } | Problem | null {
  const units = [
    ["durationMinutes", 60_000],
    ["durationSeconds", 1000],
    ["durationHours", 3_600_000],
    ["duration", 60_000],
  ] as const;
  for (const [target, unitMs] of units) {
    const text = cell(row, mapping[target]);
    if (text === "" || /^(?:-|n\/a|null|none)$/i.test(text)) continue;
    const ms = readDurationMs(text, unitMs);
    if (ms !== null) return { ms };
    const reason = `${mapping[target]}: "${text.slice(0, 40)}" is no duration; write minutes, or 1h 30m.`;
    return { field: target, code: "bad-duration", reason };
  }
  return null;
}

function draftOf(
  row: CsvRow,
  rowNumber: number,
  reader: Reader,
  times: RowTimes,
  notes: string[],
): IncidentDraft | Problem {
  const { mapping, options } = reader;
  const text = (target: string) => cell(row, mapping[target]);
  const severityText = text("severity");
  const severity = severityText ? severityOf(severityText, reader.fromZero) : severityOfImpact(text("level"));
  if (severity === null)
    notes.push(`The severity "${severityText.slice(0, 40)}" is not known here; it reads unknown.`);
  const shown = severity ?? "unknown";
  const loss = lossOf(text("level"), text("fraction"), shown, reader.levels);
  if ("field" in loss) return loss;
  const services = cellList(text("service"), text("service").includes(";") ? /[;|\n]/ : /[;|,\n]/);
  const names =
    services.length > 0 ? services : [options.defaultService ?? options.page ?? "Unspecified service"];
  const { startMs, impactEndMs } = times;
  const impacts: DraftImpact[] = names.map((service) => ({ service, ...loss, startMs, endMs: impactEndMs }));
  const share = readShare(text("customersAffected"), /percent|pct|%/i.test(mapping.customersAffected ?? ""));
  if (share === null && text("customersAffected")) {
    notes.push(
      `Customers affected "${text("customersAffected").slice(0, 40)}" is no share (write 12 %); it was left out.`,
    );
  }
  const title = text("title");
  const externalId = text("externalId") || `${isoOf(startMs)}/${slugOf(title) || digestOf(title)}`;
  const url = urlOf(row, mapping.url ?? "");
  return {
    source: {
      kind: "csv",
      ...(options.page ? { page: options.page } : {}),
      externalId,
      ...(url === undefined ? {} : { url }),
    },
    title,
    severity: shown,
    status: "investigating",
    startMs,
    endMs: times.endMs,
    impacts,
    ...times.stamps,
    causes: causesOf(text("cause"), text("causeStatus"), notes),
    timeline: [],
    regions: cellList(text("regions"), /[;|,\n]/),
    ...(share === null ? {} : { customersAffectedRatio: share }),
    notes,
    row: rowNumber,
  };
}

/** One incident of all rows with its id: the whole span, every impact, the first word on everything else. */
function mergeRows(group: readonly ReadRow[]): IncidentDraft {
  const [first, ...rest] = group.map(({ draft }) => draft);
  if (!first) throw new Invalid("rows", "A group of rows is never empty.");
  if (rest.length === 0) return first;
  const all = [first, ...rest];
  const isOpen = all.some(({ endMs }) => endMs === null);
  const phases = group.filter(({ statusWord }) => statusWord === "monitoring");
  const earliest = (pick: (draft: IncidentDraft) => number | undefined) =>
    all.map(pick).reduce((a, b) => (a === undefined ? b : b === undefined ? a : Math.min(a, b)), undefined);
  const last = all.at(-1) ?? first;
  return {
    ...first,
    title: all.find(({ title }) => title !== "")?.title ?? "",
    status: last.status,
    startMs: Math.min(...all.map(({ startMs }) => startMs)),
    endMs: isOpen ? null : Math.max(...all.map(({ endMs }) => endMs ?? 0)),
    impacts: all.flatMap(({ impacts }) => impacts),
    detectedMs: earliest(({ detectedMs }) => detectedMs),
    declaredMs: earliest(({ declaredMs }) => declaredMs),
    acknowledgedMs: earliest(({ acknowledgedMs }) => acknowledgedMs),
    mitigatedMs: earliest(({ mitigatedMs }) => mitigatedMs) ?? phases[0]?.draft.startMs,
    causes: all.find(({ causes }) => causes.length > 0)?.causes ?? [],
    regions: [...new Set(all.flatMap(({ regions }) => regions ?? []))],
    notes: [
      ...new Set(all.flatMap(({ notes }) => notes)),
      `${all.length} rows of the file are this incident.`,
    ],
  };
}
