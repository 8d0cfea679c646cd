import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { day, instant, workspaceId } from "./columns";
import { team } from "./team";
import { workspace } from "./workspace";

export const person = pgTable(
  "person",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    email: text("email"),
    teamId: uuid("team_id"),
    /** First and last day on the roster, both included; null is open. */
    activeFrom: day("active_from"),
    activeTo: day("active_to"),
    /** False for somebody known only from a usage report: never counted as an engineer of the roster. */
    onRoster: boolean("on_roster").notNull().default(true),
    generated: boolean("generated").notNull().default(false),
    /** Since when nothing here says who this was. */
    erasedAt: instant("erased_at"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    foreignKey({ columns: [table.workspaceId, table.teamId], foreignColumns: [team.workspaceId, team.id] }),
    uniqueIndex("person_email").on(table.workspaceId, sql`lower(${table.email})`),
    index("person_name").on(table.workspaceId, table.name, table.id),
  ],
);

/** What one person is called elsewhere, in lower case: a login, an e-mail address beside `person.email`, a name. */
export const personHandle = pgTable(
  "person_handle",
  {
    workspaceId: workspaceId(),
    kind: text("kind", { enum: ["login", "email", "name"] })
      .notNull()
      .default("login"),
    handle: text("handle").notNull(),
    personId: uuid("person_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.kind, table.handle] }),
    foreignKey({
      columns: [table.workspaceId, table.personId],
      foreignColumns: [person.workspaceId, person.id],
    }).onDelete("cascade"),
    index("person_handle_person").on(table.workspaceId, table.personId),
  ],
);

/** The level in effect from a day on; the first row of a person may be open to the past ("-infinity"). */
export const personLevel = pgTable(
  "person_level",
  {
    workspaceId: workspaceId(),
    personId: uuid("person_id").notNull(),
    effectiveFrom: day("effective_from").notNull(),
    level: text("level", { enum: ["junior", "mid", "senior", "principal", "manager"] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.personId, table.effectiveFrom] }),
    foreignKey({
      columns: [table.workspaceId, table.personId],
      foreignColumns: [person.workspaceId, person.id],
    }).onDelete("cascade"),
  ],
);

/** Days on which somebody cannot sign: on leave, ill, away. Both included; null is open. */
export const absence = pgTable(
  "absence",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    personId: uuid("person_id").notNull(),
    fromDay: day("from_day").notNull(),
    toDay: day("to_day"),
    note: text("note"),
    generated: boolean("generated").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.personId],
      foreignColumns: [person.workspaceId, person.id],
    }).onDelete("cascade"),
    index("absence_person").on(table.workspaceId, table.personId, table.fromDay),
  ],
);
