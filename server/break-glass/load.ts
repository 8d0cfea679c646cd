import { and, eq } from "drizzle-orm";
import { breakGlass } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import { staleEdit } from "@/server/audit/stale-edit";
import type { Ctx } from "@/server/context";
import type { BreakGlassRow } from "@/server/sign-off/break-glass-rows";
import { teamIdsOf } from "@/server/sign-off/signing";
import { subjectsOf } from "@/server/sign-off/subjects-of";

export interface BreakGlassReference {
  id: string;
  version?: number | null | undefined;
}

/** Locked until the end of the transaction. */
export async function lockBreakGlass(ctx: Ctx, { id, version }: BreakGlassReference): Promise<BreakGlassRow> {
  const [row] = await ctx.db.select().from(breakGlass).where(isBreakGlass(ctx, id)).for("update");
  if (row === undefined) throw new NotFound("break-glass", id);
  if (version != null && version !== row.version) {
    throw await staleEdit(ctx, row.version, ["break-glass", row.id]);
  }
  return row;
}

export const isBreakGlass = (ctx: Ctx, id: string) =>
  and(eq(breakGlass.workspaceId, ctx.workspaceId), eq(breakGlass.id, id));

/** The teams of what it is about. */
export async function teamsAbout(ctx: Ctx, { changeId }: BreakGlassRow): Promise<(string | null)[]> {
  if (changeId === null) return [];
  const [subject] = await subjectsOf(ctx, { changeIds: [changeId] });
  return subject === undefined ? [] : teamIdsOf(subject);
}
