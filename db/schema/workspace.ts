import { boolean, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, real, workspaceId } from "./columns";

export const workspace = pgTable(
  "workspace",
  {
    workspaceId: uuid("workspace_id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull().default("UTC"),
    sloTarget: real("slo_target").notNull().default(0.999),
    adoptionTarget: real("adoption_target").notNull().default(0.8),
    fractionMajor: real("fraction_major").notNull().default(1),
    fractionPartial: real("fraction_partial").notNull().default(0.3),
    fractionDegraded: real("fraction_degraded").notNull().default(0),
    /** Audit events older than this are pruned; null keeps them for ever. */
    auditRetentionDays: integer("audit_retention_days"),
    isSample: boolean("is_sample").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  // The directory of workspaces is looked up by slug before a workspace is known.
  (table) => [uniqueIndex("workspace_slug").on(table.slug)],
);

/** Last incident number given out; apart from `workspace`, so that logging an incident locks nothing else. */
export const incidentCounter = pgTable("incident_counter", {
  workspaceId: workspaceId()
    .primaryKey()
    .references(() => workspace.workspaceId, { onDelete: "cascade" }),
  lastNumber: integer("last_number").notNull().default(0),
});
