import { index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, workspaceId } from "./columns";

/**
 * The answer to a POST that carried an Idempotency-Key, written in that request's own transaction, so that a retry gets
 * the same one. The nil workspace is for requests of none; rows outlive a removed workspace until they are swept.
 */
export const idempotencyKey = pgTable(
  "idempotency_key",
  {
    workspaceId: workspaceId(),
    /** Whose key it is: two callers may choose the same. */
    actorId: text("actor_id").notNull(),
    key: text("key").notNull(),
    requestHash: text("request_hash").notNull(),
    responseStatus: text("response_status").notNull(),
    /** Sealed: an answer may hold a token that is shown once. */
    responseBody: text("response_body").notNull(),
    responseHeaders: jsonb("response_headers").$type<Record<string, string>>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.actorId, table.key] }),
    index("idempotency_key_created").on(table.createdAt),
  ],
);
