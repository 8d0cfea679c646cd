import { eq, sql } from "drizzle-orm";
import { workspace } from "@/db/schema";
import { PreconditionFailed } from "@/domain/errors";
import { IMPACT_LEVELS } from "@/domain/incident/schema";
import type { Workspace, WorkspaceEdit } from "@/domain/workspace/schema";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { markDaysDirty } from "@/server/rollup/dirty-days";
import { ALWAYS } from "@/server/rollup/impact-rows";
import { recomputeServiceDays } from "@/server/rollup/recompute";
import { lockServices } from "@/server/rollup/service-lock";
import { getWorkspace } from "./queries";

/** Changes the settings that are named. A new zone or level changes figures of the past, so their rollups follow. */
export function editWorkspace(
  ctx: Ctx,
  { version, edit }: { version: number | null; edit: WorkspaceEdit },
): Promise<Workspace> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ version: workspace.version })
      .from(workspace)
      .where(eq(workspace.workspaceId, tx.workspaceId))
      .for("no key update");
    const before = await getWorkspace(tx);
    if (version !== null && row && version !== row.version) throw new PreconditionFailed(row.version);
    const changesDays = edit.timeZone !== undefined && edit.timeZone !== before.timeZone;
    const levels = IMPACT_LEVELS.filter(
      (level) => edit.levelFractions && edit.levelFractions[level] !== before.levelFractions[level],
    );
    // Writers read the zone and the levels after locking their services: with all of them locked, none reads the old.
    const serviceIds = changesDays || levels.length > 0 ? await lockAllServices(tx) : [];
    await tx.db
      .update(workspace)
      .set({ ...columnsOf(edit), version: before.version + 1, updatedAt: tx.now })
      .where(eq(workspace.workspaceId, tx.workspaceId));
    const incidentIds = edit.levelFractions ? await applyLevels(tx, levels, edit.levelFractions) : [];
    if (changesDays || incidentIds.length > 0) {
      await recomputeServiceDays(
        tx,
        serviceIds.map((serviceId) => ({ serviceId, ...ALWAYS })),
        incidentIds,
      );
    }
    if (changesDays) await markAllDaysDirty(tx, edit.timeZone ?? before.timeZone);
    const after = await getWorkspace(tx);
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

async function lockAllServices(ctx: Ctx): Promise<string[]> {
  const result = await ctx.db.execute<{ id: string }>(
    sql`select id from service where workspace_id = ${ctx.workspaceId}`,
  );
  const locked = await lockServices(
    ctx,
    result.rows.map((row) => row.id),
  );
  return [...locked.keys()];
}

/** Impacts stated as a level follow the workspace's fraction of it; a fraction stated as a number stays. */
async function applyLevels(
  ctx: Ctx,
  levels: readonly (typeof IMPACT_LEVELS)[number][],
  fractions: NonNullable<WorkspaceEdit["levelFractions"]>,
): Promise<string[]> {
  const touched = new Set<string>();
  for (const level of levels) {
    const result = await ctx.db.execute<{ incident_id: string }>(sql`
      update impact set fraction = ${fractions[level]}
      where workspace_id = ${ctx.workspaceId} and level = ${level} returning incident_id`);
    for (const row of result.rows) touched.add(row.incident_id);
  }
  return [...touched];
}

/** A new zone moves incidents to other days, also those that lost nothing. */
async function markAllDaysDirty(ctx: Ctx, zone: string): Promise<void> {
  const result = await ctx.db.execute<{ day: string }>(sql`
    select day::text as day from workspace_day_cause where workspace_id = ${ctx.workspaceId}
    union
    select ((impact_started_at at time zone ${zone})::date + near)::text from incident
    cross join (values (-1), (0), (1)) as around (near)
    where workspace_id = ${ctx.workspaceId}`);
  await markDaysDirty(
    ctx,
    result.rows.map((row) => row.day),
  );
}
