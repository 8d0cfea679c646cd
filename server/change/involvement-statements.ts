import { sql } from "drizzle-orm";
import type { StatedInvolvement } from "@/domain/provenance/effective";
import type { Ctx } from "@/server/context";

/** Where evidence of a declaration says that it was found; its id is the statement's, and only withdrawing ends it. */
export const FOUND_IN_STATEMENT = "statement";

type StatementRow = Omit<StatedInvolvement, "statedAt"> & { change_id: string; stated_at: Date };

/**
 * What people said of these changes, for `effectiveInvolvement`: whoever writes what was detected anew lays these over
 * it. Changes that nobody said anything of are not in the map.
 */
export async function readStatements(
  ctx: Ctx,
  changeIds: readonly string[],
): Promise<Map<string, StatedInvolvement[]>> {
  const byChange = new Map<string, StatedInvolvement[]>();
  if (changeIds.length === 0) return byChange;
  const result = await ctx.db.execute<StatementRow>(sql`
    select change_id, id, kind, involvement, role, tool, model, coalesce(user_id, stated_by) as by, stated_at
    from involvement_statement
    where workspace_id = ${ctx.workspaceId} and change_id = any(${sql.param([...changeIds])}::uuid[])`);
  for (const { change_id, stated_at, ...row } of result.rows) {
    const own = byChange.get(change_id) ?? [];
    own.push({ ...row, statedAt: new Date(stated_at).toISOString() });
    byChange.set(change_id, own);
  }
  return byChange;
}
