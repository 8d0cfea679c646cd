import { and, desc, eq, gt, ne, type SQL } from "drizzle-orm";
import { authSession } from "@/db/schema";
import type { OwnSession } from "@/domain/account/schema";
import { NotFound } from "@/domain/errors";
import { type AccountCtx, accountTransaction, type SignedInCtx } from "./account-context";
import { auditUser } from "./audit-user";
import { lockUser } from "./begin-session";
import { sessionPrincipal } from "./session";

const SESSIONS_MAX = 200;

/** Where the user is signed in, this browser first, then those seen last. */
export async function listOwnSessions({
  db,
  now,
  principal,
}: Pick<SignedInCtx, "db" | "now" | "principal">): Promise<OwnSession[]> {
  const rows = await db
    .select()
    .from(authSession)
    .where(and(eq(authSession.userId, principal.userId), gt(authSession.expiresAt, now)))
    .orderBy(desc(authSession.updatedAt), desc(authSession.id))
    .limit(SESSIONS_MAX);
  return rows
    .map((row) => ({
      id: row.id,
      current: row.id === principal.sessionId,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.updatedAt.toISOString(),
      address: row.ipAddress || null,
      userAgent: row.userAgent || null,
      via: row.via,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

export async function endOwnSession(ctx: SignedInCtx, sessionId: string): Promise<void> {
  if ((await endSessions(ctx, eq(authSession.id, sessionId))) === 0) throw new NotFound("session", sessionId);
}

/** Signs the user out everywhere but here. */
export async function endOtherSessions(ctx: SignedInCtx): Promise<number> {
  return endSessions(ctx, ne(authSession.id, ctx.principal.sessionId));
}

/** Signs out: the session ends here and now, and the answer clears its cookies. Fine without a session, too. */
export async function signOut(ctx: AccountCtx): Promise<string[]> {
  const principal = await sessionPrincipal(ctx.accounts.on(ctx.db), ctx.headers);
  if (principal !== null) await endSessions({ ...ctx, principal }, eq(authSession.id, principal.sessionId));
  const { headers } = await ctx.accounts
    .on(ctx.db)
    .api.signOut({ headers: ctx.headers, returnHeaders: true });
  return headers.getSetCookie();
}

function endSessions(ctx: SignedInCtx, which: SQL): Promise<number> {
  return accountTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, tx.principal.userId);
    if (user === null) return 0;
    const ended = await tx.db
      .delete(authSession)
      .where(and(eq(authSession.userId, user.id), which))
      .returning({ id: authSession.id });
    if (ended.length > 0) {
      const ids = ended.map(({ id }) => id);
      await auditUser(tx, user, { action: "session.end", before: { sessions: ids } });
    }
    return ended.length;
  });
}
