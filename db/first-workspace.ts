import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "./client";
import { incidentCounter, workspace } from "./schema";

/** Constant shared by all instances, so that two that start together on an empty database create one workspace. */
const firstWorkspaceLockKey = 0x464c5753;

/** Whether the database is still without any workspace. */
export async function isWithoutWorkspace(db: Database): Promise<boolean> {
  const found = await db.select({ slug: workspace.slug }).from(workspace).limit(1);
  return found.length === 0;
}

/** Whether there is a workspace that is not the sample: one to keep a company's own record in. */
async function hasOwnWorkspace(db: Database): Promise<boolean> {
  const found = await db
    .select({ slug: workspace.slug })
    .from(workspace)
    .where(eq(workspace.isSample, false))
    .limit(1);
  return found.length > 0;
}

/** Gives a database that has at most the sample one empty workspace to work in. */
export async function ensureFirstWorkspace(db: Database, now: Date): Promise<void> {
  if (await hasOwnWorkspace(db)) return;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${firstWorkspaceLockKey})`);
    if (await hasOwnWorkspace(tx)) return;
    const workspaceId = uuidv7({ msecs: now.getTime() });
    await tx
      .insert(workspace)
      .values({ workspaceId, slug: "default", name: "Default", createdAt: now, updatedAt: now });
    await tx.insert(incidentCounter).values({ workspaceId });
  });
}
