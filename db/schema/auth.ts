import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns";

// Accounts belong to the installation, not to a workspace: one person signs in once and may be a member of several.
// These tables (auth_*) are the named exception to "the workspace is first in every key".

/** Somebody who can sign in. */
export const authUser = pgTable(
  "auth_user",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
    /** Counts edits of the name and the address. */
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [uniqueIndex("auth_user_email").on(sql`lower(${table.email})`)],
);

export const authSession = pgTable(
  "auth_session",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => authUser.id, { onDelete: "cascade" }),
    token: text("token").notNull(),
    expiresAt: instant("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    /** Of a session by single sign-on: it reaches only the workspace whose provider vouched for it. */
    onlyWorkspaceId: uuid("only_workspace_id"),
    identityProviderId: uuid("identity_provider_id"),
    /** How its user proved who they are: password, link, invitation, set-up or single-sign-on. */
    via: text("via"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("auth_session_token").on(table.token),
    index("auth_session_user").on(table.userId),
    index("auth_session_expires").on(table.expiresAt),
  ],
);

/** A way of a user to prove who they are: a password, or an account at an identity provider. */
export const authCredential = pgTable(
  "auth_credential",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => authUser.id, { onDelete: "cascade" }),
    providerId: text("provider_id").notNull(),
    accountId: text("account_id").notNull(),
    password: text("password"),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("auth_credential_account").on(table.providerId, table.accountId),
    index("auth_credential_user").on(table.userId),
  ],
);

/** One-time values with an end: challenges of the second factor, trusted devices. */
export const authVerification = pgTable(
  "auth_verification",
  {
    id: uuid("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("auth_verification_identifier").on(table.identifier)],
);

export const authTwoFactor = pgTable(
  "auth_two_factor",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => authUser.id, { onDelete: "cascade" }),
    /** Encrypted with the installation's secret. */
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    verified: boolean("verified").notNull().default(true),
    failedVerificationCount: integer("failed_verification_count").notNull().default(0),
    lockedUntil: instant("locked_until"),
  },
  (table) => [uniqueIndex("auth_two_factor_user").on(table.userId)],
);

/** A link that signs its user in once, from this machine's own loopback address. */
export const authLoginLink = pgTable(
  "auth_login_link",
  {
    tokenHash: text("token_hash").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => authUser.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [index("auth_login_link_user").on(table.userId)],
);

/** A sign-in at an identity provider that has begun; taken away when its answer comes, so that it comes once. */
export const authOidcAttempt = pgTable(
  "auth_oidc_attempt",
  {
    stateHash: text("state_hash").primaryKey(),
    workspaceId: uuid("workspace_id").notNull(),
    identityProviderId: uuid("identity_provider_id").notNull(),
    codeVerifier: text("code_verifier").notNull(),
    nonce: text("nonce").notNull(),
    /** Set when a signed-in user connects the account at the provider to their own. */
    linkUserId: uuid("link_user_id").references(() => authUser.id, { onDelete: "cascade" }),
    returnTo: text("return_to").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("auth_oidc_attempt_expires").on(table.expiresAt)],
);

/** Points used of a limit, kept by rate-limiter-flexible, which fixes these columns. Unlogged: a crash may forget them. */
export const authRateLimit = pgTable("auth_rate_limit", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});
