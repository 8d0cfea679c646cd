import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/** A place that sends events here, and the secret that its signatures are made with. */
export const integration = pgTable(
  "integration",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    kind: text("kind", { enum: ["github", "gitlab", "cloudevents"] }).notNull(),
    name: text("name").notNull(),
    /** Sealed under the installation's secret, with the workspace and this row as context. */
    sealedSecret: text("sealed_secret").notNull(),
    /** The secret before the last rotation, taken until the instant below. */
    sealedOldSecret: text("sealed_old_secret"),
    oldSecretUntil: instant("old_secret_until"),
    /** For what is said back to the host, such as commit statuses: its API's token, sealed, and its address. */
    sealedApiToken: text("sealed_api_token"),
    apiUrl: text("api_url"),
    createdBy: text("created_by").notNull(),
    disabledAt: instant("disabled_at"),
    lastDeliveryAt: instant("last_delivery_at"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("integration_name").on(table.workspaceId, sql`lower(${table.name})`),
  ],
);

/** A delivery as it came, stored before it is answered; worked off after, and again when asked. */
export const webhookDelivery = pgTable(
  "webhook_delivery",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    integrationId: uuid("integration_id").notNull(),
    /** The sender's own id of the delivery; a repetition carries the same one. */
    externalId: text("external_id").notNull(),
    event: text("event").notNull(),
    headers: jsonb("headers").$type<Record<string, string>>().notNull(),
    body: bytes("body").notNull(),
    status: text("status", { enum: ["received", "done", "ignored", "failed"] }).notNull(),
    /** Why it was ignored or failed, for people. */
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    repetitions: integer("repetitions").notNull().default(0),
    receivedAt: instant("received_at").notNull(),
    /** When it is tried next; null once it is settled. */
    dueAt: instant("due_at"),
    settledAt: instant("settled_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.integrationId],
      foreignColumns: [integration.workspaceId, integration.id],
    }).onDelete("cascade"),
    uniqueIndex("webhook_delivery_external").on(table.workspaceId, table.integrationId, table.externalId),
    index("webhook_delivery_received").on(table.workspaceId, table.integrationId, table.receivedAt, table.id),
    // Failed ones are few among many, and they are what is looked for.
    index("webhook_delivery_failed")
      .on(table.workspaceId, table.integrationId, table.receivedAt, table.id)
      .where(sql`status = 'failed'`),
    // The worker serves every workspace, so it looks for what is due before it knows any.
    index("webhook_delivery_due").on(table.dueAt).where(sql`due_at is not null`),
  ],
);
