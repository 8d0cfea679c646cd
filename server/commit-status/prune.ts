import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { daysBefore, pruneRows } from "@/db/prune-rows";

/** As long as the decisions of the gate: an audit of the year looks at both. */
const KEPT_DAYS = 400;

/** Takes away what hosts were told so long ago that nobody asks; what they show stays as it is. */
export function pruneCommitStatuses(db: Database, now: Date): Promise<number> {
  return pruneRows(db, "commit_status", sql`due_at is null and updated_at < ${daysBefore(now, KEPT_DAYS)}`);
}
