import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, real, workspaceId } from "./columns";
import { service } from "./service";
import { workspace } from "./workspace";

export const incident = pgTable(
  "incident",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    number: integer("number").notNull(),
    title: text("title").notNull(),
    summary: text("summary"),
    severity: text("severity", { enum: ["SEV1", "SEV2", "SEV3", "SEV4", "SEV5", "unknown"] }).notNull(),
    status: text("status", {
      enum: ["triage", "investigating", "identified", "monitoring", "resolved", "closed", "cancelled"],
    }).notNull(),
    impactStartedAt: instant("impact_started_at").notNull(),
    detectedAt: instant("detected_at"),
    declaredAt: instant("declared_at"),
    acknowledgedAt: instant("acknowledged_at"),
    mitigatedAt: instant("mitigated_at"),
    resolvedAt: instant("resolved_at"),
    closedAt: instant("closed_at"),
    /** resolved - impact start; kept to sort by. Null while open. */
    impactMs: bigint("impact_ms", { mode: "number" }),
    /** What the cause statements say now, kept in step by the commands that add one. */
    primaryCauseKind: text("primary_cause_kind"),
    primaryCauseStatus: text("primary_cause_status", {
      enum: ["suspected", "confirmed", "disputed", "ruled-out"],
    }),
    contributingCauseKinds: text("contributing_cause_kinds").array().notNull().default(sql`'{}'::text[]`),
    aiCause: text("ai_cause", { enum: ["confirmed", "claimed", "none"] })
      .notNull()
      .default("none"),
    customersAffectedRatio: real("customers_affected_ratio"),
    ordersLost: bigint("orders_lost", { mode: "number" }),
    revenueLost: real("revenue_lost"),
    currency: text("currency"),
    regions: text("regions").array().notNull().default(sql`'{}'::text[]`),
    record: text("record", { enum: ["logged", "imported", "public-record", "generated"] })
      .notNull()
      .default("logged"),
    sourceName: text("source_name"),
    sourceUrl: text("source_url"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("incident_number").on(table.workspaceId, table.number),
    // The list's sorts; each ends in the number, so that its key is unique.
    index("incident_started").on(table.workspaceId, table.impactStartedAt, table.number),
    index("incident_severity").on(table.workspaceId, table.severity, table.impactStartedAt, table.number),
    index("incident_duration").on(table.workspaceId, table.impactMs, table.number),
    index("incident_cause").on(
      table.workspaceId,
      table.primaryCauseKind,
      table.impactStartedAt,
      table.number,
    ),
    index("incident_record").on(table.workspaceId, table.record, table.impactStartedAt),
    // Open incidents are few; the shell counts them on every page.
    index("incident_open")
      .on(table.workspaceId, table.impactStartedAt)
      .where(sql`status in ('triage', 'investigating', 'identified', 'monitoring')`),
    index("incident_ai").on(table.workspaceId, table.impactStartedAt).where(sql`ai_cause <> 'none'`),
    index("incident_text").using("gin", sql`to_tsvector('simple', ${table.title})`),
  ],
);

export const impact = pgTable(
  "impact",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    incidentId: uuid("incident_id").notNull(),
    serviceId: uuid("service_id").notNull(),
    /** The level as chosen; null when a fraction was given as a number. */
    level: text("level", { enum: ["major", "partial", "degraded"] }),
    /** Share of the service lost, 0..1: stated, or the workspace's for the level. */
    fraction: real("fraction").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    /** Copied from the incident: cancelled incidents count nowhere. */
    counts: boolean("counts").notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.serviceId],
      foreignColumns: [service.workspaceId, service.id],
    }),
    index("impact_incident").on(table.workspaceId, table.incidentId),
    // What meets a day is found by its start, within three days before; the few longer impacts stand apart.
    index("impact_service_started").on(table.workspaceId, table.serviceId, table.startedAt),
    index("impact_long")
      .on(table.workspaceId, table.serviceId, table.startedAt)
      .where(sql`ended_at - started_at > interval '72 hours'`),
    index("impact_open").on(table.workspaceId, table.serviceId).where(sql`ended_at is null and counts`),
    check("impact_fraction_ratio", sql`${table.fraction} between 0 and 1`),
    check("impact_interval", sql`${table.endedAt} is null or ${table.endedAt} > ${table.startedAt}`),
  ],
);

export const causeRevision = pgTable(
  "cause_revision",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    incidentId: uuid("incident_id").notNull(),
    kind: text("kind").notNull(),
    role: text("role", { enum: ["primary", "contributing"] }).notNull(),
    status: text("status", { enum: ["suspected", "confirmed", "disputed", "ruled-out"] }).notNull(),
    aiRole: text("ai_role", { enum: ["wrote-code", "advised", "acted"] }),
    tool: text("tool"),
    permissions: text("permissions"),
    claim: text("claim", { enum: ["claimed", "confirmed"] }),
    note: text("note"),
    source: text("source"),
    sourceUrl: text("source_url"),
    /** For an AI cause: the change it was, and the evidence of AI's part in it. */
    changeId: uuid("change_id"),
    evidenceId: uuid("evidence_id"),
    statedBy: text("stated_by").notNull(),
    statedAt: instant("stated_at").notNull(),
    recordedAt: instant("recorded_at").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("cause_revision_incident").on(table.workspaceId, table.incidentId, table.statedAt),
  ],
);

/** Kinds that a workspace adds to the taxonomy. */
export const causeKind = pgTable(
  "cause_kind",
  {
    workspaceId: workspaceId(),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    code: text("code").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.kind] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);

export const timelineEvent = pgTable(
  "timeline_event",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    incidentId: uuid("incident_id").notNull(),
    at: instant("at").notNull(),
    kind: text("kind", {
      enum: [
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
      ],
    }).notNull(),
    body: text("body").notNull(),
    changes: jsonb("changes")
      .$type<{ field: string; before: string | null; after: string | null }[]>()
      .notNull()
      .default([]),
    author: text("author").notNull(),
    recordedAt: instant("recorded_at").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("timeline_event_incident").on(table.workspaceId, table.incidentId, table.at),
  ],
);

/** External identity of an imported incident: the same source row is imported once, and updated when it changed. */
export const incidentSource = pgTable(
  "incident_source",
  {
    workspaceId: workspaceId(),
    source: text("source").notNull(),
    externalId: text("external_id").notNull(),
    incidentId: uuid("incident_id").notNull(),
    contentHash: text("content_hash").notNull(),
    /** The incident's version as written by the import; a later one was edited here and is left alone. */
    importedVersion: integer("imported_version").notNull(),
    importedAt: instant("imported_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.source, table.externalId] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("incident_source_incident").on(table.workspaceId, table.incidentId),
  ],
);
