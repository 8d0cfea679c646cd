import { eq } from "drizzle-orm";
import { workspace } from "@/db/schema";
import { canEditWorkspace } from "@/domain/access/workspace";
import { IMPACT_LEVELS } from "@/domain/incident/schema";
import type { Workspace, WorkspaceEdit } from "@/domain/workspace/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { levelFractionsChanged, zoneChanged } from "@/server/rollup/changed";
import { readWorkspace } from "./queries";

/** Changes the settings that are named. A new zone or level changes figures of the past, so their rollups follow. */
export function editWorkspace(
  ctx: Ctx,
  { version, edit }: { version: number | null; edit: WorkspaceEdit },
): Promise<Workspace> {
  authorise(canEditWorkspace(ctx.actor), "Editing the workspace's settings needs the admin role.");
  return inTransaction(ctx, async (tx) => {
    await tx.db
      .select({ version: workspace.version })
      .from(workspace)
      .where(eq(workspace.workspaceId, tx.workspaceId))
      .for("no key update");
    const before = await readWorkspace(tx);
    if (version !== null && version !== before.version)
      throw await staleEdit(tx, before.version, ["workspace", before.id]);
    await tx.db
      .update(workspace)
      .set({ ...columnsOf(edit), version: before.version + 1, updatedAt: tx.now })
      .where(eq(workspace.workspaceId, tx.workspaceId));
    const after = await readWorkspace(tx);
    if (IMPACT_LEVELS.some((level) => before.levelFractions[level] !== after.levelFractions[level])) {
      await levelFractionsChanged(tx);
    }
    if (before.timeZone !== after.timeZone) await zoneChanged(tx);
    await recordAudit(tx, {
      action: "workspace.edit",
      objectKind: "workspace",
      objectId: after.id,
      before,
      after,
    });
    return after;
  });
}

function columnsOf(edit: WorkspaceEdit): Partial<typeof workspace.$inferInsert> {
  const { levelFractions, ...rest } = edit;
  if (levelFractions === undefined) return rest;
  const { major, partial, degraded } = levelFractions;
  return { ...rest, fractionMajor: major, fractionPartial: partial, fractionDegraded: degraded };
}
