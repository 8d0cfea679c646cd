import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { workspace } from "@/db/schema";
import { removeWorkspaceRows } from "@/server/workspace/remove-rows";

/** Deletes the sample workspace with everything in it. A workspace that is not a sample is never touched. */
export async function removeSample(db: Database): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const samples = await tx
      .select({ workspaceId: workspace.workspaceId })
      .from(workspace)
      .where(eq(workspace.isSample, true));
    for (const { workspaceId } of samples) await removeWorkspaceRows(tx, workspaceId);
    return samples.length > 0;
  });
}
