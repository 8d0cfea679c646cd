import { APIError } from "better-auth/api";
import { eq } from "drizzle-orm";
import { authTwoFactor, authUser } from "@/db/schema";
import { Conflict, Invalid } from "@/domain/errors";
import { accountTransaction, type SignedInCtx } from "./account-context";
import { auditUser } from "./audit-user";
import { lockUser } from "./begin-session";
import { provePassword } from "./prove-password";
import { digitsOf, takeCode } from "./second-factor";

interface Enrolment {
  totpUri: string;
  recoveryCodes: string[];
}

/** Begins to set up an authenticator; it counts from its first right code on. */
export async function enrolTwoFactor(ctx: SignedInCtx, password: string): Promise<Enrolment> {
  const holder = await provePassword(ctx, password);
  if (holder.twoFactorEnabled) throw alreadyOn();
  return accountTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, holder.id);
    const made = await refusing(alreadyOn, () =>
      tx.accounts.on(tx.db).api.enableTwoFactor({ headers: tx.headers, body: { method: "totp", password } }),
    );
    if (user === null || made.method !== "totp") throw alreadyOn();
    await auditUser(tx, user, { action: "two-factor.enrol" });
    return { totpUri: made.totpURI, recoveryCodes: made.backupCodes };
  });
}

/** Switches the second factor on with the first code; the session is replaced, as after every rise of trust. */
export async function confirmTwoFactor(ctx: SignedInCtx, code: string): Promise<string[]> {
  const { accounts, address, principal } = ctx;
  const trier = { account: principal.userId, address, deviceId: null };
  const cookies = await accounts.factorTries.attempt(trier, () =>
    accountTransaction(ctx, (tx) => confirmLocked(tx, code)),
  );
  if (cookies !== null) return cookies;
  throw new Invalid(
    "code",
    "This code is not right, or was used already. Wait for the next one.",
    "wrong-code",
  );
}

async function confirmLocked(tx: SignedInCtx, code: string): Promise<string[] | null> {
  const user = await lockUser(tx, tx.principal.userId);
  if (user === null || !(await isEnrolling(tx, user.id))) {
    throw new Conflict("not-enrolled", "No authenticator is being set up. Begin with your password.");
  }
  if (!(await takeCode(tx, user.id, code))) return null;
  try {
    const { headers } = await tx.accounts
      .on(tx.db)
      .api.verifyTOTP({ headers: tx.headers, body: { code: digitsOf(code) }, returnHeaders: true });
    await auditUser(tx, user, { action: "two-factor.enable" });
    return headers.getSetCookie();
  } catch (error) {
    if (error instanceof APIError) return null;
    throw error;
  }
}

async function isEnrolling(tx: SignedInCtx, userId: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ enabled: authUser.twoFactorEnabled })
    .from(authTwoFactor)
    .innerJoin(authUser, eq(authUser.id, authTwoFactor.userId))
    .where(eq(authTwoFactor.userId, userId));
  return row !== undefined && !row.enabled;
}

export async function disableTwoFactor(ctx: SignedInCtx, password: string): Promise<string[]> {
  const holder = await provePassword(ctx, password);
  return accountTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, holder.id);
    const { headers } = await refusing(notOn, () =>
      tx.accounts
        .on(tx.db)
        .api.disableTwoFactor({ headers: tx.headers, body: { password }, returnHeaders: true }),
    );
    if (user !== null) await auditUser(tx, user, { action: "two-factor.disable" });
    return headers.getSetCookie();
  });
}

/** New recovery codes; the old ones end. */
export async function renewRecoveryCodes(ctx: SignedInCtx, password: string): Promise<string[]> {
  const holder = await provePassword(ctx, password);
  if (!holder.twoFactorEnabled) throw notOn();
  return accountTransaction(ctx, async (tx) => {
    const user = await lockUser(tx, holder.id);
    const { backupCodes } = await refusing(notOn, () =>
      tx.accounts.on(tx.db).api.generateBackupCodes({ headers: tx.headers, body: { password } }),
    );
    if (user !== null) await auditUser(tx, user, { action: "recovery-codes.renew" });
    return backupCodes;
  });
}

/** What the library still refuses, after our own checks, is that another request was quicker. */
async function refusing<T>(refusal: () => Conflict, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof APIError) throw refusal();
    throw error;
  }
}

const alreadyOn = () =>
  new Conflict("two-factor-on", "The second factor is on already. Switch it off to set it up anew.");
const notOn = () => new Conflict("two-factor-off", "The second factor is not on.");
