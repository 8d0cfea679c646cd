import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { apiToken, authUser, member, memberGrant } from "@/db/schema";
import type { Grant, Role, Scope } from "@/domain/access/roles";
import { openSession } from "@/server/auth/session";
import { makeTokenText } from "@/server/token/token-text";
import type { ApiDependencies } from "../environment";

const MADE = new Date("2024-01-01T00:00:00Z");

/** A service token of the workspace, as the operator's command makes one. */
export async function giveToken(
  db: Database,
  workspaceId: string,
  options: { scopes?: Scope[]; requestsPerMinute?: number; agentId?: string } = {},
): Promise<string> {
  const { text, hash, prefix } = makeTokenText();
  await db.insert(apiToken).values({
    workspaceId,
    id: uuidv7(),
    name: "tests",
    kind: "service",
    agentId: options.agentId ?? null,
    prefix,
    tokenHash: hash,
    scopes: options.scopes ?? ["read", "write", "people", "admin"],
    requestsPerMinute: options.requestsPerMinute ?? 1_000_000,
    createdBy: "tests",
    createdAt: MADE,
  });
  return text;
}

export interface TestMember {
  userId: string;
  memberId: string;
  email: string;
  /** The Cookie header of a session of theirs. */
  cookie: string;
}

/** A user with these roles in the workspace, signed in. */
export async function giveMember(
  dependencies: Pick<ApiDependencies, "db" | "auth">,
  workspaceId: string,
  roles: readonly (Role | Grant)[],
  options: { personId?: string } = {},
): Promise<TestMember> {
  const db = dependencies.db();
  const [userId, memberId] = [uuidv7(), uuidv7()];
  const email = `u${userId.replaceAll("-", "").slice(-12)}@example.com`;
  const stamps = { createdAt: MADE, updatedAt: MADE };
  await db
    .insert(authUser)
    .values({ id: userId, name: "Test Member", email, emailVerified: true, ...stamps });
  await db
    .insert(member)
    .values({ workspaceId, id: memberId, userId, personId: options.personId ?? null, ...stamps });
  const grants = roles.map((role) => (typeof role === "string" ? { role, teamId: null } : role));
  if (grants.length > 0) {
    await db
      .insert(memberGrant)
      .values(grants.map((grant) => ({ workspaceId, id: uuidv7(), memberId, ...grant })));
  }
  const cookies = await openSession(dependencies.auth(), new Headers(), { userId });
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  return { userId, memberId, email, cookie };
}
