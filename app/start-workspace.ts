import type { SessionPrincipal } from "@/server/auth/principal";
import { applicationDatabase } from "@/server/database";
import { listWorkspacesOf } from "@/server/workspace/queries";

/** The user's workspace used last, or else the sample while there is one, or else the oldest; null for a member of none. */
export async function findStartWorkspace(
  principal: SessionPrincipal,
  remembered: string | undefined,
): Promise<string | null> {
  const mine = await listWorkspacesOf(applicationDatabase().db, principal);
  const start =
    mine.find(({ slug }) => slug === remembered) ?? mine.find(({ isSample }) => isSample) ?? mine[0];
  return start?.slug ?? null;
}
