import type { BrowserContext } from "@playwright/test";
import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { authCredential, authUser, member, memberGrant, workspace } from "@/db/schema";
import type { Role } from "@/domain/access/roles";
import { hashPassword } from "@/server/auth/password-hash";
import { openSession } from "@/server/auth/session";
import { withAccounts } from "./database";

/** What a browser that is signed in holds. */
export type SignedIn = Exclude<Awaited<ReturnType<BrowserContext["storageState"]>>, string>;

export interface Account {
  userId: string;
  name: string;
  email: string;
}

/** What the session says of the browser it runs in. */
const journeyHeaders = new Headers({
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36",
});
const ownerEmail = "owner@journeys.example";

/** A session of the journeys' owner, who owns every workspace there is. */
export function signInOwner(baseUrl: string): Promise<SignedIn> {
  return withAccounts(baseUrl, async (db, auth) => {
    const userId = (await findUser(db, ownerEmail)) ?? (await addUser(db, "Ada Owner", ownerEmail));
    for (const workspaceId of await workspacesWithout(db, userId))
      await addMember(db, workspaceId, userId, ["owner"]);
    return stateOf(baseUrl, await openSession(auth, journeyHeaders, { userId }));
  });
}

/** Somebody new who can sign in with the password, with these roles in the workspace. */
export function giveAccount(
  baseUrl: string,
  options: { name: string; workspace: string; roles: readonly Role[]; password?: string },
): Promise<Account> {
  return withAccounts(baseUrl, async (db) => {
    const email = `${uuidv7()}@journeys.example`;
    const userId = await addUser(db, options.name, email);
    const [found] = await db
      .select({ id: workspace.workspaceId })
      .from(workspace)
      .where(eq(workspace.slug, options.workspace));
    if (!found) throw new Error(`There is no workspace ${options.workspace}.`);
    await addMember(db, found.id, userId, options.roles);
    if (options.password !== undefined) await addPassword(db, userId, options.password);
    return { userId, name: options.name, email };
  });
}

/** A session of the account, as signing in gives it. */
export function signIn(baseUrl: string, { userId }: Account): Promise<SignedIn> {
  return withAccounts(baseUrl, async (_db, auth) =>
    stateOf(baseUrl, await openSession(auth, journeyHeaders, { userId })),
  );
}

export function removeAccount(baseUrl: string, { userId }: Account): Promise<void> {
  return withAccounts(baseUrl, async (db) => {
    await db.delete(authUser).where(eq(authUser.id, userId));
  });
}

async function findUser(db: Database, email: string): Promise<string | null> {
  const [found] = await db.select({ id: authUser.id }).from(authUser).where(eq(authUser.email, email));
  return found?.id ?? null;
}

async function addUser(db: Database, name: string, email: string): Promise<string> {
  const id = uuidv7();
  const now = new Date();
  const values = { id, name, email, emailVerified: true, createdAt: now, updatedAt: now };
  await db.insert(authUser).values(values).onConflictDoNothing();
  // Two workers may begin at once, and one of them makes the owner.
  return (await findUser(db, email)) ?? id;
}

async function addPassword(db: Database, userId: string, password: string): Promise<void> {
  const now = new Date();
  await db.insert(authCredential).values({
    id: uuidv7(),
    userId,
    providerId: "credential",
    accountId: userId,
    password: await hashPassword(password),
    createdAt: now,
    updatedAt: now,
  });
}

async function workspacesWithout(db: Database, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: workspace.workspaceId })
    .from(workspace)
    .leftJoin(member, and(eq(member.workspaceId, workspace.workspaceId), eq(member.userId, userId)))
    .where(isNull(member.id));
  return rows.map(({ id }) => id);
}

async function addMember(
  db: Database,
  workspaceId: string,
  userId: string,
  roles: readonly Role[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const now = new Date();
    const memberId = uuidv7();
    const [added] = await tx
      .insert(member)
      .values({ workspaceId, id: memberId, userId, createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .returning({ id: sql<string>`${member.id}` });
    if (!added || roles.length === 0) return;
    await tx.insert(memberGrant).values(roles.map((role) => ({ workspaceId, id: uuidv7(), memberId, role })));
  });
}

/** Cookies as the server set them, as the browser keeps them. */
function stateOf(baseUrl: string, setCookies: readonly string[]): SignedIn {
  const { hostname, protocol } = new URL(baseUrl);
  const cookies = setCookies.map((line) => {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    return {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      domain: hostname,
      path: "/",
      expires: -1,
      httpOnly: true,
      secure: protocol === "https:",
      sameSite: "Lax" as const,
    };
  });
  return { cookies, origins: [] };
}
