import { and, eq, gt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authSession } from "@/db/schema";

/** As long as it takes to choose a new password, after the operator's link has let its user in. */
const RECENT_MS = 900_000;

/** Whether a one-time link opened the session just now: the operator's way to give back a lost password. */
export async function isFreshFromLink(db: Database, sessionId: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - RECENT_MS);
  const rows = await db
    .select({ id: authSession.id })
    .from(authSession)
    .where(and(eq(authSession.id, sessionId), eq(authSession.via, "link"), gt(authSession.createdAt, since)));
  return rows.length > 0;
}
