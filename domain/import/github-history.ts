import { finishIncident, type IncidentDraft, refusal } from "./incident-draft";
import { instantOf, isoOf } from "./instant";
import { field, isRecord, type JsonRecord, recordsOf, textOf, urlOf } from "./json-value";
import { emptyPlan, type ImportOptions, type ImportPlan } from "./plan";
import { ServiceRegistry } from "./service-registry";
import { isPseudoComponent, levelOf, severityOfImpact, statusOf, wordKey } from "./vocabulary";

/** A status page's history with start and end, components by name, and impact windows from postmortems. */
export function importGithubHistory(value: unknown, options: ImportOptions = {}): ImportPlan {
  const plan = emptyPlan("github-history");
  const registry = new ServiceRegistry(options.servicePrefix);
  const rows = Array.isArray(value) ? value : [value];
  const seen = new Set<string>();
  for (const [index, raw] of rows.entries()) {
    if (raw === undefined) continue;
    const outcome = importRow(raw, index + 1, seen, registry, options);
    if ("refused" in outcome) plan.refusals.push(outcome.refused);
    else plan.incidents.push(outcome.incident);
  }
  plan.services = registry.services();
  plan.levelWords = registry.levelWords();
  return plan;
}

function importRow(
  raw: unknown,
  row: number,
  seen: Set<string>,
  registry: ServiceRegistry,
  options: ImportOptions,
): ReturnType<typeof finishIncident> {
  if (!isRecord(raw)) {
    const reason = "The row is not an incident object with id, title, downtime_start and downtime_end.";
    return { refused: refusal(row, "", "row", "not-an-object", reason) };
  }
  const externalId = textOf(raw, "id") ?? textOf(raw, "entry_id") ?? textOf(raw, "url");
  if (externalId === undefined) {
    const reason = "The row has no id, so that a second import could not recognize it. Add an id.";
    return { refused: refusal(row, textOf(raw, "title") ?? "", "id", "missing-field", reason) };
  }
  if (seen.has(externalId)) {
    const reason = `Incident ${externalId} stands in the file twice; the first row is used.`;
    return { refused: refusal(row, externalId, "id", "duplicate", reason) };
  }
  seen.add(externalId);
  if (textOf(raw, "impact") === "maintenance" && !options.includeMaintenance) {
    const reason = "Scheduled maintenance is no incident; choose to include maintenance to import it.";
    return { refused: refusal(row, externalId, "impact", "maintenance", reason) };
  }
  const times = timesOf(raw);
  if (times === undefined) {
    const reason = "No start: downtime_start and started_at hold no readable time. Fill in one of them.";
    return { refused: refusal(row, externalId, "downtime_start", "missing-time", reason) };
  }
  return finishIncident(draftOf(raw, row, externalId, times, options), registry);
}

interface Times {
  startMs: number;
  endMs: number | null;
  impactStartMs: number;
  impactEndMs: number | null;
  isFromPostmortem: boolean;
}

/** The impact lasts as the postmortem says; the incident runs from the earlier start to the later end. */
function timesOf(raw: JsonRecord): Times | undefined {
  const startedMs = instantOf(textOf(raw, "started_at"));
  const impactStartMs = instantOf(textOf(raw, "downtime_start")) ?? startedMs;
  if (impactStartMs === undefined) return undefined;
  const resolvedMs = instantOf(textOf(raw, "resolved_at"));
  const impactEndMs = instantOf(textOf(raw, "downtime_end")) ?? resolvedMs ?? null;
  return {
    startMs: impactStartMs,
    endMs: resolvedMs === undefined || impactEndMs === null ? impactEndMs : Math.max(resolvedMs, impactEndMs),
    impactStartMs,
    impactEndMs,
    isFromPostmortem: isRecord(field(raw, "impact_window")),
  };
}

function draftOf(
  raw: JsonRecord,
  row: number,
  externalId: string,
  times: Times,
  options: ImportOptions,
): IncidentDraft {
  const impactWord = textOf(raw, "impact") ?? "minor";
  const level = levelOf(impactWord, options.levels) ?? "degraded";
  const listed = field(raw, "components");
  const components = (Array.isArray(listed) ? listed : [])
    .filter((name): name is string => typeof name === "string" && name.trim() !== "")
    .filter((name) => !isPseudoComponent(name) && !/^visit www$/i.test(name.trim()));
  const services = components.length > 0 ? [...new Set(components)] : [options.page ?? "GitHub"];
  const updates = recordsOf(raw, "updates").flatMap((update) => {
    const atMs = instantOf(textOf(update, "at"));
    return atMs === undefined
      ? []
      : [{ atMs, word: textOf(update, "status") ?? "", body: textOf(update, "message") }];
  });
  const notes: string[] = [];
  if (components.length === 0) notes.push("No component is named; the whole page is taken as hit.");
  if (times.isFromPostmortem) notes.push("The impact's times are those of the postmortem.");
  const guessed = textOf(raw, "components_source");
  if (guessed) notes.push(`The components were recognized in the text (${guessed}), not stated by the page.`);
  const firstOf = (word: string) => updates.find((update) => update.word.toLowerCase() === word)?.atMs;
  const startedMs = instantOf(textOf(raw, "started_at"));
  const url = urlOf(raw, "url");
  return {
    source: { kind: "github-history", externalId, ...(url === undefined ? {} : { url }) },
    title: textOf(raw, "title") ?? `Incident ${externalId}`,
    severity: severityOfImpact(impactWord),
    status: times.endMs === null ? "investigating" : "resolved",
    startMs: times.startMs,
    endMs: times.endMs,
    impacts: services.map((service) => ({ service, level, word: wordKey(impactWord), ...spanOf(times) })),
    detectedMs: startedMs,
    declaredMs: startedMs,
    acknowledgedMs: firstOf("investigating") ?? firstOf("identified"),
    mitigatedMs: firstOf("monitoring"),
    causes: [],
    timeline: updates.map(({ atMs, word, body }) => {
      const status = statusOf(word);
      return {
        at: isoOf(atMs),
        kind: "update",
        ...(status ? { status } : {}),
        body: body ?? (word || "Update"),
      };
    }),
    notes,
    row,
  };
}

/** A postmortem that gives one instant leaves the whole incident as the impact. */
function spanOf({ startMs, endMs, impactStartMs, impactEndMs }: Times): {
  startMs: number;
  endMs: number | null;
} {
  if (impactEndMs !== null && impactEndMs <= impactStartMs) return { startMs, endMs };
  return { startMs: impactStartMs, endMs: impactEndMs };
}
