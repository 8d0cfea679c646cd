import { and, eq } from "drizzle-orm";
import { service } from "@/db/schema";
import type { Service, ServiceEdit } from "@/domain/service/schema";
import { recordAudit } from "@/server/audit/record";
import { staleEdit } from "@/server/audit/stale-edit";
import { type Ctx, inTransaction } from "@/server/context";
import { serviceChanged } from "@/server/rollup/changed";
import { teamOf } from "@/server/team/ensure";
import { readWorkspace } from "@/server/workspace/queries";
import { authoriseKeeping } from "./access";
import { lockService, readService } from "./queries";
import { trackedFromOf } from "./tracked-from";

/** Changes what is named. A new weight or tracking start changes figures of the past, so their rollups follow. */
export function editService(
  ctx: Ctx,
  { slug, version, edit }: { slug: string; version: number | null; edit: ServiceEdit },
): Promise<Service> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockService(tx, slug);
    authoriseKeeping(tx, row.teamId, "Editing a service");
    if (version !== null && version !== row.version)
      throw await staleEdit(tx, row.version, ["service", row.id]);
    const before = await readService(tx, slug);
    const changes = await changesOf(tx, edit);
    if (changes.teamId !== undefined) authoriseKeeping(tx, changes.teamId, "Giving a service to a team");
    await tx.db
      .update(service)
      .set({ ...changes, version: row.version + 1, updatedAt: tx.now })
      .where(and(eq(service.workspaceId, tx.workspaceId), eq(service.id, row.id)));
    const isMoved = changes.trackedFrom && changes.trackedFrom.getTime() !== row.trackedFrom.getTime();
    const isReweighed = changes.weight !== undefined && changes.weight !== row.weight;
    if (isMoved || isReweighed) await serviceChanged(tx, row.id);
    const after = await readService(tx, slug);
    await recordAudit(tx, {
      action: "service.edit",
      objectKind: "service",
      objectId: row.id,
      before,
      after,
    });
    return after;
  });
}

async function changesOf(ctx: Ctx, edit: ServiceEdit): Promise<Partial<typeof service.$inferInsert>> {
  const changes: Partial<typeof service.$inferInsert> = {};
  if (edit.name !== undefined) changes.name = edit.name;
  if (edit.weight !== undefined) changes.weight = edit.weight;
  if (edit.sloTarget !== undefined) changes.sloTarget = edit.sloTarget;
  if (edit.team !== undefined) changes.teamId = edit.team === null ? null : await teamOf(ctx, edit.team);
  if (edit.trackedFrom) {
    const { timeZone } = await readWorkspace(ctx);
    changes.trackedFrom = trackedFromOf(ctx, edit.trackedFrom, timeZone);
    changes.trackedFromIsStated = true;
  } else if (edit.trackedFrom === null) {
    // Taking the statement back lets the start move again; where it stands now stays until an earlier impact.
    changes.trackedFromIsStated = false;
  }
  return changes;
}
