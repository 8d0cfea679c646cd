import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { daysBefore, pruneRows } from "@/db/prune-rows";

/** What was sent is kept in the log for so long; what was given up for longer. */
const SENT_DAYS = 30;
const FAILED_DAYS = 90;

/** Takes away notifications whose time is over. */
export function pruneNotifications(db: Database, now: Date): Promise<number> {
  const sent = daysBefore(now, SENT_DAYS);
  const failed = daysBefore(now, FAILED_DAYS);
  return pruneRows(
    db,
    "notification",
    sql`due_at is null and settled_at < case when status = 'failed' then ${failed} else ${sent} end`,
  );
}
