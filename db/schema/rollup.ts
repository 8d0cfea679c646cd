import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { day, real, workspaceId } from "./columns";
import { incident } from "./incident";
import { service } from "./service";
import { workspace } from "./workspace";

/**
 * Loss of a service on a day by impacts that have ended: integral of the largest active fraction, in ms.
 * Written under a lock on the service row, because a maximum is not additive. Days without loss have no row.
 */
export const serviceDay = pgTable(
  "service_day",
  {
    workspaceId: workspaceId(),
    serviceId: uuid("service_id").notNull(),
    day: day("day").notNull(),
    lostMs: real("lost_ms").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.serviceId, table.day] }),
    foreignKey({
      columns: [table.workspaceId, table.serviceId],
      foreignColumns: [service.workspaceId, service.id],
    }).onDelete("cascade"),
    index("service_day_day").on(table.workspaceId, table.day),
  ],
);

/** The same loss divided among the incidents: each moment belongs to the largest fraction. Sums to `service_day`. */
export const serviceDayIncident = pgTable(
  "service_day_incident",
  {
    workspaceId: workspaceId(),
    serviceId: uuid("service_id").notNull(),
    day: day("day").notNull(),
    incidentId: uuid("incident_id").notNull(),
    lostMs: real("lost_ms").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.serviceId, table.day, table.incidentId] }),
    foreignKey({
      columns: [table.workspaceId, table.serviceId],
      foreignColumns: [service.workspaceId, service.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("service_day_incident_incident").on(table.workspaceId, table.incidentId),
    index("service_day_incident_day").on(table.workspaceId, table.day),
  ],
);

/** An incident's cost over all services, to sort and filter by. Locked before it is summed anew. */
export const incidentCost = pgTable(
  "incident_cost",
  {
    workspaceId: workspaceId(),
    incidentId: uuid("incident_id").notNull(),
    /** Sum over services of weight x attributed loss, in ms. */
    lostWeightMs: real("lost_weight_ms").notNull().default(0),
    /** Largest sum of weights impaired at one moment. */
    peakWeight: real("peak_weight").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.incidentId] }),
    foreignKey({
      columns: [table.workspaceId, table.incidentId],
      foreignColumns: [incident.workspaceId, incident.id],
    }).onDelete("cascade"),
    index("incident_cost_lost").on(table.workspaceId, table.lostWeightMs, table.incidentId),
    index("incident_cost_peak").on(table.workspaceId, table.peakWeight, table.incidentId),
  ],
);

/** Sum over services of weight x loss on a day. Refreshed from dirty days, outside the writer's transaction. */
export const workspaceDay = pgTable(
  "workspace_day",
  { workspaceId: workspaceId(), day: day("day").notNull(), lostWeightMs: real("lost_weight_ms").notNull() },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.day] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);

/** The day's loss and the incidents begun on it, by primary cause ('unknown' when none is stated) and severity. */
export const workspaceDayCause = pgTable(
  "workspace_day_cause",
  {
    workspaceId: workspaceId(),
    day: day("day").notNull(),
    causeKind: text("cause_kind").notNull(),
    severity: text("severity").notNull(),
    lostWeightMs: real("lost_weight_ms").notNull(),
    incidentsStarted: integer("incidents_started").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.day, table.causeKind, table.severity] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);

/** Days whose workspace rollup is to be refreshed. Only ever inserted by writers, so no two of them wait. */
export const dirtyDay = pgTable(
  "dirty_day",
  { workspaceId: workspaceId(), id: uuid("id").notNull(), day: day("day").notNull() },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
  ],
);
