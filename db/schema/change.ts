import { sql } from "drizzle-orm";
import {
  boolean,
  real as float4,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { SIGN_OFF_STATES } from "@/domain/sign-off/states";
import { day, exactText, instant, workspaceId } from "./columns";
import { incident } from "./incident";

/**
 * The ledger. Partitioned by month of `at` (see db/partitions.ts); its external identity lies in `change_identity`.
 * No foreign keys on what every ingested row touches: one module writes them, see docs/decisions/0007.
 */
export const change = pgTable(
  "change",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    /** When it went live as far as is known: deployed, or else merged, or else authored. */
    at: instant("at").notNull(),
    kind: text("kind", {
      enum: [
        "code",
        "deployment",
        "config",
        "dns",
        "infrastructure",
        "feature-flag",
        "data-migration",
        "agent-action",
      ],
    }).notNull(),
    title: text("title").notNull(),
    url: text("url"),
    repositoryId: uuid("repository_id"),
    revision: text("revision"),
    pullRequest: integer("pull_request"),
    environment: text("environment").notNull().default("production"),
    production: boolean("production").notNull().default(true),
    serviceIds: uuid("service_ids").array().notNull().default(sql`'{}'::uuid[]`),
    authorId: uuid("author_id"),
    /** As the source names the author, or the bot. */
    authorName: text("author_name"),
    authorIsBot: boolean("author_is_bot").notNull().default(false),
    authorLevel: text("author_level", { enum: ["junior", "mid", "senior", "principal", "manager"] }),
    additions: integer("additions"),
    deletions: integer("deletions"),
    files: integer("files"),
    authoredAt: instant("authored_at"),
    mergedAt: instant("merged_at"),
    deployedAt: instant("deployed_at"),
    outcome: text("outcome", { enum: ["in-progress", "succeeded", "failed"] }),
    /** When it was undone, by a revert or a rollback. */
    revertedAt: instant("reverted_at"),
    /** What stands now: what was detected, as corrected by people. */
    involvement: text("involvement", { enum: ["ai", "automation", "none-found", "unknown"] }).notNull(),
    involvementStanding: text("involvement_standing", { enum: ["detected", "contested", "corrected"] })
      .notNull()
      .default("detected"),
    aiRole: text("ai_role", { enum: ["wrote-code", "advised", "acted"] }),
    aiTool: text("ai_tool"),
    aiModel: text("ai_model"),
    aiGrade: text("ai_grade", { enum: ["attested", "trailer", "author", "branch", "declared"] }),
    /** The heaviest verdict on it over all incidents. */
    verdict: text("verdict", { enum: ["cause", "contributing", "suspect", "cleared"] }),
    /** How its sign-off stands, as last assessed; null where no rule asks for one. */
    signOff: text("sign_off", { enum: SIGN_OFF_STATES }),
    /** Whether the figures count it: in production, and no deployment whose changes are known themselves. */
    counts: boolean("counts").notNull().default(true),
    source: text("source", {
      enum: ["github", "gitlab", "cloudevents", "api", "file", "git", "app", "sample"],
    }).notNull(),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    // In the order that lists read along: whoever looks for one change knows when it was.
    primaryKey({ columns: [table.workspaceId, table.at, table.id] }),
    index("change_author")
      .on(table.workspaceId, table.authorId, table.at, table.id)
      .where(sql`author_id is not null`),
    // Of the two kinds that most changes have, a page is soon full in the order of the key.
    index("change_kind")
      .on(table.workspaceId, table.kind, table.at, table.id)
      .where(sql`kind not in ('code', 'deployment')`),
    index("change_repository")
      .on(table.workspaceId, table.repositoryId, table.at)
      .where(sql`repository_id is not null`),
    // What a deployment brought follows from the one before it in its environment.
    index("change_deployment")
      .on(table.workspaceId, table.repositoryId, table.environment, table.at)
      .where(sql`kind = 'deployment' and repository_id is not null`),
    index("change_ai").on(table.workspaceId, table.at, table.id).where(sql`involvement = 'ai'`),
    index("change_by_verdict")
      .on(table.workspaceId, table.verdict, table.at, table.id)
      .where(sql`verdict is not null`),
    index("change_sign_off").on(table.workspaceId, table.at, table.id).where(sql`sign_off is not null`),
    index("change_by_standing")
      .on(table.workspaceId, table.involvementStanding, table.at, table.id)
      .where(sql`involvement_standing <> 'detected'`),
    index("change_text").using("gin", sql`to_tsvector('simple', ${table.title})`),
  ],
);

/** What belongs to a service, newest last: suspects are read from its index. Partitioned like `change`. */
export const changeService = pgTable(
  "change_service",
  {
    workspaceId: workspaceId(),
    serviceId: uuid("service_id").notNull(),
    at: instant("at").notNull(),
    changeId: uuid("change_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.serviceId, table.at, table.changeId] })],
);

/** What a change is called outside; the same name is the same change, whoever tells of it and how often. */
export const changeIdentity = pgTable(
  "change_identity",
  {
    workspaceId: workspaceId(),
    /** A repository's name, or the teller's own name for its system. */
    source: exactText("source").notNull(),
    /** "commit:<revision>", "deployment:<id>", or the source's own id. */
    externalId: exactText("external_id").notNull(),
    changeId: uuid("change_id").notNull(),
    /** The change's `at`, by which its partition is found. */
    changeAt: instant("change_at").notNull(),
  },
  (table) => [
    // The id first: revisions are looked for by their heads, whatever their repository.
    primaryKey({ columns: [table.workspaceId, table.externalId, table.source] }),
    index("change_identity_change").on(table.workspaceId, table.changeId),
  ],
);

/** What only a change's own page shows. Absent where nothing of it is known. */
export const changeDetail = pgTable(
  "change_detail",
  {
    workspaceId: workspaceId(),
    changeId: uuid("change_id").notNull(),
    description: text("description"),
    branch: text("branch"),
    labels: text("labels").array().notNull().default(sql`'{}'::text[]`),
    paths: text("paths").array().notNull().default(sql`'{}'::text[]`),
    reviewers: jsonb("reviewers")
      .$type<{ name: string; personId: string | null; state: string | null; at: string | null }[]>()
      .notNull()
      .default([]),
    /** Services that a teller named, beside those that the path rules give. */
    statedServiceIds: uuid("stated_service_ids").array().notNull().default(sql`'{}'::uuid[]`),
    /** What was detected, before people corrected it. */
    detected: jsonb("detected").$type<{
      involvement: string;
      role: string | null;
      tool: string | null;
      model: string | null;
    }>(),
    /** Who said which field, and as of when: so that tellings merge to the same whatever their order. */
    facts:
      jsonb("facts").$type<Record<string, { value: unknown; source: string; rank: number; asOf: string }>>(),
    /** The revision that this change undoes. */
    reverts: text("reverts"),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.changeId] })],
);

/** Which code changes a deployment brought to production. */
export const deploymentCarries = pgTable(
  "deployment_carries",
  {
    workspaceId: workspaceId(),
    deploymentId: uuid("deployment_id").notNull(),
    changeId: uuid("change_id").notNull(),
    deploymentAt: instant("deployment_at").notNull(),
    changeAt: instant("change_at").notNull(),
    /** Said by the deployment's source, rather than worked out from revisions and times. */
    stated: boolean("stated").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.deploymentId, table.changeId] }),
    index("deployment_carries_change").on(table.workspaceId, table.changeId),
  ],
);

/** Who told of a change and when; imports in bulk tell in `change.source` alone. */
export const changeTelling = pgTable(
  "change_telling",
  {
    workspaceId: workspaceId(),
    changeId: uuid("change_id").notNull(),
    id: uuid("id").notNull(),
    source: text("source").notNull(),
    /** The event, file or token, in words. */
    what: text("what").notNull(),
    deliveryId: uuid("delivery_id"),
    toldAt: instant("told_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.changeId, table.id] }),
    index("change_telling_delivery")
      .on(table.workspaceId, table.deliveryId)
      .where(sql`delivery_id is not null`),
  ],
);

/** A quoted statement of AI's part, found by the detector or given by a person. */
export const aiEvidence = pgTable(
  "ai_evidence",
  {
    workspaceId: workspaceId(),
    changeId: uuid("change_id").notNull(),
    id: uuid("id").notNull(),
    grade: text("grade", { enum: ["attested", "trailer", "author", "branch", "declared"] }).notNull(),
    tool: text("tool"),
    quote: text("quote").notNull(),
    foundIn: text("found_in").notNull(),
    /** The commit whose text it is; null for the change's own texts. */
    revision: text("revision"),
    recordedAt: instant("recorded_at").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.changeId, table.id] })],
);

/** What people said about AI's part in a change. Statements are added, never overwritten. */
export const involvementStatement = pgTable(
  "involvement_statement",
  {
    workspaceId: workspaceId(),
    changeId: uuid("change_id").notNull(),
    id: uuid("id").notNull(),
    kind: text("kind", { enum: ["declared", "contested", "corrected", "withdrawn"] }).notNull(),
    /** What it should be, of a declaration or a correction. */
    involvement: text("involvement", { enum: ["ai", "automation", "none-found", "unknown"] }),
    role: text("role", { enum: ["wrote-code", "advised", "acted"] }),
    tool: text("tool"),
    model: text("model"),
    reason: text("reason").notNull(),
    statedBy: text("stated_by").notNull(),
    userId: text("user_id"),
    statedAt: instant("stated_at").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.changeId, table.id] })],
);

/** The verdict in force of a change for an incident. */
export const changeLink = pgTable(
  "change_link",
  {
    workspaceId: workspaceId(),
    incidentId: uuid("incident_id").notNull(),
    changeId: uuid("change_id").notNull(),
    changeAt: instant("change_at").notNull(),
    verdict: text("verdict", { enum: ["cause", "contributing", "suspect", "cleared"] }).notNull(),
    reason: text("reason"),
    statedBy: text("stated_by").notNull(),
    statedAt: instant("stated_at").notNull(),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.incidentId, table.changeId] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("change_link_change").on(table.workspaceId, table.changeId),
  ],
);

/** Every verdict ever given, and each unlinking (a null verdict). */
export const verdictRevision = pgTable(
  "verdict_revision",
  {
    workspaceId: workspaceId(),
    incidentId: uuid("incident_id").notNull(),
    changeId: uuid("change_id").notNull(),
    id: uuid("id").notNull(),
    verdict: text("verdict", { enum: ["cause", "contributing", "suspect", "cleared"] }),
    reason: text("reason"),
    /** The machine's probability at that moment, where it had ranked the change. */
    probability: float4("probability"),
    statedBy: text("stated_by").notNull(),
    statedAt: instant("stated_at").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.incidentId, table.changeId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("verdict_revision_change").on(table.workspaceId, table.changeId),
  ],
);

/**
 * Changes that count, by day in the workspace's zone, service and AI's part, written in the writer's transaction.
 * The whole workspace has the nil service; its rows are spread over slots, because one row would be everybody's lock.
 */
export const changeDay = pgTable(
  "change_day",
  {
    workspaceId: workspaceId(),
    serviceId: uuid("service_id").notNull(),
    day: day("day").notNull(),
    involvement: text("involvement", { enum: ["ai", "automation", "none-found", "unknown"] }).notNull(),
    slot: smallint("slot").notNull().default(0),
    changes: integer("changes").notNull(),
    /** Of these, with a verdict of cause or contributing. */
    failed: integer("failed").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.serviceId, table.day, table.involvement, table.slot] }),
    index("change_day_day").on(table.workspaceId, table.day),
  ],
);
