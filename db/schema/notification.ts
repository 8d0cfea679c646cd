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
import { instant, workspaceId } from "./columns";
import { workspace } from "./workspace";

/** Where notifications go: a signed webhook of the company's own, or Slack's incoming webhook. */
export const notificationChannel = pgTable(
  "notification_channel",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    kind: text("kind", { enum: ["webhook", "slack"] }).notNull(),
    name: text("name").notNull(),
    /** Sealed: a Slack address is a secret by itself. */
    sealedUrl: text("sealed_url").notNull(),
    /** What of the address may be shown. */
    host: text("host").notNull(),
    sealedSecret: text("sealed_secret"),
    /** Signs beside the present one for a day, so that the receiver can be changed without losing a message. */
    sealedOldSecret: text("sealed_old_secret"),
    oldSecretUntil: instant("old_secret_until"),
    events: text("events").array().notNull(),
    disabledAt: instant("disabled_at"),
    /** Why it was switched off, where nobody did: its receiver is gone. */
    disabledReason: text("disabled_reason"),
    createdBy: text("created_by").notNull(),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("notification_channel_name").on(table.workspaceId, sql`lower(${table.name})`),
  ],
);

/** One notification for one channel, put down in the transaction of what it tells of, and sent after. */
export const notification = pgTable(
  "notification",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    channelId: uuid("channel_id").notNull(),
    event: text("event").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    status: text("status", { enum: ["waiting", "sent", "failed"] }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    responseStatus: integer("response_status"),
    lastError: text("last_error"),
    createdAt: instant("created_at").notNull(),
    dueAt: instant("due_at"),
    settledAt: instant("settled_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.channelId],
      foreignColumns: [notificationChannel.workspaceId, notificationChannel.id],
    }).onDelete("cascade"),
    index("notification_channel_created").on(table.workspaceId, table.channelId, table.createdAt, table.id),
    index("notification_due").on(table.dueAt).where(sql`due_at is not null`),
  ],
);
