// What every importer yields: normalized records and refusals. A plan is plain JSON, so that the preview can
// show it and the writer can store it. Instants are ISO-8601 UTC strings, days are "YYYY-MM-DD".

import type { AggregateMetric } from "@/domain/ai-use/schema";
import type { BuiltInCauseKind } from "@/domain/cause/taxonomy";
import type { ChangeInput } from "@/domain/change/schema";
import type { Status } from "@/domain/incident/lifecycle";
import type { ImpactLevel, Severity } from "@/domain/incident/schema";
import type { Level } from "@/domain/person/levels";

export const importKinds = [
  "statuspage",
  "google-cloud",
  "github-history",
  "incident-csv",
  "services-csv",
  "people-csv",
  "dependencies-csv",
  "ai-use-csv",
  "copilot",
  "changes",
] as const;
export type ImportKind = (typeof importKinds)[number];

/** Identity of the row at its origin: (kind, page, externalId) is stable, so that importing twice changes nothing. */
export interface ImportSource {
  kind: "statuspage" | "google-cloud" | "github-history" | "csv";
  page?: string;
  externalId: string;
  url?: string;
}

/** Impacts of one service never overlap and end after they start; `endedAt` is null while open. */
export interface NormalizedImpact {
  serviceName: string;
  serviceSlug: string;
  level?: ImpactLevel;
  fraction?: number;
  startedAt: string;
  endedAt: string | null;
}

export interface NormalizedCause {
  kind: BuiltInCauseKind;
  role: "primary" | "contributing";
  status: "suspected" | "confirmed";
  note?: string;
}

export interface NormalizedUpdate {
  at: string;
  kind: "update";
  status?: Status;
  body: string;
  externalId?: string;
}

export interface NormalizedIncident {
  source: ImportSource;
  title: string;
  severity: Severity;
  status: Status;
  impacts: NormalizedImpact[];
  impactStartedAt: string;
  detectedAt?: string;
  declaredAt?: string;
  acknowledgedAt?: string;
  mitigatedAt?: string;
  resolvedAt: string | null;
  causes: NormalizedCause[];
  /** Oldest first. */
  timeline: NormalizedUpdate[];
  regions?: string[];
  customersAffectedRatio?: number;
  /** What was assumed, in full sentences, such as how a missing end was found. */
  notes: string[];
  /** Place in the file: 1 for the first incident or the first data row. */
  row: number;
}

export interface ImportRefusal {
  row: number;
  /** What the row calls itself: an id, a title, a slug; empty when it has no name. */
  ref: string;
  field: string;
  code: string;
  /** Names the field and the fix. */
  reason: string;
}

export interface NormalizedService {
  slug: string;
  name: string;
  /** Start of the earliest impact, or null for a service that no incident touched. */
  firstSeenAt: string | null;
  weight?: number;
  sloTarget?: number;
  team?: string;
  trackedFrom?: string;
  row?: number;
}

export interface NormalizedPerson {
  name: string;
  email?: string;
  handles: string[];
  level?: Level;
  team?: string;
  activeFrom?: string;
  activeTo?: string;
  row: number;
}

/** Slugs as written in the file; the writer refuses those that name no service. */
export interface NormalizedDependency {
  service: string;
  dependsOn: string;
  criticality: "hard" | "soft";
  row: number;
}

/** One person used one tool on one day. Exactly one of handle, email and person is set. */
export interface AiUse {
  handle?: string;
  email?: string;
  person?: string;
  day: string;
  tool: string;
  /** Names the report, as in the coverage. */
  source: string;
  row: number;
}

/** A count without people. A daily figure has windowStart = windowEnd. Never turned into people. */
export interface AggregateUse {
  /** Names the tool and the organization or enterprise, so that two of them do not overwrite each other. */
  source: string;
  tool: string;
  windowStart: string;
  windowEnd: string;
  metric: AggregateMetric;
  users: number;
  row: number;
}

/** Days for which a source told who used a tool: what lies outside is not known, rather than unused. */
export interface ImportCoverage {
  source: string;
  days: string[];
}

/** Who holds a seat of a tool, used or not: identities only, never a use. */
export interface ImportSeats {
  source: string;
  tool: string;
  handles: string[];
}

/** A change as the file tells of it, in the form of the change contract. */
interface NormalizedChange {
  row: number;
  ref: string;
  input: ChangeInput;
}

/** A key of LevelMap with the level it has now and how many impacts it decides. */
export interface ImportLevelWord {
  word: string;
  level: ImpactLevel | "none";
  impacts: number;
}

export interface ImportPlan {
  kind: ImportKind;
  services: NormalizedService[];
  incidents: NormalizedIncident[];
  people: NormalizedPerson[];
  dependencies: NormalizedDependency[];
  aiUse: AiUse[];
  aggregates: AggregateUse[];
  coverage: ImportCoverage[];
  seats: ImportSeats[];
  changes: NormalizedChange[];
  /** Provider words that decided the levels of this file, the most frequent first; the preview adjusts them. */
  levelWords: ImportLevelWord[];
  refusals: ImportRefusal[];
  notes: string[];
}

/** Level given to a provider's word, `none` for "not an impact"; the preview edits it. */
export type LevelMap = Record<string, ImpactLevel | "none">;

export interface ImportOptions {
  /** Overrides of the level per provider word, such as { minor: "partial" }. */
  levels?: LevelMap;
  /** Scheduled maintenance is refused unless this is set. */
  includeMaintenance?: boolean;
  /** IANA zone for times written without one; UTC when absent. */
  zone?: string;
  /** Target field -> source column, for CSV; guessed when absent. */
  mapping?: Record<string, string>;
  /** Name of the status page or the file's origin, when the file does not say it. */
  page?: string;
  /** Ends open incidents at their last update, for files that were written before anything was resolved. */
  endAtLastUpdate?: boolean;
  /** Put before every service name and slug, so that two providers' "API" stay apart. */
  servicePrefix?: string;
  /** Service for rows that name none. */
  defaultService?: string;
  /** Name of the AI tool, when the file does not say it. */
  tool?: string;
}

export function emptyPlan(kind: ImportKind): ImportPlan {
  return {
    kind,
    services: [],
    incidents: [],
    people: [],
    dependencies: [],
    aiUse: [],
    aggregates: [],
    coverage: [],
    seats: [],
    changes: [],
    levelWords: [],
    refusals: [],
    notes: [],
  };
}
