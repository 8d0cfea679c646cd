import { and, eq, ne, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Conflict } from "@/domain/errors";
import type { Ctx } from "@/server/context";

/** Refuses for a row the name that another row of the workspace has, in capitals or not, before the database does. */
export async function refuseTakenName(
  ctx: Ctx,
  table: PgTable & { workspaceId: PgColumn; id: PgColumn; name: PgColumn },
  { id, name }: { id: string; name: string },
  nameTaken: (name: string) => Conflict,
): Promise<void> {
  const [taken] = await ctx.db
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(table.workspaceId, ctx.workspaceId),
        ne(table.id, id),
        sql`lower(${table.name}) = lower(${name})`,
      ),
    )
    .limit(1);
  if (taken) throw nameTaken(name);
}
