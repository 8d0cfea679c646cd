import { sql } from "drizzle-orm";
import {
  boolean,
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
import { AGENT_ACTION_STATES, LEAVE_FLAGS } from "@/domain/agent/states";
import { AUTONOMIES, type Requirement } from "@/domain/sign-off/policy";
import { instant, workspaceId } from "./columns";
import { person } from "./person";
import { team } from "./team";
import { workspace } from "./workspace";

interface StoredPermission {
  environments: string[];
  actions: string[];
  autonomy: "suggest" | "act-with-approval" | "act-alone";
  destructiveAlone?: string[];
}

/** An AI tool or agent of the register: whose it is, and what it may do where. */
export const agent = pgTable(
  "agent",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    tool: text("tool"),
    description: text("description"),
    ownerId: uuid("owner_id"),
    teamId: uuid("team_id"),
    permissions: jsonb("permissions").$type<StoredPermission[]>().notNull().default([]),
    /** Whose credentials it acts with, and how far they reach, in words. */
    credentialScope: text("credential_scope"),
    disabledAt: instant("disabled_at"),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.ownerId],
      foreignColumns: [person.workspaceId, person.id],
    }),
    foreignKey({ columns: [table.workspaceId, table.teamId], foreignColumns: [team.workspaceId, team.id] }),
    uniqueIndex("agent_slug").on(table.workspaceId, table.slug),
  ],
);

/** An action that an agent asked leave for, what was answered, and what came of it. */
export const agentAction = pgTable(
  "agent_action",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    agentId: uuid("agent_id").notNull(),
    action: text("action").notNull(),
    target: text("target").notNull(),
    environment: text("environment").notNull(),
    serviceIds: uuid("service_ids").array().notNull().default(sql`'{}'::uuid[]`),
    destructive: boolean("destructive").notNull(),
    reason: text("reason").notNull(),
    promptedById: uuid("prompted_by_id"),
    askedBy: text("asked_by").notNull(),
    /** Whose credentials asked, as "token <id>" or "user <id>": the outcome is told by the same. */
    askedById: text("asked_by_id").notNull(),
    /** The person behind those credentials, who never approves what they asked for. */
    askedByPersonId: uuid("asked_by_person_id"),
    autonomy: text("autonomy", { enum: AUTONOMIES }),
    /** What the register asked for by itself when leave was asked. */
    registerAsks: jsonb("register_asks").$type<Requirement>(),
    decision: text("decision", { enum: ["allow", "needs-approval", "deny"] }).notNull(),
    decisionReason: text("decision_reason").notNull(),
    policyVersion: integer("policy_version"),
    ruleId: text("rule_id"),
    ruleName: text("rule_name"),
    state: text("state", { enum: AGENT_ACTION_STATES }).notNull(),
    requestedAt: instant("requested_at").notNull(),
    /** The leave ends here, asked for or given. */
    expiresAt: instant("expires_at").notNull(),
    decidedAt: instant("decided_at"),
    /** Who approved or declined it, by name. */
    decidedBy: text("decided_by").array().notNull().default(sql`'{}'::text[]`),
    /** What the agent said it did. */
    outcome: text("outcome"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    /** What was wrong with its leave when it acted. */
    flag: text("flag", { enum: LEAVE_FLAGS }),
    reportedAt: instant("reported_at"),
    changeId: uuid("change_id"),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agent.workspaceId, agent.id],
    }).onDelete("cascade"),
    index("agent_action_requested").on(table.workspaceId, table.requestedAt, table.id),
    index("agent_action_agent").on(table.workspaceId, table.agentId, table.requestedAt, table.id),
    index("agent_action_change").on(table.workspaceId, table.changeId).where(sql`change_id is not null`),
    index("agent_action_expiring")
      .on(table.workspaceId, table.expiresAt)
      .where(sql`state in ('waiting', 'approved', 'allowed')`),
  ],
);
