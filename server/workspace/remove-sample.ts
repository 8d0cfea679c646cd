import { canRemoveSample } from "@/domain/access/workspace";
import { Forbidden } from "@/domain/errors";
import { authorise } from "@/server/access";
import { type Ctx, inTransaction } from "@/server/context";
import { readWorkspace } from "./queries";
import { removeWorkspaceRows } from "./remove-rows";

/** Deletes the sample workspace with everything in it. A company's own workspace is never deleted this way. */
export function removeSampleWorkspace(ctx: Ctx): Promise<void> {
  authorise(canRemoveSample(ctx.actor), "Deleting the sample workspace needs its owner.");
  return inTransaction(ctx, async (tx) => {
    const { isSample, slug } = await readWorkspace(tx);
    if (!isSample) {
      throw new Forbidden(`Only the sample workspace can be deleted; ${slug} holds a company's own record.`);
    }
    await removeWorkspaceRows(tx.db, tx.workspaceId);
  });
}
