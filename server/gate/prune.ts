import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { daysBefore, pruneRows } from "@/db/prune-rows";

/** A year's audit has a month in which to be done. */
const KEPT_DAYS = 400;

/**
 * Takes away decisions that were last given so long ago, but for those that let something through while a break-glass
 * was open for it: who broke the glass is asked about for good.
 */
export function pruneGateDecisions(db: Database, now: Date): Promise<number> {
  return pruneRows(
    db,
    "gate_decision",
    // The workspaces are named, so that the index finds the old rows of each.
    sql`workspace_id in (select workspace_id from workspace) and last_asked_at < ${daysBefore(now, KEPT_DAYS)}
      and not (decision = 'allow' and exists (
        select from break_glass b left join repository r on r.workspace_id = b.workspace_id and r.id = b.repository_id
        where b.workspace_id = gate_decision.workspace_id
          and (b.change_id = any(gate_decision.change_ids)
            or (b.revision = gate_decision.revision and r.name = gate_decision.repository))
          and lower(b.environment) = lower(gate_decision.environment)
          and b.opened_at <= gate_decision.last_asked_at
          and least(b.expires_at, b.ended_at) >= gate_decision.first_asked_at))`,
  );
}
