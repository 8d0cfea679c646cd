import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { type Grant, ROLES, SCOPES } from "@/domain/access/roles";
import { agent } from "./agent";
import { authUser } from "./auth";
import { instant, workspaceId } from "./columns";
import { person } from "./person";
import { team } from "./team";
import { workspace } from "./workspace";

/** A user's place in a workspace, tied to a person on its roster. */
export const member = pgTable(
  "member",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    personId: uuid("person_id"),
    deactivatedAt: instant("deactivated_at"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    foreignKey({ name: "member_user", columns: [table.userId], foreignColumns: [authUser.id] }).onDelete(
      "cascade",
    ),
    foreignKey({
      columns: [table.workspaceId, table.personId],
      foreignColumns: [person.workspaceId, person.id],
    }),
    uniqueIndex("member_workspace_user").on(table.workspaceId, table.userId),
    // One person of the roster is one user, so that a sign-off is one person's.
    uniqueIndex("member_person").on(table.workspaceId, table.personId),
    index("member_of_user").on(table.userId),
  ],
);

/** A role of a member, for the whole workspace or for one team. */
export const memberGrant = pgTable(
  "member_grant",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    memberId: uuid("member_id").notNull(),
    role: text("role", { enum: ROLES }).notNull(),
    teamId: uuid("team_id"),
    /** Given by the groups of an identity provider, which takes it away again; null when given by hand. */
    identityProviderId: uuid("identity_provider_id"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.memberId],
      foreignColumns: [member.workspaceId, member.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [table.workspaceId, table.teamId],
      foreignColumns: [team.workspaceId, team.id],
    }).onDelete("cascade"),
    uniqueIndex("member_grant_once").on(
      table.workspaceId,
      table.memberId,
      table.role,
      sql`coalesce(${table.teamId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
      sql`coalesce(${table.identityProviderId}, '00000000-0000-0000-0000-000000000000'::uuid)`,
    ),
  ],
);

/** A link that lets one e-mail address join; the token itself is shown once and never stored. */
export const invitation = pgTable(
  "invitation",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    email: text("email").notNull(),
    tokenHash: text("token_hash").notNull(),
    grants: jsonb("grants").$type<Grant[]>().notNull(),
    personId: uuid("person_id"),
    invitedBy: text("invited_by").notNull(),
    /** Whose right to invite it stands on: it ends with that. Null for a service token or the command line. */
    invitedByUserId: uuid("invited_by_user_id"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    // Whoever opens the link names no workspace.
    uniqueIndex("invitation_token").on(table.tokenHash),
    index("invitation_created").on(table.workspaceId, table.createdAt),
  ],
);

/** A program's key to one workspace; only its SHA-256 is kept. */
export const apiToken = pgTable(
  "api_token",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** A personal token acts as its user, never beyond the user's roles; a service token has nobody behind it. */
    kind: text("kind", { enum: ["personal", "service"] }).notNull(),
    userId: uuid("user_id"),
    /** The one agent in whose name it speaks; null where it was made for none. */
    agentId: uuid("agent_id"),
    /** What the token begins with, to recognise it by. */
    prefix: text("prefix").notNull(),
    tokenHash: text("token_hash").notNull(),
    scopes: text("scopes", { enum: SCOPES }).array().notNull(),
    requestsPerMinute: integer("requests_per_minute").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    lastUsedAt: instant("last_used_at"),
    lastUsedAddress: text("last_used_address"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    foreignKey({ name: "api_token_user", columns: [table.userId], foreignColumns: [authUser.id] }).onDelete(
      "cascade",
    ),
    foreignKey({
      name: "api_token_agent",
      columns: [table.workspaceId, table.agentId],
      foreignColumns: [agent.workspaceId, agent.id],
    }).onDelete("cascade"),
    // The token itself says which workspace it is for.
    uniqueIndex("api_token_hash").on(table.tokenHash),
    index("api_token_created").on(table.workspaceId, table.createdAt),
  ],
);

interface StoredGroupRole extends Grant {
  group: string;
}

/** A company's OpenID Connect provider, through which its people sign in. */
export const identityProvider = pgTable(
  "identity_provider",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    /** Sealed with AES-256-GCM. */
    clientSecretSealed: text("client_secret_sealed"),
    scopes: text("scopes").notNull().default("openid email profile"),
    groupsClaim: text("groups_claim").notNull().default("groups"),
    groupRoles: jsonb("group_roles").$type<StoredGroupRole[]>().notNull().default([]),
    /** Whether somebody the provider vouches for becomes a member at the first sign-in. */
    createsMembers: boolean("creates_members").notNull().default(true),
    enabled: boolean("enabled").notNull().default(true),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({ columns: [table.workspaceId], foreignColumns: [workspace.workspaceId] }).onDelete("cascade"),
    uniqueIndex("identity_provider_slug").on(table.workspaceId, table.slug),
  ],
);
