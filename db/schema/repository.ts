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
import type { ReviewWord } from "@/domain/sign-off/reviews";
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/** Globs of a repository and the services that files under them belong to; the last one that matches decides. */
export interface StoredPathRule {
  pattern: string;
  serviceIds: string[];
}

export const repository = pgTable(
  "repository",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    /** Host and path in lower case, as in "github.com/acme/shop". */
    name: text("name").notNull(),
    url: text("url"),
    defaultBranch: text("default_branch"),
    pathRules: jsonb("path_rules").$type<StoredPathRule[]>().notNull().default([]),
    /** Which of the host's events are deployments here. */
    deploymentsFrom: text("deployments_from")
      .array()
      .notNull()
      .default(sql`'{deployments,releases,workflows}'::text[]`),
    /** A workflow run is a deployment where its workflow's name matches this; null takes the usual words. */
    workflowPattern: text("workflow_pattern"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("repository_name").on(table.workspaceId, table.name),
  ],
);

/** A pull or merge request as its host last described it. Evidence of its commits outlives the squash. */
export const pullRequest = pgTable(
  "pull_request",
  {
    workspaceId: workspaceId(),
    repositoryId: uuid("repository_id").notNull(),
    number: integer("number").notNull(),
    title: text("title").notNull(),
    body: text("body"),
    url: text("url"),
    state: text("state", { enum: ["open", "closed", "merged"] }).notNull(),
    authorLogin: text("author_login"),
    authorIsBot: boolean("author_is_bot").notNull().default(false),
    headBranch: text("head_branch"),
    headRevision: text("head_revision"),
    baseBranch: text("base_branch"),
    /** The commit that the merge made on the base branch; the change's revision. */
    mergeRevision: text("merge_revision"),
    labels: text("labels").array().notNull().default(sql`'{}'::text[]`),
    /** Latest review of each reviewer: state, revision and instant. */
    reviews: jsonb("reviews")
      .$type<Record<string, { state: string; revision: string | null; at: string }>>()
      .notNull()
      .default({}),
    /** Every word of a reviewer that decides something, each once: an approval that was dismissed stays on record. */
    reviewWords: jsonb("review_words").$type<ReviewWord[]>().notNull().default([]),
    additions: integer("additions"),
    deletions: integer("deletions"),
    files: integer("files"),
    openedAt: instant("opened_at"),
    mergedAt: instant("merged_at"),
    /** The host's own instant of the description; an older one never replaces it. */
    describedAt: instant("described_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.repositoryId, table.number] }),
    foreignKey({
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repository.workspaceId, repository.id],
    }).onDelete("cascade"),
    index("pull_request_branch").on(table.workspaceId, table.repositoryId, table.headBranch),
    // The gate is asked about an open request by its head.
    index("pull_request_head").on(table.workspaceId, table.repositoryId, table.headRevision),
    index("pull_request_merge").on(table.workspaceId, table.repositoryId, table.mergeRevision),
  ],
);

/** A commit as pushed, on whatever branch, with the texts in which evidence of AI stands. */
export const codeCommit = pgTable(
  "code_commit",
  {
    workspaceId: workspaceId(),
    repositoryId: uuid("repository_id").notNull(),
    revision: text("revision").notNull(),
    /** The branch it was first heard of on; null where the source names none. */
    branch: text("branch"),
    /** The change that brought it to the default branch. */
    changeId: uuid("change_id"),
    message: text("message").notNull(),
    authorName: text("author_name").notNull(),
    authorEmail: text("author_email").notNull(),
    committerName: text("committer_name").notNull(),
    committerEmail: text("committer_email").notNull(),
    /** Authorship logs of refs/notes/ai, or agent-trace records. */
    notes: text("notes").array().notNull().default(sql`'{}'::text[]`),
    paths: text("paths").array().notNull().default(sql`'{}'::text[]`),
    authoredAt: instant("authored_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.repositoryId, table.revision] }),
    foreignKey({
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repository.workspaceId, repository.id],
    }).onDelete("cascade"),
    index("code_commit_branch").on(table.workspaceId, table.repositoryId, table.branch),
    index("code_commit_change").on(table.workspaceId, table.changeId),
    index("code_commit_revision").on(table.workspaceId, table.revision.op("text_pattern_ops")),
  ],
);
