import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { twoFactor } from "better-auth/plugins";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { authCredential, authSession, authTwoFactor, authUser, authVerification } from "@/db/schema";
import { openSessionPlugin } from "./open-session";
import { hashPassword, verifyPassword } from "./password-hash";

export interface AuthOptions {
  db: Database;
  secret: string;
  /** Where people reach the application; its cookies are Secure when that is https. */
  publicUrl: string;
}

const DAY_S = 86_400;
const minPasswordLength = 12;
const maxPasswordLength = 200;

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth with our tables. Its own HTTP handler is never mounted: our routes call `auth.api`, so that every address
 * is in our contract, behind our limits, with our problems. Nothing of a session is cached: its end is at once.
 */
export function createAuth({ db, secret, publicUrl }: AuthOptions) {
  return betterAuth({
    appName: "Faultline",
    secret,
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
      },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength,
      maxPasswordLength,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    advanced: {
      cookiePrefix: "faultline",
      useSecureCookies: publicUrl.startsWith("https:"),
      database: { generateId: () => uuidv7() },
    },
    plugins: [twoFactor({ issuer: "Faultline" }), openSessionPlugin()],
  });
}
