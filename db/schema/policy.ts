import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Rule } from "@/domain/sign-off/policy";
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/** A saved policy, never changed after: the one in force at an instant is the last to take effect by then. */
export const policyVersion = pgTable(
  "policy_version",
  {
    workspaceId: workspaceId(),
    version: integer("version").notNull(),
    rules: jsonb("rules").$type<Rule[]>().notNull(),
    /** What a pipeline does when Faultline cannot be asked. */
    whenUnreachable: text("when_unreachable", { enum: ["open", "closed"] }).notNull(),
    reason: text("reason").notNull(),
    savedBy: text("saved_by").notNull(),
    userId: text("user_id"),
    savedAt: instant("saved_at").notNull(),
    effectiveFrom: instant("effective_from").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.version] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("policy_version_effective").on(table.workspaceId, table.effectiveFrom, table.version),
  ],
);
