import { FaultlineError } from "@/domain/errors";
import { isCsvKind, mappingTargets } from "@/domain/import/csv-mapping";
import { refText } from "@/domain/import/json-value";
import {
  emptyPlan,
  type ImportKind,
  type ImportOptions,
  type ImportPlan,
  type NormalizedIncident,
} from "@/domain/import/plan";
import type { ImportPreview } from "@/domain/import/schema";
import { foreseeRefusals } from "@/server/change/foresee";
import type { Ctx } from "@/server/context";
import { recordsOf } from "./apply-plan";
import { mappingOf, planRead } from "./plan-file";
import { type InputFile, type ReadFile, readInput } from "./read-input";
import { authoriseImport } from "./run";
import { servicesToMake } from "./services";

const INCIDENTS_SHOWN = 20;
const ROWS_SHOWN = 20;
const REFUSALS_SHOWN = 100;
const SERVICES_SHOWN = 200;

/** What importing the file would do. Nothing is written. A file that cannot be mapped yet says what to choose. */
export async function previewImport(
  ctx: Ctx,
  file: InputFile,
  choice: { kind: ImportKind | null; options: ImportOptions; maxBytes: number },
): Promise<ImportPreview> {
  authoriseImport(ctx);
  const read = readInput(file, choice.maxBytes);
  const kind = choice.kind ?? read.detected;
  const { plan, problem } = tryPlan(read, kind, choice.options);
  if (plan.changes.length > 0) await refuseForeseen(ctx, plan, file.name);
  const missing = plan.kind === "services-csv" ? [] : await servicesToMake(ctx, plan.services);
  const headers = read.input.format === "csv" ? [...read.input.headers] : [];
  const csvKind = kind !== null && isCsvKind(kind) ? kind : null;
  return {
    fileName: file.name,
    format: read.input.format,
    detectedKind: read.detected,
    kind,
    problem,
    columns: headers,
    targets: csvKind ? mappingTargets(csvKind) : [],
    mapping:
      (problem ? choice.options.mapping : undefined) ?? mappingShown(read, kind, choice.options, problem),
    levels: plan.levelWords.map(({ word, level, impacts }) => ({ word, level, rows: impacts })),
    counts: countsOf(plan),
    servicesToMake: missing.slice(0, SERVICES_SHOWN).map(({ slug, name }) => ({ slug, name })),
    servicesToMakeTotal: missing.length,
    incidents: plan.incidents.slice(0, INCIDENTS_SHOWN).map(shown),
    rows: firstRows(plan),
    refusals: plan.refusals.slice(0, REFUSALS_SHOWN),
    notes: plan.notes,
  };
}

/** What the ledger would refuse of what can be read: a service that is not there, a time that is to come. */
async function refuseForeseen(ctx: Ctx, plan: ImportPlan, what: string): Promise<void> {
  const found = await foreseeRefusals(
    ctx,
    plan.changes.map(({ row, input }) => ({ input, source: "file", what, line: row })),
  );
  for (const [place, refused] of found) {
    const { row, ref } = plan.changes[place] ?? { row: 0, ref: "" };
    plan.refusals.push({ row, ref: refText(ref), ...refused });
  }
  plan.changes = plan.changes.filter((_, place) => !found.has(place));
  plan.refusals.sort((a, b) => a.row - b.row);
}

function mappingShown(
  read: ReadFile,
  kind: ImportKind | null,
  options: ImportOptions,
  problem: ImportPreview["problem"],
): Record<string, string> {
  return (kind && mappingOf(read, kind, problem ? undefined : options.mapping)) ?? {};
}

/** A kind or column that must still be chosen is part of the answer, not an error: the page lets a person choose. */
function tryPlan(
  read: ReadFile,
  kind: ImportKind | null,
  options: ImportOptions,
): { plan: ImportPlan; problem: ImportPreview["problem"] } {
  try {
    return { plan: planRead(read, kind, options), problem: null };
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    const plan = { ...emptyPlan(kind ?? "incident-csv"), refusals: read.refusals, notes: read.notes };
    return { plan, problem: { field: error.field, message: error.message } };
  }
}

function countsOf(plan: ImportPlan): ImportPreview["counts"] {
  return {
    records: recordsOf(plan),
    incidents: plan.incidents.length,
    open: plan.incidents.filter(({ resolvedAt }) => resolvedAt === null).length,
    services: plan.services.length,
    people: plan.people.length,
    dependencies: plan.dependencies.length,
    aiUse: plan.aiUse.length,
    aggregates: plan.aggregates.length,
    seats: plan.seats.reduce((sum, { handles }) => sum + handles.length, 0),
    refused: plan.refusals.length,
  };
}

function shown(incident: NormalizedIncident): ImportPreview["incidents"][number] {
  const services = new Map<string, string>();
  for (const { serviceName, level, fraction } of incident.impacts) {
    if (!services.has(serviceName))
      services.set(serviceName, level ?? `${Math.round((fraction ?? 1) * 100)} %`);
  }
  return {
    row: incident.row,
    ref: incident.source.externalId,
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    impactStartedAt: incident.impactStartedAt,
    resolvedAt: incident.resolvedAt,
    services: [...services].map(([name, level]) => ({ name, level })),
  };
}

/** The first records of a kind that has no incidents, as text by column. */
function firstRows(plan: ImportPlan): Record<string, string>[] {
  if (plan.incidents.length > 0) return [];
  const lists: readonly (readonly object[])[] = [
    plan.kind === "services-csv" ? plan.services : [],
    plan.people,
    plan.dependencies,
    plan.aiUse,
    plan.aggregates,
    plan.changes.map(({ input }) => input),
    plan.seats.flatMap(({ tool, handles }) => handles.map((handle) => ({ handle, tool, seat: "held" }))),
  ];
  const first = lists.find((list) => list.length > 0) ?? [];
  return first
    .slice(0, ROWS_SHOWN)
    .map((record) =>
      Object.fromEntries(
        Object.entries(record).flatMap(([key, value]) =>
          value === null || value === undefined ? [] : [[key, shownValue(value)]],
        ),
      ),
    );
}

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(shownValue).join(", ");
  return typeof value === "object" && value !== null
    ? Object.values(value).map(shownValue).join(" ")
    : String(value);
}
