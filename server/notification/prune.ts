import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** What was sent is kept in the log for so long; what was given up for longer. */
const SENT_DAYS = 30;
const FAILED_DAYS = 90;

const DAY_MS = 86_400_000;
const PER_STATEMENT_MAX = 1000;

/** Takes away notifications whose time is over, a few at a time. */
export async function pruneNotifications(db: Database, now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  for (let pruned = 0; ; ) {
    const { rowCount } = await db.execute(sql`
      delete from notification where (workspace_id, id) in (
        select workspace_id, id from notification
        where due_at is null and settled_at < case when status = 'failed'
          then ${before(FAILED_DAYS)}::timestamptz else ${before(SENT_DAYS)}::timestamptz end
        limit ${PER_STATEMENT_MAX} for update skip locked)`);
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < PER_STATEMENT_MAX) return pruned;
  }
}
