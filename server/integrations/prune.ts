import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { daysBefore, pruneRows } from "@/db/prune-rows";

/** What was worked off is kept for so long, to be looked at and worked off again; what failed for longer. */
export const SETTLED_DAYS = 30;
export const FAILED_DAYS = 90;

/** Takes away deliveries whose time is over. The changes that they told of stay. */
export function pruneDeliveries(db: Database, now: Date): Promise<number> {
  const settled = daysBefore(now, SETTLED_DAYS);
  const failed = daysBefore(now, FAILED_DAYS);
  return pruneRows(
    db,
    "webhook_delivery",
    sql`due_at is null and settled_at < case when status = 'failed' then ${failed} else ${settled} end`,
  );
}
