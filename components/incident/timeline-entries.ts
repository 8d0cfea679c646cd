import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { Incident, TimelineEvent } from "@/domain/incident/schema";
import { listText } from "./format";

/** One line of the timeline: a recorded event, or a stamp of the incident that no event tells. */
export type TimelineEntry = {
  id: string;
  at: string;
  /** The bold beginning: what happened to the incident itself. */
  lead: string | null;
  text: string;
  isNote: boolean;
  /** The id of the linked change whose own time this is. */
  changeId: string | null;
  changes: TimelineEvent["changes"];
  author: string | null;
  /** Written down later than it happened; an import is always later, and says so itself. */
  recordedAt: string | null;
  generated: boolean;
};

const STAMP_WORDS = [
  { key: "impactStartedAt", word: "Impact start" },
  { key: "detectedAt", word: "Detected" },
  { key: "acknowledgedAt", word: "Acknowledged" },
  { key: "mitigatedAt", word: "Mitigated" },
  { key: "resolvedAt", word: "Resolved" },
] as const;

const LATER_MS = 10 * 60_000;

/**
 * Events and stamps in one order, oldest first. An event that only repeats a stamp stands at the stamp's present time:
 * the edit that moved it is an event of its own.
 */
export function timelineEntries(incident: Incident, links: readonly IncidentChange[] = []): TimelineEntry[] {
  const told = new Set<string>();
  const events = incident.timeline.flatMap((event): TimelineEntry[] => {
    const stamp = STAMP_WORDS.find(({ word }) => event.kind === "status" && event.body.startsWith(word));
    const stampedAt = stamp ? incident[stamp.key] : null;
    if (
      stamp &&
      stampedAt !== null &&
      event.body === stamp.word &&
      Date.parse(event.at) !== Date.parse(stampedAt)
    )
      return [];
    if (stamp && stampedAt !== null && Date.parse(event.at) === Date.parse(stampedAt)) told.add(stamp.key);
    return [entryOf(event, incident.record === "logged")];
  });
  const stamps = STAMP_WORDS.flatMap(({ key, word }): TimelineEntry[] => {
    const at = incident[key];
    if (at === null || told.has(key)) return [];
    const text = key === "impactStartedAt" ? firstHit(incident) : "";
    return [
      {
        id: key,
        at,
        lead: word,
        text,
        isNote: false,
        changeId: null,
        changes: [],
        author: null,
        recordedAt: null,
        generated: false,
      },
    ];
  });
  return [...stamps, ...events, ...links.flatMap(changeEntries)].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(a.isNote) - Number(b.isNote),
  );
}

/** When a linked change went live and was undone. One that was cleared has no part in what happened. */
function changeEntries({ change, verdict, generated }: IncidentChange): TimelineEntry[] {
  if (verdict === "cleared") return [];
  const name = change.ref === null ? `“${change.title}”` : `Change ${change.ref}`;
  const services = change.services.map((service) => service.name);
  const where = services.length === 0 ? "" : ` on ${listText(services)}`;
  const title = change.ref === null ? "" : `: ${change.title}`;
  const entry = (what: string, at: string, text: string): TimelineEntry => ({
    id: `${what}-${change.id}`,
    at,
    lead: null,
    text,
    isNote: false,
    changeId: change.id,
    changes: [],
    author: null,
    recordedAt: null,
    generated: generated || change.generated,
  });
  const live = entry("live", change.at, `${name} went live${where}${title}`);
  if (change.revertedAt === null) return [live];
  return [live, entry("undone", change.revertedAt, `${name} rolled back`)];
}

function entryOf(event: TimelineEvent, isLogged: boolean): TimelineEntry {
  const isStep = event.kind === "status" || event.kind === "declared";
  const [head, ...rest] = event.body.split(": ");
  const late = Date.parse(event.recordedAt) - Date.parse(event.at) > LATER_MS;
  return {
    id: event.id,
    at: event.at,
    lead: isStep ? (head ?? "") : null,
    text: isStep ? rest.join(": ") : event.body,
    isNote: event.kind === "note" || event.kind === "update" || event.kind === "change",
    changeId: null,
    // What was added stands in the words already; before it there was nothing.
    changes:
      event.changes.some((change) => change.before !== null) || event.kind === "edit" ? event.changes : [],
    author: event.author,
    recordedAt: late && isLogged ? event.recordedAt : null,
    generated: event.generated,
  };
}

function firstHit(incident: Incident): string {
  const start = Date.parse(incident.impactStartedAt);
  const names = incident.impacts
    .filter((impact) => Date.parse(impact.startedAt) === start)
    .map((impact) => impact.service.name);
  return [...new Set(names)].slice(0, 4).join(", ");
}

const FIELD_WORDS: Record<string, string> = {
  title: "Title",
  severity: "Severity",
  summary: "Summary",
  status: "Status",
  impactStartedAt: "Impact start",
  detectedAt: "Detected",
  declaredAt: "Declared",
  acknowledgedAt: "Acknowledged",
  mitigatedAt: "Mitigated",
  resolvedAt: "Resolved",
  closedAt: "Closed",
  startedAt: "Start",
  endedAt: "End",
  fraction: "Share lost",
  level: "Level",
  regions: "Regions",
  customersAffectedRatio: "Customers affected",
  ordersLost: "Orders lost",
  revenueLost: "Revenue lost",
  currency: "Currency",
  verdict: "Verdict",
};

/** A field's name for people; the last part of "impacts.checkout.endedAt" with what stands before it. */
export function fieldWords(field: string): string {
  const parts = field.split(".");
  const last = parts.at(-1) ?? field;
  const word = FIELD_WORDS[last] ?? last;
  const owner = parts
    .slice(0, -1)
    .filter((part) => part !== "impacts")
    .join(" ");
  return owner ? `${owner}: ${word.toLowerCase()}` : word;
}

export function isInstantText(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
}
