import { and, eq } from "drizzle-orm";
import { authSession, authUser } from "@/db/schema";
import type { AccountCtx } from "./account-context";
import { type AuditedUser, auditUser } from "./audit-user";
import type { SessionWay } from "./open-session";
import { openSession, sessionPrincipal } from "./session";

interface Beginning {
  via: SessionWay;
  onlyWorkspaceId?: string | null;
  identityProviderId?: string | null;
}

/**
 * Signs the user in: a new session, whatever the browser brought along, whose own earlier one ends. Part of the
 * transaction that proved who they are; returns the Set-Cookie values.
 */
export async function beginSession(
  ctx: AccountCtx,
  user: AuditedUser,
  beginning: Beginning,
): Promise<string[]> {
  const auth = ctx.accounts.on(ctx.db);
  await endBrowsersSession(ctx);
  const cookies = await openSession(auth, ctx.headers, {
    userId: user.id,
    address: ctx.address,
    ...beginning,
  });
  const { via, onlyWorkspaceId = null } = beginning;
  await auditUser(ctx, user, { action: "session.open", after: { via } }, onlyWorkspaceId);
  return [...cookies, ctx.accounts.devices.issue(user.id, ctx.headers, ctx.now)];
}

/** Another sign-in in the same browser takes the place of this one. */
export async function endBrowsersSession(ctx: AccountCtx): Promise<void> {
  const before = await sessionPrincipal(ctx.accounts.on(ctx.db), ctx.headers);
  if (before === null) return;
  await ctx.db
    .delete(authSession)
    .where(and(eq(authSession.id, before.sessionId), eq(authSession.userId, before.userId)));
}

/** Holds the user until the transaction ends, so that two changes of one account come one after the other. */
export async function lockUser(
  ctx: Pick<AccountCtx, "db">,
  userId: string,
): Promise<(AuditedUser & { version: number }) | null> {
  const [user] = await ctx.db
    .select({ id: authUser.id, name: authUser.name, email: authUser.email, version: authUser.version })
    .from(authUser)
    .where(eq(authUser.id, userId))
    .for("update");
  return user ?? null;
}
