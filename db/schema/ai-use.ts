import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, workspaceId } from "./columns";
import { person } from "./person";
import { workspace } from "./workspace";

export const aiUse = pgTable(
  "ai_use",
  {
    workspaceId: workspaceId(),
    personId: uuid("person_id").notNull(),
    day: day("day").notNull(),
    tool: text("tool").notNull(),
    source: text("source").notNull(),
    generated: boolean("generated").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.personId, table.day, table.tool] }),
    foreignKey({
      columns: [table.workspaceId, table.personId],
      foreignColumns: [person.workspaceId, person.id],
    }).onDelete("cascade"),
    index("ai_use_day").on(table.workspaceId, table.day),
  ],
);

/** Who used an AI tool in a week (its Monday): the rollup behind the adoption rate. */
export const aiUseWeek = pgTable(
  "ai_use_week",
  {
    workspaceId: workspaceId(),
    weekStart: day("week_start").notNull(),
    personId: uuid("person_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.weekStart, table.personId] }),
    foreignKey({
      columns: [table.workspaceId, table.personId],
      foreignColumns: [person.workspaceId, person.id],
    }).onDelete("cascade"),
  ],
);

/** Days for which a source told who used a tool; what lies outside is not known, rather than unused. */
export const aiUseCoverage = pgTable(
  "ai_use_coverage",
  { workspaceId: workspaceId(), source: text("source").notNull(), day: day("day").notNull() },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.source, table.day] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("ai_use_coverage_day").on(table.workspaceId, table.day),
  ],
);

/** Counts without people, kept as the source gave them. Never part of the rate. */
export const aiUseAggregate = pgTable(
  "ai_use_aggregate",
  {
    workspaceId: workspaceId(),
    source: text("source").notNull(),
    metric: text("metric", {
      enum: ["daily_active", "weekly_active", "monthly_active", "window_active", "engaged"],
    }).notNull(),
    windowStart: day("window_start").notNull(),
    windowEnd: day("window_end").notNull(),
    users: integer("users").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.workspaceId, table.source, table.metric, table.windowStart, table.windowEnd],
    }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    index("ai_use_aggregate_end").on(table.workspaceId, table.windowEnd),
  ],
);
