import { lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authLoginLink, authOidcAttempt, authRateLimit, authSession, authVerification } from "@/db/schema";
import { applicationDatabase } from "@/server/database";
import { keepDoing } from "@/server/rounds";

const EVERY_MS = 600_000;

/** Takes away what has ended: sessions, links, sign-ins that were begun, and points of limits. */
export async function sweepAccounts(db: Database, now: Date): Promise<void> {
  await db.delete(authSession).where(lt(authSession.expiresAt, now));
  await db.delete(authLoginLink).where(lt(authLoginLink.expiresAt, now));
  await db.delete(authVerification).where(lt(authVerification.expiresAt, now));
  await db.delete(authOidcAttempt).where(lt(authOidcAttempt.expiresAt, now));
  await db.delete(authRateLimit).where(lt(authRateLimit.expire, now.getTime()));
}

/** For as long as the process serves. Any number of instances may do it at once. */
export function keepAccountsSwept(): void {
  keepDoing({
    name: "sweeping accounts",
    everyMs: EVERY_MS,
    work: () => sweepAccounts(applicationDatabase().db, new Date()),
    meanwhile: "sessions and links that have ended stay in the database, though none of them works any more",
  });
}
