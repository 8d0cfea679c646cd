import { createHash } from "node:crypto";
import { APIError } from "better-auth/api";
import { and, eq, gt } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { authSession, authVerification } from "@/db/schema";
import type { SecondFactor } from "@/domain/account/schema";
import { Conflict } from "@/domain/errors";
import { type AccountCtx, accountTransaction } from "./account-context";
import { type AuditedUser, auditUser } from "./audit-user";
import { lockUser } from "./begin-session";

/** A code is good for a minute and a half at most; it is remembered a little longer. */
const USED_CODE_MS = 300_000;

type Outcome = { cookies: string[] } | "no-challenge" | "wrong";

/** Completes a sign-in that waits for its second factor. */
export async function passSecondFactor(ctx: AccountCtx, factor: SecondFactor): Promise<Outcome> {
  const userId = await challengedUser(ctx);
  if (userId === null) return "no-challenge";
  const { accounts, address } = ctx;
  const deviceId = accounts.devices.deviceIn(ctx.headers, userId, ctx.now);
  const passed = await accounts.factorTries.attempt({ account: userId, address, deviceId }, () =>
    accountTransaction(ctx, (tx) => passLocked(tx, userId, factor)),
  );
  return passed ?? "wrong";
}

async function challengedUser(ctx: AccountCtx): Promise<string | null> {
  const { userId } = await ctx.accounts.on(ctx.db).api.readChallenge({ headers: ctx.headers });
  return userId;
}

/** One at a time for a user, so that a code that is sent twice at once is accepted once. */
async function passLocked(
  tx: AccountCtx,
  userId: string,
  factor: SecondFactor,
): Promise<{ cookies: string[] } | null> {
  const user = await lockUser(tx, userId);
  if (user === null) return null;
  const via = "code" in factor ? "authenticator code" : "recovery code";
  const session = await verifyFactor(tx, user, factor);
  if (session === null) {
    await auditUser(tx, user, { action: "second-factor.refuse", after: { via } });
    return null;
  }
  await tx.db
    .update(authSession)
    .set({ ipAddress: tx.address ?? "", via: "password" })
    .where(eq(authSession.token, session.token));
  await auditUser(tx, user, { action: "session.open", after: { via: `password and ${via}` } });
  return { cookies: [...session.cookies, tx.accounts.devices.issue(user.id, tx.headers, tx.now)] };
}

async function verifyFactor(
  tx: AccountCtx,
  user: AuditedUser,
  factor: SecondFactor,
): Promise<{ token: string; cookies: string[] } | null> {
  const { api } = tx.accounts.on(tx.db);
  const request = { headers: withoutSession(tx.headers), returnHeaders: true } as const;
  if ("code" in factor && !(await takeCode(tx, user.id, factor.code))) return null;
  try {
    const { response, headers } =
      "code" in factor
        ? await api.verifyTOTP({ ...request, body: { code: digitsOf(factor.code) } })
        : await api.verifyBackupCode({ ...request, body: { code: factor.recoveryCode } });
    return { token: response.token ?? "", cookies: headers.getSetCookie() };
  } catch (error) {
    if (error instanceof APIError) return null;
    throw isUnderAnotherSecret(error) ? unreadable() : error;
  }
}

/** The library's words for a payload whose key is not among those it was given. */
function isUnderAnotherSecret(error: unknown): boolean {
  return error instanceof Error && /^(?:Secret version \d+ not found|Cannot decrypt)/.test(error.message);
}

function unreadable(): Conflict {
  return new Conflict(
    "second-factor-unreadable",
    "Your second factor was set up under an earlier FAULTLINE_SECRET. The operator names that one in FAULTLINE_OLD_SECRETS, or lets you in with `npx faultline login-link`.",
  );
}

/**
 * Remembers the code; false when it was sent before. Part of a transaction that holds the user. Without it, somebody
 * who looks over a shoulder could sign in with the same code a few seconds later.
 */
export async function takeCode(tx: AccountCtx, userId: string, code: string): Promise<boolean> {
  const digest = createHash("sha256").update(digitsOf(code)).digest("base64url");
  const identifier = `totp-used-${userId}-${digest}`;
  const [before] = await tx.db
    .select({ id: authVerification.id })
    .from(authVerification)
    .where(and(eq(authVerification.identifier, identifier), gt(authVerification.expiresAt, tx.now)));
  if (before) return false;
  await tx.db.insert(authVerification).values({
    id: uuidv7(),
    identifier,
    value: userId,
    expiresAt: new Date(tx.now.getTime() + USED_CODE_MS),
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  return true;
}

export function digitsOf(code: string): string {
  return code.replace(/\s/g, "");
}

/** A browser that is signed in already would have its session's user checked, not the one who is signing in. */
function withoutSession(headers: Headers): Headers {
  const cookies = (headers.get("cookie") ?? "").split(";");
  const others = cookies.filter((cookie) => !/^\s*(__Secure-)?faultline\.session_token=/.test(cookie));
  const result = new Headers(headers);
  result.set("cookie", others.join(";"));
  return result;
}
