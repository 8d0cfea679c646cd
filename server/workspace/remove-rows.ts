import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import {
  aiEvidence,
  change,
  changeDay,
  changeDetail,
  changeIdentity,
  changeService,
  changeTelling,
  deploymentCarries,
  involvementStatement,
  workspace,
} from "@/db/schema";

/** The ledger's tables have no foreign keys, so nothing goes with the workspace by itself. */
const UNTIED = [
  change,
  changeService,
  changeIdentity,
  changeDetail,
  deploymentCarries,
  changeTelling,
  aiEvidence,
  involvementStatement,
  changeDay,
];

/** Deletes a workspace with everything in it; to be called in a transaction, by who has made sure that it may go. */
export async function removeWorkspaceRows(db: Database, workspaceId: string): Promise<void> {
  // Waits for writers of the ledger that have begun; those that come later find no workspace.
  await db.execute(sql`lock table change_day in share row exclusive mode`);
  for (const table of UNTIED) await db.delete(table).where(eq(table.workspaceId, workspaceId));
  await db.delete(workspace).where(eq(workspace.workspaceId, workspaceId));
}
