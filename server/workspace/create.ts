import { v7 as uuidv7 } from "uuid";
import { incidentCounter, workspace } from "@/db/schema";
import { Conflict } from "@/domain/errors";
import type { Workspace, WorkspaceInput } from "@/domain/workspace/schema";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { toWorkspace } from "./queries";

/** Makes an empty workspace; the context's own workspace plays no part. */
export function createWorkspace(ctx: Omit<Ctx, "workspaceId">, input: WorkspaceInput): Promise<Workspace> {
  const workspaceId = uuidv7({ msecs: ctx.now.getTime() });
  return inTransaction({ ...ctx, workspaceId }, async (tx) => {
    const [row] = await tx.db
      .insert(workspace)
      .values({ workspaceId, ...input, createdAt: tx.now, updatedAt: tx.now })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new Conflict("workspace-exists", `A workspace ${input.slug} exists already.`, "slug");
    }
    await tx.db.insert(incidentCounter).values({ workspaceId });
    const created = toWorkspace(row);
    await recordAudit(tx, {
      action: "workspace.create",
      objectKind: "workspace",
      objectId: workspaceId,
      after: created,
    });
    return created;
  });
}
