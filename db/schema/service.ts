import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, real, workspaceId } from "./columns";
import { team } from "./team";
import { workspace } from "./workspace";

export const service = pgTable(
  "service",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    teamId: uuid("team_id"),
    weight: real("weight").notNull().default(1),
    /** Objective as a ratio; null takes the workspace's. */
    sloTarget: real("slo_target"),
    /** Covered time starts here. */
    trackedFrom: instant("tracked_from").notNull(),
    /** A start nobody stated moves back to the first known impact; a stated one never moves by itself. */
    trackedFromIsStated: boolean("tracked_from_is_stated").notNull().default(false),
    generated: boolean("generated").notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.teamId], foreignColumns: [team.workspaceId, team.id] }),
    uniqueIndex("service_slug").on(table.workspaceId, table.slug),
    check("service_weight_positive", sql`${table.weight} > 0`),
  ],
);

/** `service` depends on `dependsOn`. Hard: fails with it. Soft: works without it. */
export const serviceDependency = pgTable(
  "service_dependency",
  {
    workspaceId: workspaceId(),
    serviceId: uuid("service_id").notNull(),
    dependsOnId: uuid("depends_on_id").notNull(),
    criticality: text("criticality", { enum: ["hard", "soft"] })
      .notNull()
      .default("hard"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.serviceId, table.dependsOnId] }),
    foreignKey({
      columns: [table.workspaceId, table.serviceId],
      foreignColumns: [service.workspaceId, service.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.dependsOnId],
      foreignColumns: [service.workspaceId, service.id],
    }).onDelete("cascade"),
    index("service_dependency_reverse").on(table.workspaceId, table.dependsOnId),
    check("service_dependency_other", sql`${table.serviceId} <> ${table.dependsOnId}`),
  ],
);
