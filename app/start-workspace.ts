import { applicationDatabase } from "@/server/database";
import { findWorkspaceBySlug, firstWorkspaceSlug } from "@/server/workspace/queries";

/** The workspace used last, if it still exists, or else the first one; null while there is none. */
export async function findStartWorkspace(remembered: string | undefined): Promise<string | null> {
  const { db } = applicationDatabase();
  if (remembered && (await findWorkspaceBySlug(db, remembered))) return remembered;
  return firstWorkspaceSlug(db);
}
