import { type SQL, sql } from "drizzle-orm";
import type { Database } from "./client";

const PER_STATEMENT_MAX = 1000;

/**
 * Takes away the rows of a table that the condition names, a few at a time, and answers how many; those that another
 * instance has in hand are left to it. The table's key is its workspace and `id`.
 */
export async function pruneRows(db: Database, table: string, condition: SQL): Promise<number> {
  const name = sql.identifier(table);
  for (let pruned = 0; ; ) {
    const { rowCount } = await db.execute(sql`
      delete from ${name} where (workspace_id, id) in (
        select workspace_id, id from ${name} where ${condition}
        limit ${PER_STATEMENT_MAX} for update skip locked)`);
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < PER_STATEMENT_MAX) return pruned;
  }
}

const DAY_MS = 86_400_000;

/** The instant so many days before, as a parameter. */
export const daysBefore = (now: Date, days: number): SQL =>
  sql`${new Date(now.getTime() - days * DAY_MS).toISOString()}::timestamptz`;
