import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** What was worked off is kept for so long, to be looked at and worked off again; what failed for longer. */
export const SETTLED_DAYS = 30;
export const FAILED_DAYS = 90;

const DAY_MS = 86_400_000;
const PER_STATEMENT_MAX = 1000;

/** Takes away deliveries whose time is over, a few at a time. The changes that they told of stay. */
export async function pruneDeliveries(db: Database, now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  for (let pruned = 0; ; ) {
    const { rowCount } = await db.execute(sql`
      delete from webhook_delivery where (workspace_id, id) in (
        select workspace_id, id from webhook_delivery
        where due_at is null and settled_at < case when status = 'failed'
          then ${before(FAILED_DAYS)}::timestamptz else ${before(SETTLED_DAYS)}::timestamptz end
        limit ${PER_STATEMENT_MAX} for update skip locked)`);
    pruned += rowCount ?? 0;
    if ((rowCount ?? 0) < PER_STATEMENT_MAX) return pruned;
  }
}
