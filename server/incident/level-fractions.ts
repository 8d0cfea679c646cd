import { eq } from "drizzle-orm";
import { workspace } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { LevelFractions } from "@/domain/incident/logging";
import type { Ctx } from "@/server/context";

/**
 * What share of a service the workspace takes each impact level for, 0..1. Shared with other writers until the end of
 * the transaction, so that a change of the shares either waits for this writer's impacts or is read by it.
 */
export async function levelFractions(ctx: Ctx): Promise<LevelFractions> {
  const [row] = await ctx.db
    .select({
      major: workspace.fractionMajor,
      partial: workspace.fractionPartial,
      degraded: workspace.fractionDegraded,
    })
    .from(workspace)
    .where(eq(workspace.workspaceId, ctx.workspaceId))
    .for("share");
  if (row === undefined) throw new NotFound("workspace", ctx.workspaceId);
  return row;
}
