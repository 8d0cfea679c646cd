import { sql } from "drizzle-orm";
import {
  boolean,
  real as float4,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { SIGN_OFF_EVENTS, SIGN_OFF_STATES, SIGN_OFF_SUBJECTS } from "@/domain/sign-off/states";
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/**
 * What a policy asks of one subject: a change, an open pull request (which becomes the change's at the merge) or an
 * agent's action. It stands as it was last assessed; there is none where no rule matches.
 */
export const signOffRequest = pgTable(
  "sign_off_request",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    subject: text("subject", { enum: SIGN_OFF_SUBJECTS }).notNull(),
    changeId: uuid("change_id"),
    changeAt: instant("change_at"),
    repositoryId: uuid("repository_id"),
    pullRequest: integer("pull_request"),
    agentActionId: uuid("agent_action_id"),
    state: text("state", { enum: SIGN_OFF_STATES }).notNull(),
    /** Whether the gate holds it back; a monitoring rule holds nothing. */
    holds: boolean("holds").notNull(),
    policyVersion: integer("policy_version").notNull(),
    ruleId: text("rule_id").notNull(),
    ruleName: text("rule_name").notNull(),
    mode: text("mode", { enum: ["monitor", "enforce"] }).notNull(),
    /** The decision in one sentence. */
    reason: text("reason").notNull(),
    /** How many more people; null is nobody at all who could. */
    missingApprovals: integer("missing_approvals"),
    minimumLevel: text("minimum_level", { enum: ["junior", "mid", "senior", "principal", "manager"] }),
    approverRole: text("approver_role"),
    approverTeam: text("approver_team", { enum: ["any", "own", "another"] })
      .notNull()
      .default("any"),
    /** The final revision so far; a sign-off of another one is void. */
    revision: text("revision"),
    environment: text("environment").notNull(),
    kind: text("kind").notNull(),
    title: text("title").notNull(),
    url: text("url"),
    additions: integer("additions"),
    deletions: integer("deletions"),
    files: integer("files"),
    serviceIds: uuid("service_ids").array().notNull().default(sql`'{}'::uuid[]`),
    authorId: uuid("author_id"),
    authorName: text("author_name"),
    authorLevel: text("author_level", { enum: ["junior", "mid", "senior", "principal", "manager"] }),
    authorTeamId: uuid("author_team_id"),
    /** Everybody at whose word an agent made it; none of them ever signs it. */
    prompterIds: uuid("prompter_ids").array().notNull().default(sql`'{}'::uuid[]`),
    involvement: text("involvement", { enum: ["ai", "automation", "none-found", "unknown"] }).notNull(),
    aiRole: text("ai_role", { enum: ["wrote-code", "advised", "acted"] }),
    aiTool: text("ai_tool"),
    aiGrade: text("ai_grade", { enum: ["attested", "trailer", "author", "branch", "declared"] }),
    requestedAt: instant("requested_at").notNull(),
    dueAt: instant("due_at"),
    /** When it went live; null while it has not. */
    liveAt: instant("live_at"),
    /** When the last sign-off that was needed came, or the one that declined it. */
    decidedAt: instant("decided_at"),
    /** Handed over to this person; null waits for whoever may. */
    assigneeId: uuid("assignee_id"),
    /** For the queue's order, higher first. */
    risk: float4("risk").notNull().default(0),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("sign_off_request_change")
      .on(table.workspaceId, table.changeId)
      .where(sql`change_id is not null`),
    uniqueIndex("sign_off_request_pull_request")
      .on(table.workspaceId, table.repositoryId, table.pullRequest)
      .where(sql`pull_request is not null`),
    uniqueIndex("sign_off_request_agent_action")
      .on(table.workspaceId, table.agentActionId)
      .where(sql`agent_action_id is not null`),
    // What waits is little among what was ever asked for.
    index("sign_off_request_waiting")
      .on(table.workspaceId, table.requestedAt, table.id)
      .where(sql`state in ('waiting', 'declined')`),
    index("sign_off_request_author").on(table.workspaceId, table.authorId, table.requestedAt),
    index("sign_off_request_requested").on(table.workspaceId, table.requestedAt, table.id),
    // Holds all that the figures of compliance count, so that they are read from it alone.
    index("sign_off_request_live")
      .on(table.workspaceId, table.liveAt, table.changeId, table.state, table.involvement)
      .where(sql`live_at is not null`),
  ],
);

/** A named person's word on one revision. Taking it back is on record too; nothing is ever overwritten. */
export const signOff = pgTable(
  "sign_off",
  {
    workspaceId: workspaceId(),
    requestId: uuid("request_id").notNull(),
    id: uuid("id").notNull(),
    personId: uuid("person_id").notNull(),
    userId: text("user_id"),
    decision: text("decision", { enum: ["approved", "declined"] }).notNull(),
    /** In effect when it was given, as was on record then: a level that is backdated later changes nothing. */
    level: text("level", { enum: ["junior", "mid", "senior", "principal", "manager"] }),
    teamId: uuid("team_id"),
    roles: text("roles").array().notNull().default(sql`'{}'::text[]`),
    revision: text("revision"),
    at: instant("at").notNull(),
    source: text("source", { enum: ["app", "api", "github", "gitlab", "sample"] }).notNull(),
    /** The source's own name of it: told again, it is the same one. */
    externalId: text("external_id"),
    comment: text("comment"),
    withdrawnAt: instant("withdrawn_at"),
    withdrawnBy: text("withdrawn_by"),
    withdrawnReason: text("withdrawn_reason"),
    recordedAt: instant("recorded_at").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.requestId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.requestId],
      foreignColumns: [signOffRequest.workspaceId, signOffRequest.id],
    }).onDelete("cascade"),
    uniqueIndex("sign_off_external")
      .on(table.workspaceId, table.requestId, table.source, table.externalId)
      .where(sql`external_id is not null`),
    index("sign_off_person").on(table.workspaceId, table.personId, table.at),
    index("sign_off_at").on(table.workspaceId, table.at),
  ],
);

/** What happened to a request, in order: asked for, voided by a push, signed, handed over, went live. */
export const signOffEvent = pgTable(
  "sign_off_event",
  {
    workspaceId: workspaceId(),
    requestId: uuid("request_id").notNull(),
    id: uuid("id").notNull(),
    kind: text("kind", { enum: SIGN_OFF_EVENTS }).notNull(),
    at: instant("at").notNull(),
    by: text("by").notNull(),
    body: text("body").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.requestId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.requestId],
      foreignColumns: [signOffRequest.workspaceId, signOffRequest.id],
    }).onDelete("cascade"),
  ],
);

/** Somebody let a change through for a while, whatever the policy says: loud, on record, and looked at afterwards. */
export const breakGlass = pgTable(
  "break_glass",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    /** Of a change, or of a revision that is no change yet. */
    changeId: uuid("change_id"),
    repositoryId: uuid("repository_id"),
    revision: text("revision"),
    environment: text("environment").notNull(),
    reason: text("reason").notNull(),
    personId: uuid("person_id"),
    openedBy: text("opened_by").notNull(),
    userId: text("user_id"),
    openedAt: instant("opened_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    endedBy: text("ended_by"),
    reviewedAt: instant("reviewed_at"),
    reviewedBy: text("reviewed_by"),
    reviewNote: text("review_note"),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("break_glass_opened").on(table.workspaceId, table.openedAt, table.id),
    index("break_glass_change").on(table.workspaceId, table.changeId),
    index("break_glass_revision").on(table.workspaceId, table.repositoryId, table.revision),
  ],
);

/** Subjects to be assessed anew, put down by whoever changed something about them, in that transaction. */
export const assessmentDue = pgTable(
  "assessment_due",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    changeId: uuid("change_id"),
    repositoryId: uuid("repository_id"),
    pullRequest: integer("pull_request"),
    agentActionId: uuid("agent_action_id"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: instant("due_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // The worker serves every workspace.
    index("assessment_due_at").on(table.dueAt),
  ],
);

/** What the gate answered; asked again with the same answer, only the count moves. */
export const gateDecision = pgTable(
  "gate_decision",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    /** What was asked about, as one text: the same question again finds its last answer by it. */
    question: text("question").notNull(),
    repository: text("repository"),
    revision: text("revision"),
    environment: text("environment").notNull(),
    /** The changes that decided: those that hold it back, or else those that it is about. */
    changeIds: uuid("change_ids").array().notNull().default(sql`'{}'::uuid[]`),
    decision: text("decision", { enum: ["allow", "hold"] }).notNull(),
    reason: text("reason").notNull(),
    policyVersion: integer("policy_version"),
    ruleId: text("rule_id"),
    askedBy: text("asked_by").notNull(),
    asks: integer("asks").notNull().default(1),
    firstAskedAt: instant("first_asked_at").notNull(),
    lastAskedAt: instant("last_asked_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("gate_decision_asked").on(table.workspaceId, table.lastAskedAt, table.id),
    index("gate_decision_held")
      .on(table.workspaceId, table.lastAskedAt, table.id)
      .where(sql`decision = 'hold'`),
    index("gate_decision_question").on(
      table.workspaceId,
      table.question,
      table.environment,
      table.firstAskedAt,
    ),
  ],
);

/** A commit status that a host is to show; of one revision and context the newest state is what is sent. */
export const commitStatus = pgTable(
  "commit_status",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    integrationId: uuid("integration_id").notNull(),
    repositoryId: uuid("repository_id").notNull(),
    revision: text("revision").notNull(),
    context: text("context").notNull(),
    state: text("state", { enum: ["success", "pending", "failure", "error"] }).notNull(),
    description: text("description").notNull(),
    /** Where its page is, under Faultline's own address. */
    targetPath: text("target_path"),
    status: text("status", { enum: ["waiting", "sent", "failed"] }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    dueAt: instant("due_at"),
    sentAt: instant("sent_at"),
    version: integer("version").notNull().default(1),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("commit_status_once").on(
      table.workspaceId,
      table.repositoryId,
      table.revision,
      table.context,
    ),
    index("commit_status_due").on(table.dueAt).where(sql`due_at is not null`),
    index("commit_status_integration").on(table.workspaceId, table.integrationId, table.updatedAt, table.id),
  ],
);
