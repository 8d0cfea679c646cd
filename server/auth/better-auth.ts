import { createHash } from "node:crypto";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { twoFactor } from "better-auth/plugins";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { authCredential, authSession, authTwoFactor, authUser, authVerification } from "@/db/schema";
import { keyId } from "@/server/secrets/keys";
import { openSessionPlugin } from "./open-session";
import { PasswordHasher } from "./password-hash";

interface AuthOptions {
  db: Database;
  secret: string;
  oldSecrets?: readonly string[];
  hasher?: PasswordHasher;
  /** Where people reach the application; its cookies are Secure when that is https. */
  publicUrl: string;
}

const DAY_S = 86_400;
/** Our own rules for passwords (domain/account/password.ts) come first; these only bound what is hashed. */
const minPasswordLength = 1;
const maxPasswordLength = 1000;
const RECOVERY_CODES = 10;

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth with our tables. Its own HTTP handler is never mounted: our routes call `auth.api`, so that every address
 * is in our contract, behind our limits, with our problems. Nothing of a session is cached: its end is at once.
 */
export function createAuth(options: AuthOptions) {
  const { db, secret, oldSecrets = [], publicUrl, hasher = new PasswordHasher() } = options;
  return betterAuth({
    appName: "Faultline",
    secret,
    secrets: versioned([secret, ...oldSecrets]),
    baseURL: publicUrl,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: authUser,
        session: authSession,
        account: authCredential,
        verification: authVerification,
        twoFactor: authTwoFactor,
      },
    }),
    session: {
      expiresIn: 14 * DAY_S,
      updateAge: DAY_S,
      additionalFields: {
        onlyWorkspaceId: { type: "string", required: false, input: false },
        identityProviderId: { type: "string", required: false, input: false },
        via: { type: "string", required: false, input: false },
      },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength,
      maxPasswordLength,
      password: {
        hash: (password) => hasher.hash(password),
        verify: ({ hash, password }) => hasher.verify(hash, password),
      },
    },
    advanced: {
      cookiePrefix: "faultline",
      useSecureCookies: publicUrl.startsWith("https:"),
      database: { generateId: () => uuidv7() },
    },
    plugins: [
      twoFactor({
        issuer: "Faultline",
        backupCodeOptions: { amount: RECOVERY_CODES, storeBackupCodes: "encrypted" },
        // Our own limits count tries by account and by browser: this one would let a stranger lock the owner out.
        accountLockout: { enabled: false },
      }),
      openSessionPlugin(),
    ],
  });
}

/** Each secret under a number that follows from it, so that what an old one encrypted names the right one for ever. */
function versioned(secrets: readonly string[]): { version: number; value: string }[] {
  return [...new Set(secrets)].map((value) => ({
    version: Number.parseInt(keyId(createHash("sha256").update(value).digest()), 16),
    value,
  }));
}
