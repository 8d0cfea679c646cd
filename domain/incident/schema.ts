import { z } from "zod";
import { causeInputSchema, causeRevisionSchema } from "@/domain/cause/schema";
import { parseCauseKind } from "@/domain/cause/taxonomy";
import { commaList } from "@/domain/comma-list";
import { count, instant, words } from "@/domain/wire";
import { STATUSES } from "./lifecycle";
import { BLAST_RADIUS_CLASSES, IMPACT_LEVELS, parseSeverity, RECORDS, SEVERITIES } from "./severity";

export type { BlastRadiusClass, ImpactLevel, Severity } from "./severity";
export { IMPACT_LEVELS, RECORDS, SEVERITIES } from "./severity";

const ratio = z.number().min(0, "A ratio is 0 to 1.").max(1, "A ratio is 0 to 1; 12 % is 0.12.");
const slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,79}$/,
    "A slug is lower-case letters, digits, dots, dashes; up to 80 characters.",
  );

const severitySchema = z.preprocess(
  (value) =>
    typeof value === "string" || typeof value === "number" ? (parseSeverity(String(value)) ?? value) : value,
  z.enum(SEVERITIES, { error: "Give SEV1 to SEV5, or unknown." }),
);
const statusSchema = z.enum(STATUSES);

export const impactInputSchema = z
  .object({
    service: slug,
    level: z
      .enum(IMPACT_LEVELS)
      .optional()
      .meta({ description: "major 1, partial 0.3, degraded 0 unless the workspace says otherwise." }),
    fraction: ratio.optional().meta({ description: "Share of the service lost, 0..1; goes before level." }),
    startedAt: instant.optional().meta({ description: "Defaults to the incident's impact start." }),
    endedAt: instant.nullish(),
  })
  .meta({ id: "ImpactInput" });

const blastRadiusEntries = {
  customersAffectedRatio: ratio.nullish(),
  ordersLost: z.number().int().min(0).max(1e12).nullish(),
  revenueLost: z.number().min(0).max(1e15).nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "A currency is its three-letter code, such as USD.")
    .nullish(),
  regions: z.array(words(120)).max(200).optional(),
};

const stamps = {
  impactStartedAt: instant.optional(),
  detectedAt: instant.nullish(),
  declaredAt: instant.nullish(),
  acknowledgedAt: instant.nullish(),
  mitigatedAt: instant.nullish(),
  resolvedAt: instant.nullish(),
};

export const incidentInputSchema = z
  .object({
    title: words(300),
    severity: severitySchema,
    summary: z.string().trim().max(20_000).nullish(),
    status: statusSchema.optional(),
    impacts: z.array(impactInputSchema).min(1, "Name at least one service that was hit.").max(200),
    causes: z.array(causeInputSchema).max(50).optional(),
    ...stamps,
    ...blastRadiusEntries,
  })
  .meta({ id: "IncidentInput" });

/** An edit names only what changes. Status moves through the transitions, causes through revisions. */
export const incidentEditSchema = z
  .object({
    title: words(300).optional(),
    severity: severitySchema.optional(),
    summary: z.string().trim().max(20_000).nullish(),
    ...stamps,
    ...blastRadiusEntries,
  })
  .meta({ id: "IncidentEdit" });

export const impactEditSchema = z
  .object({
    level: z.enum(IMPACT_LEVELS).optional(),
    fraction: ratio.optional(),
    startedAt: instant.optional(),
    endedAt: instant.nullish(),
    from: instant.optional().meta({
      description: "The new level holds from here on; before, the impact keeps the one it had.",
    }),
  })
  .meta({ id: "ImpactEdit" });

export const transitionInputSchema = z
  .object({
    at: instant.optional().meta({ description: "When it happened; defaults to now. Backdating is allowed." }),
    note: z.string().trim().max(4000).nullish(),
    continueImpact: z
      .boolean()
      .optional()
      .meta({ description: "Reopening only: the impacts that the resolution ended go on (default true)." }),
  })
  .meta({ id: "TransitionInput" });

export const noteInputSchema = z
  .object({ body: words(20_000), at: instant.optional() })
  .meta({ id: "NoteInput" });

const impactSchema = z
  .object({
    id: z.string(),
    service: z.object({ id: z.string(), slug: z.string(), name: z.string(), weight: z.number() }),
    level: z.enum(IMPACT_LEVELS).nullable(),
    fraction: z.number(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: "Impact" });

const TIMELINE_KINDS = [
  "declared",
  "note",
  "update",
  "status",
  "severity",
  "edit",
  "impact-added",
  "impact-edited",
  "impact-removed",
  "cause",
  "change",
] as const;

const timelineEventSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: z.enum(TIMELINE_KINDS),
    body: z.string(),
    /** For an edit: what it was before and is now, by field. */
    changes: z.array(
      z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
    author: z.string(),
    recordedAt: z.string(),
    generated: z.boolean(),
  })
  .meta({ id: "TimelineEvent" });

const metricsSchema = z
  .object({
    impactMs: z.number(),
    timeToDetectMs: z.number().nullable(),
    timeToAcknowledgeMs: z.number().nullable(),
    timeToMitigateMs: z.number().nullable(),
    timeToResolveMs: z.number().nullable(),
    impactMinutes: z.number(),
  })
  .meta({ id: "IncidentMetrics" });

const hitService = z.object({ slug: z.string(), name: z.string(), weight: z.number(), fraction: z.number() });
const namedService = z.object({ slug: z.string(), name: z.string(), weight: z.number() });

const blastRadiusSchema = z
  .object({
    observed: z
      .number()
      .meta({ description: "Peak share of total service weight impaired at one moment, 0..1." }),
    predicted: z
      .number()
      .meta({ description: "Share of total service weight that the dependency graph predicts, 0..1." }),
    class: z.enum(BLAST_RADIUS_CLASSES),
    peakAt: z.string().nullable(),
    observedServices: z.array(hitService).meta({ description: "With the largest fraction each reached." }),
    predictedServices: z.array(namedService),
    originServices: z.array(z.string()),
    edges: z
      .array(z.object({ from: z.string(), to: z.string(), criticality: z.enum(["hard", "soft"]) }))
      .meta({
        description: "Dependencies among the services above: `to` depends on `from`.",
      }),
    regions: z.array(z.string()),
    customersAffectedRatio: z.number().nullable(),
    ordersLost: z.number().nullable(),
    revenueLost: z.number().nullable(),
    currency: z.string().nullable(),
  })
  .meta({ id: "BlastRadius" });

const summaryShape = {
  id: z.string(),
  number: count,
  title: z.string(),
  severity: z.enum(SEVERITIES),
  status: statusSchema,
  version: count,
  record: z.enum(RECORDS),
  impactStartedAt: z.string(),
  resolvedAt: z.string().nullable(),
  impactMs: z.number(),
  impactMinutes: z.number(),
  blastRadiusRatio: z.number(),
  blastRadiusClass: z.enum(BLAST_RADIUS_CLASSES),
  primaryCause: z
    .object({ kind: z.string(), status: z.enum(["suspected", "confirmed", "disputed", "ruled-out"]) })
    .nullable(),
  contributingCauses: count,
  aiCause: z.enum(["confirmed", "claimed", "none"]),
  services: z.array(z.object({ slug: z.string(), name: z.string() })),
};

const incidentSummarySchema = z.object(summaryShape).meta({ id: "IncidentSummary" });

export const incidentSchema = z
  .object({
    ...summaryShape,
    summary: z.string().nullable(),
    detectedAt: z.string().nullable(),
    declaredAt: z.string().nullable(),
    acknowledgedAt: z.string().nullable(),
    mitigatedAt: z.string().nullable(),
    closedAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    sourceName: z.string().nullable(),
    sourceUrl: z.string().nullable(),
    impacts: z.array(impactSchema),
    causes: z.array(causeRevisionSchema).meta({ description: "Every statement, newest first." }),
    timeline: z.array(timelineEventSchema),
    metrics: metricsSchema,
    blastRadius: blastRadiusSchema,
  })
  .meta({ id: "Incident" });

const INCIDENT_SORTS = ["started", "number", "severity", "duration", "impact", "blast-radius"] as const;

/** The list's filters, exactly as they stand in the URL. */
const incidentFilterSchema = z.object({
  q: z.string().trim().max(200).optional(),
  status: commaList(z.enum([...STATUSES, "open"])),
  severity: commaList(severitySchema),
  cause: commaList(z.string().transform(parseCauseKind)),
  causeRole: z.enum(["primary", "any"]).optional(),
  dates: z.enum(["active", "begun"]).optional().meta({
    description: "What from and to are of: the time of impact (the default), or its beginning alone.",
  }),
  service: commaList(z.string()),
  team: commaList(z.string()),
  blastRadius: commaList(z.enum(BLAST_RADIUS_CLASSES)),
  ai: commaList(z.enum(["confirmed", "claimed", "none"])),
  record: commaList(z.enum(RECORDS)),
  from: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "Impact active at or after this date or instant." }),
  to: z.string().max(40).optional().meta({ description: "Impact started before this date or instant." }),
});

export const incidentListQuerySchema = incidentFilterSchema.extend({
  sort: z.enum(INCIDENT_SORTS).default("started"),
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z
    .preprocess(
      (value) => (typeof value === "string" ? Number(value) : value),
      z.number().int().min(1).max(200),
    )
    .default(50)
    .meta({ type: "integer" }),
  cursor: z.string().max(400).optional(),
});

export const incidentPageSchema = z
  .object({ incidents: z.array(incidentSummarySchema), nextCursor: z.string().nullable() })
  .meta({ id: "IncidentPage" });

export type ImpactInput = z.output<typeof impactInputSchema>;
export type IncidentInput = z.output<typeof incidentInputSchema>;
export type IncidentEdit = z.output<typeof incidentEditSchema>;
export type ImpactEdit = z.output<typeof impactEditSchema>;
export type TransitionInput = z.output<typeof transitionInputSchema>;
export type NoteInput = z.output<typeof noteInputSchema>;
export type Impact = z.output<typeof impactSchema>;
export type TimelineEvent = z.output<typeof timelineEventSchema>;
export type IncidentSummary = z.output<typeof incidentSummarySchema>;
export type Incident = z.output<typeof incidentSchema>;
export type IncidentFilter = z.output<typeof incidentFilterSchema>;
export type IncidentListQuery = z.output<typeof incidentListQuerySchema>;
export type IncidentPage = z.output<typeof incidentPageSchema>;
