import type pg from "pg";
import type { Database } from "./client";

/**
 * The connection of the transaction that the database stands for: to be copied into, which drizzle knows no way for.
 * @throws outside of a transaction
 */
export function clientOf(db: Database): pg.PoolClient {
  // drizzle keeps it to itself.
  const { client } = db._.session as unknown as { client: pg.PoolClient };
  if (client === undefined || "totalCount" in client) {
    throw new Error("Rows are copied within a transaction.");
  }
  return client;
}
