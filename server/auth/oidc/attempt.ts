import { createHash } from "node:crypto";
import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authOidcAttempt } from "@/db/schema";
import type { BrowserBinding } from "./browser-cookie";

const VALID_MS = 10 * 60_000;

export type Attempt = typeof authOidcAttempt.$inferSelect;

/** The state is kept as a hash, together with the browser's key: neither a copy of the table nor a seen address finds it. */
function hashOf(state: string, { key, sessionId }: BrowserBinding): string {
  return createHash("sha256")
    .update([state, key, sessionId ?? ""].join("\0"))
    .digest("hex");
}

export async function keepAttempt(
  db: Database,
  {
    state,
    binding,
    now,
    ...attempt
  }: Omit<Attempt, "stateHash" | "expiresAt"> & {
    state: string;
    binding: BrowserBinding;
    now: Date;
  },
): Promise<void> {
  await db.delete(authOidcAttempt).where(lt(authOidcAttempt.expiresAt, now));
  await db.insert(authOidcAttempt).values({
    ...attempt,
    stateHash: hashOf(state, binding),
    expiresAt: new Date(now.getTime() + VALID_MS),
  });
}

/** Takes the attempt away as it finds it, so that an answer counts once, even when it comes twice at a time. */
export async function takeAttempt(
  db: Database,
  state: string,
  binding: BrowserBinding,
  now: Date,
): Promise<Attempt | null> {
  const [taken] = await db
    .delete(authOidcAttempt)
    .where(and(eq(authOidcAttempt.stateHash, hashOf(state, binding)), gt(authOidcAttempt.expiresAt, now)))
    .returning();
  return taken ?? null;
}
