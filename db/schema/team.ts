import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

export const team = pgTable(
  "team",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("team_name").on(table.workspaceId, table.name),
    index("team_created").on(table.workspaceId, table.createdAt),
  ],
);
