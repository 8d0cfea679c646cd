import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/** One import: its progress while it runs, its report after. */
export const importRun = pgTable(
  "import_run",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    kind: text("kind").notNull(),
    fileName: text("file_name").notNull(),
    status: text("status", { enum: ["running", "done", "failed"] }).notNull(),
    total: integer("total").notNull().default(0),
    done: integer("done").notNull().default(0),
    created: integer("created").notNull().default(0),
    updated: integer("updated").notNull().default(0),
    unchanged: integer("unchanged").notNull().default(0),
    /** All of them; the list below keeps the first few thousand. */
    refused: integer("refused").notNull().default(0),
    refusals: jsonb("refusals")
      .$type<{ row: number; ref: string; field: string; code: string; reason: string }[]>()
      .notNull()
      .default([]),
    notes: jsonb("notes").$type<string[]>().notNull().default([]),
    failure: text("failure"),
    startedAt: instant("started_at").notNull(),
    /** Set every few seconds while it runs: a run that stopped doing so died with its process. */
    heartbeatAt: instant("heartbeat_at"),
    finishedAt: instant("finished_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("import_run_started").on(table.workspaceId, table.startedAt),
  ],
);
