import { type AccountCtx, accountTransaction } from "./account-context";
import { beginSession, lockUser } from "./begin-session";
import { redeemLoginLink } from "./login-link";

/**
 * Signs in whom the link names, without a second factor: only somebody who can run commands where Faultline runs, and so
 * could read its database too, can make one. Null for a link that is used, expired or was never made.
 */
export function signInByLink(ctx: AccountCtx, token: string): Promise<string[] | null> {
  return accountTransaction(ctx, async (tx) => {
    const userId = await redeemLoginLink(tx.db, tx.now, token);
    const user = userId === null ? null : await lockUser(tx, userId);
    return user === null ? null : beginSession(tx, user, { via: "link" });
  });
}
