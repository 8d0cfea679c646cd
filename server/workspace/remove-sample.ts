import { eq } from "drizzle-orm";
import { workspace } from "@/db/schema";
import { Forbidden } from "@/domain/errors";
import { type Ctx, inTransaction } from "@/server/context";
import { getWorkspace } from "./queries";

/** Deletes the sample workspace with everything in it. A company's own workspace is never deleted this way. */
export function removeSampleWorkspace(ctx: Ctx): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { isSample, slug } = await getWorkspace(tx);
    if (!isSample) {
      throw new Forbidden(`Only the sample workspace can be deleted; ${slug} holds a company's own record.`);
    }
    await tx.db.delete(workspace).where(eq(workspace.workspaceId, tx.workspaceId));
  });
}
