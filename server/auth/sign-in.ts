import type { Credentials } from "@/domain/account/schema";
import { type AccountCtx, accountTransaction } from "./account-context";
import { beginSession, endBrowsersSession, lockUser } from "./begin-session";
import { findHolderByEmail, findHolderById, type PasswordHolder } from "./credential";

interface SignInAnswer {
  secondFactorNeeded: boolean;
  cookies: string[];
}

/**
 * Signs in by password, or begins to wait for the second factor. Null when the address or the password is wrong: which
 * one, neither the answer nor the time it takes tells.
 */
export async function signIn(ctx: AccountCtx, credentials: Credentials): Promise<SignInAnswer | null> {
  const holder = await findHolderByEmail(ctx.db, credentials.email);
  const isRight = await tryPassword(ctx, credentials.email, holder, credentials.password);
  return isRight && holder !== null ? accountTransaction(ctx, (tx) => admit(tx, holder)) : null;
}

/** Takes a try and hashes, whether or not there is such a user. */
export async function tryPassword(
  ctx: AccountCtx,
  email: string,
  holder: PasswordHolder | null,
  password: string,
): Promise<boolean> {
  const { accounts, address } = ctx;
  const deviceId = accounts.devices.deviceIn(ctx.headers, holder?.id ?? null, ctx.now);
  const trier = { account: email.toLowerCase(), address, deviceId };
  const right = await accounts.passwordTries.attempt(trier, async () =>
    (await accounts.hasher.verify(holder?.passwordHash ?? null, password)) ? true : null,
  );
  return right === true;
}

async function admit(tx: AccountCtx, holder: PasswordHolder): Promise<SignInAnswer | null> {
  const user = await lockUser(tx, holder.id);
  const present = await findHolderById(tx.db, holder.id);
  // The password was changed while this one was being checked.
  if (user === null || present?.passwordHash !== holder.passwordHash) return null;
  if (!present.twoFactorEnabled) {
    return { secondFactorNeeded: false, cookies: await beginSession(tx, user, { via: "password" }) };
  }
  await endBrowsersSession(tx);
  const { headers } = await tx.accounts
    .on(tx.db)
    .api.openChallenge({ headers: tx.headers, body: { userId: user.id }, returnHeaders: true });
  return { secondFactorNeeded: true, cookies: headers.getSetCookie() };
}
