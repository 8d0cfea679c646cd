import { and, count, eq, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { Conflict } from "@/domain/errors";
import type { Ctx } from "@/server/context";

/** Refuses one more row than a workspace may keep of a table, of those that the condition counts. */
export async function refuseBeyond(
  ctx: Ctx,
  table: PgTable & { workspaceId: PgColumn },
  { max, code, message, where }: { max: number; code: string; message: string; where?: SQL },
): Promise<void> {
  const [row] = await ctx.db
    .select({ kept: count() })
    .from(table)
    .where(and(eq(table.workspaceId, ctx.workspaceId), where));
  if ((row?.kept ?? 0) >= max) throw new Conflict(code, message);
}
