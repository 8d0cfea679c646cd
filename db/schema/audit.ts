import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/** Who changed what, written in the transaction of the change itself. */
export const auditEvent = pgTable(
  "audit_event",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "token", "integration", "system"] }).notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    requestId: text("request_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("audit_event_object").on(table.workspaceId, table.objectKind, table.objectId, table.at),
    index("audit_event_at").on(table.workspaceId, table.at),
  ],
);
