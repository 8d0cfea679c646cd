import { boolean, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

export const mark = pgTable(
  "mark",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    kind: text("kind", { enum: ["policy", "roster", "other"] }).notNull(),
    day: day("day").notNull(),
    title: text("title").notNull(),
    detail: text("detail"),
    sourceName: text("source_name"),
    sourceUrl: text("source_url"),
    generated: boolean("generated").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("mark_day").on(table.workspaceId, table.day),
  ],
);
