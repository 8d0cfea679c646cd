import type { Status } from "@/domain/incident/lifecycle";
import { isOpen } from "@/domain/incident/lifecycle";
import type { ImpactLevel, Severity } from "@/domain/incident/schema";
import { isoOf } from "./instant";
import { clip } from "./json-value";
import type {
  ImportRefusal,
  ImportSource,
  NormalizedCause,
  NormalizedImpact,
  NormalizedIncident,
  NormalizedUpdate,
} from "./plan";
import type { ServiceRegistry } from "./service-registry";

/** An impact as a source tells it, in epoch ms; it may reach beyond its incident or overlap another one. */
export interface DraftImpact {
  service: string;
  level?: ImpactLevel | "none";
  /** The provider's word that the level was taken from. */
  word?: string;
  fraction?: number;
  startMs: number;
  endMs: number | null;
}

export interface IncidentDraft {
  source: ImportSource;
  title: string;
  severity: Severity;
  status: Status;
  startMs: number;
  endMs: number | null;
  impacts: DraftImpact[];
  detectedMs?: number;
  declaredMs?: number;
  acknowledgedMs?: number;
  mitigatedMs?: number;
  causes: NormalizedCause[];
  timeline: NormalizedUpdate[];
  regions?: string[];
  customersAffectedRatio?: number;
  notes: string[];
  row: number;
}

const MINUTE_MS = 60_000;
const TITLE_MAX = 300;
const BODY_MAX = 20_000;
const IMPACTS_MAX = 200;

export function refusal(
  row: number,
  ref: string,
  field: string,
  code: string,
  reason: string,
): ImportRefusal {
  return { row, ref: clip(ref, 200), field, code, reason };
}

/** An impact ends after it starts; a source that gives one instant for both gets one minute, and a note. */
export function atLeastAMinute(startMs: number, endMs: number | null, notes: string[]): number | null {
  if (endMs !== startMs) return endMs;
  notes.push("The source gives one instant for start and end; one minute is taken.");
  return startMs + MINUTE_MS;
}

/** Checks and orders what a source told; the result keeps the rules of an incident or says why it cannot. */
export function finishIncident(
  draft: IncidentDraft,
  registry: ServiceRegistry,
): { incident: NormalizedIncident } | { refused: ImportRefusal } {
  const ref = draft.source.externalId;
  const { startMs } = draft;
  const notes = [...draft.notes];
  const endMs = atLeastAMinute(startMs, draft.endMs, notes);
  if (endMs !== null && endMs < startMs) {
    const reason = `The end (${isoOf(endMs)}) lies before the start (${isoOf(startMs)}); correct one of the two.`;
    return { refused: refusal(draft.row, ref, "resolvedAt", "end-before-start", reason) };
  }
  if (endMs === null && !isOpen(draft.status) && draft.status !== "cancelled") {
    const reason = `The status is ${draft.status} but no end is given; fill in the end or the duration.`;
    return { refused: refusal(draft.row, ref, "resolvedAt", "end-missing", reason) };
  }
  // Where the incident was given its minute, an impact that was just as short takes it too.
  const told =
    endMs === draft.endMs ? draft.impacts : draft.impacts.map((impact) => ({ ...impact, startMs, endMs }));
  const impacts = normalizeImpacts(told, startMs, endMs, registry);
  if (impacts.length === 0) {
    const reason =
      "No impact is left: its level is mapped to none. Map the level to degraded, partial or major.";
    return { refused: refusal(draft.row, ref, "impacts", "no-impact", reason) };
  }
  if (impacts.length > IMPACTS_MAX) {
    notes.push(
      `${impacts.length - IMPACTS_MAX} of ${impacts.length} impacts were left out; an incident holds 200.`,
    );
    impacts.length = IMPACTS_MAX;
  }
  for (const { serviceName, startedAt } of impacts) registry.sawImpact(serviceName, startedAt);
  const stamps = orderStamps(draft, endMs, notes);
  const title = draft.title.replace(/\s+/g, " ").trim() || `Incident ${ref}`;
  return {
    incident: {
      source: { ...draft.source, externalId: clip(draft.source.externalId, 300) },
      title: clip(title, TITLE_MAX),
      severity: draft.severity,
      status: endMs !== null && isOpen(draft.status) ? "resolved" : draft.status,
      impacts,
      impactStartedAt: isoOf(startMs),
      ...stamps,
      resolvedAt: endMs === null ? null : isoOf(endMs),
      causes: draft.causes,
      timeline: orderTimeline(draft.timeline),
      ...(draft.regions && draft.regions.length > 0
        ? { regions: draft.regions.slice(0, 200).map((region) => clip(region, 120)) }
        : {}),
      ...(draft.customersAffectedRatio === undefined
        ? {}
        : { customersAffectedRatio: draft.customersAffectedRatio }),
      notes,
      row: draft.row,
    },
  };
}

type Stamps = Pick<NormalizedIncident, "detectedAt" | "declaredAt" | "acknowledgedAt" | "mitigatedAt">;

/** Leaves out a time that cannot be, rather than refusing the incident, and says so. */
function orderStamps(draft: IncidentDraft, endMs: number | null, notes: string[]): Stamps {
  const { startMs } = draft;
  const within = (name: string, ms: number | undefined, latestMs: number): number | undefined => {
    if (ms === undefined) return undefined;
    if (ms < startMs && startMs - ms <= MINUTE_MS) return startMs;
    if (ms < startMs) {
      notes.push(`The time of "${name}" (${isoOf(ms)}) lies before the start and was left out.`);
      return undefined;
    }
    if (ms > latestMs && ms - latestMs <= MINUTE_MS) return latestMs;
    if (ms <= latestMs) return ms;
    notes.push(`The time of "${name}" (${isoOf(ms)}) lies after the end and was left out.`);
    return undefined;
  };
  const latestMs = endMs ?? Number.POSITIVE_INFINITY;
  const acknowledged = within("acknowledged", draft.acknowledgedMs, latestMs);
  const mitigated = within("mitigated", draft.mitigatedMs, latestMs);
  let detected = within("detected", draft.detectedMs, latestMs);
  if (detected !== undefined && acknowledged !== undefined) detected = Math.min(detected, acknowledged);
  const declared = within("declared", draft.declaredMs, Number.POSITIVE_INFINITY);
  return {
    ...(detected === undefined ? {} : { detectedAt: isoOf(detected) }),
    ...(declared === undefined ? {} : { declaredAt: isoOf(declared) }),
    ...(acknowledged === undefined ? {} : { acknowledgedAt: isoOf(acknowledged) }),
    ...(mitigated === undefined ? {} : { mitigatedAt: isoOf(mitigated) }),
  };
}

function orderTimeline(updates: readonly NormalizedUpdate[]): NormalizedUpdate[] {
  return updates
    .map((update) => ({ ...update, body: clip(update.body, BODY_MAX) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Cuts impacts to their incident and, per service, lets the strongest one stand at each moment. */
function normalizeImpacts(
  drafts: readonly DraftImpact[],
  startMs: number,
  endMs: number | null,
  registry: ServiceRegistry,
): NormalizedImpact[] {
  const untilMs = endMs ?? Number.POSITIVE_INFINITY;
  const byService = new Map<string, Span[]>();
  const names = new Map<string, string>();
  for (const draft of drafts) {
    if (draft.word !== undefined) registry.sawWord(draft.word, draft.level ?? "none");
    if (draft.level === "none") continue;
    const span = {
      fromMs: Math.max(draft.startMs, startMs),
      toMs: Math.min(draft.endMs ?? Number.POSITIVE_INFINITY, untilMs),
      level: draft.level,
      fraction: draft.fraction,
    };
    if (!(span.toMs > span.fromMs)) continue;
    const { serviceName, serviceSlug } = registry.register(draft.service);
    names.set(serviceSlug, serviceName);
    const spans = byService.get(serviceSlug);
    if (spans) spans.push(span);
    else byService.set(serviceSlug, [span]);
  }
  const impacts: NormalizedImpact[] = [];
  for (const [serviceSlug, spans] of byService) {
    for (const { fromMs, toMs, level, fraction } of flatten(spans)) {
      impacts.push({
        serviceName: names.get(serviceSlug) ?? serviceSlug,
        serviceSlug,
        ...(level === undefined ? {} : { level }),
        ...(fraction === undefined ? {} : { fraction }),
        startedAt: isoOf(fromMs),
        endedAt: toMs === Number.POSITIVE_INFINITY ? null : isoOf(toMs),
      });
    }
  }
  return impacts;
}

interface Span {
  fromMs: number;
  toMs: number;
  level?: ImpactLevel;
  fraction?: number;
}

const RANKS: Record<ImpactLevel, number> = { major: 1, partial: 0.3, degraded: 0 };

function strength(span: Span): number {
  return span.fraction ?? RANKS[span.level ?? "degraded"];
}

function flatten(spans: readonly Span[]): Span[] {
  if (spans.length < 2) return [...spans];
  const edges = [...new Set(spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const flat: Span[] = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const fromMs = edges[index] ?? 0;
    const toMs = edges[index + 1] ?? fromMs;
    const active = spans.filter((span) => span.fromMs <= fromMs && span.toMs >= toMs);
    const strongest = active.reduce<Span | undefined>(
      (best, span) => (best === undefined || strength(span) > strength(best) ? span : best),
      undefined,
    );
    if (!strongest) continue;
    const last = flat.at(-1);
    const goesOn =
      last?.toMs === fromMs && last.level === strongest.level && last.fraction === strongest.fraction;
    if (last && goesOn) last.toMs = toMs;
    else flat.push({ fromMs, toMs, level: strongest.level, fraction: strongest.fraction });
  }
  return flat;
}
