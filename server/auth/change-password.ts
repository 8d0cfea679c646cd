import { and, eq, isNull, ne } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { authLoginLink, authSession, authVerification } from "@/db/schema";
import type { PasswordChange } from "@/domain/account/schema";
import { Conflict, NotFound } from "@/domain/errors";
import { accountTransaction, type SignedInCtx } from "./account-context";
import { auditUser } from "./audit-user";
import { lockUser } from "./begin-session";
import { refuseWeakPassword } from "./common-passwords";
import { findHolderById, storePassword } from "./credential";
import { provePassword } from "./prove-password";
import { isFreshFromLink } from "./recent-link";
import { refuseForeignVouching } from "./vouched";

/** Sets a new password, or the first one, and ends every other session, link and sign-in that has begun. */
export async function changePassword(ctx: SignedInCtx, change: PasswordChange): Promise<void> {
  const holder = await findHolderById(ctx.db, ctx.principal.userId);
  if (holder === null) throw new NotFound("user", ctx.principal.userId);
  await refuseForeignVouching(ctx);
  const { db, principal, now } = ctx;
  if (holder.passwordHash !== null && !(await isFreshFromLink(db, principal.sessionId, now))) {
    await provePassword(ctx, change.currentPassword, "currentPassword");
  }
  await refuseWeakPassword(change.newPassword, holder, "newPassword");
  const hash = await ctx.accounts.hasher.hash(change.newPassword);
  await accountTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, holder.id);
    const present = await findHolderById(tx.db, holder.id);
    if (user === null || present?.passwordHash !== holder.passwordHash) throw changedMeanwhile();
    await storePassword(tx.db, { id: uuidv7(), userId: user.id, hash, now: tx.now });
    const ended = await endOthers(tx, user.id);
    await auditUser(tx, user, { action: "password.change", after: { sessionsEnded: ended } });
  });
}

async function endOthers(tx: SignedInCtx, userId: string): Promise<number> {
  const ended = await tx.db
    .delete(authSession)
    .where(and(eq(authSession.userId, userId), ne(authSession.id, tx.principal.sessionId)))
    .returning({ id: authSession.id });
  await tx.db
    .delete(authLoginLink)
    .where(and(eq(authLoginLink.userId, userId), isNull(authLoginLink.usedAt)));
  await tx.db.delete(authVerification).where(eq(authVerification.value, userId));
  return ended.length;
}

const changedMeanwhile = () =>
  new Conflict("password-changed", "Your password was changed meanwhile. Sign in with the new one.");
