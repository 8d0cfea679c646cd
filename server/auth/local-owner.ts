import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { authUser, member, memberGrant, workspace } from "@/db/schema";
import { makeOwners } from "@/server/member/owners";

/** Shared by every process, so that two that start together make one owner. */
const ownerLockKey = 0x464c4f57;

/**
 * On the embedded default whoever runs the application owns it: there is always a user, and no workspace without an
 * owner. The user has no password; a one-time link signs them in.
 */
export async function ensureLocalOwner(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await holdOwnership(tx);
    const userId = (await findOwner(tx)) ?? (await findFirstUser(tx)) ?? (await makeLocalUser(tx, now));
    for (const workspaceId of await listOwnerless(tx)) await makeOwner({ db: tx, now, workspaceId }, userId);
  });
}

/** Until the transaction ends, nobody else makes the first user. */
export async function holdOwnership(db: Database): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${ownerLockKey})`);
}

/** The user who has owned a workspace for longest; null while nobody does. */
export async function findOwner(db: Database): Promise<string | null> {
  const [row] = await db
    .select({ userId: member.userId })
    .from(member)
    .innerJoin(authUser, eq(authUser.id, member.userId))
    .innerJoin(memberGrant, isOwnership)
    .where(isNull(member.deactivatedAt))
    .orderBy(asc(authUser.createdAt), asc(authUser.id))
    .limit(1);
  return row?.userId ?? null;
}

const isOwnership = and(
  eq(memberGrant.workspaceId, member.workspaceId),
  eq(memberGrant.memberId, member.id),
  eq(memberGrant.role, "owner"),
);

async function findFirstUser(db: Database): Promise<string | null> {
  const [row] = await db
    .select({ id: authUser.id })
    .from(authUser)
    .orderBy(asc(authUser.createdAt), asc(authUser.id))
    .limit(1);
  return row?.id ?? null;
}

async function makeLocalUser(db: Database, now: Date): Promise<string> {
  const id = uuidv7({ msecs: now.getTime() });
  const email = "owner@localhost";
  await db
    .insert(authUser)
    .values({ id, name: "Owner", email, emailVerified: true, createdAt: now, updatedAt: now });
  return id;
}

/** The workspaces that no active member owns. */
export async function listOwnerless(db: Database): Promise<string[]> {
  const owned = db
    .select({ workspaceId: member.workspaceId })
    .from(member)
    .innerJoin(memberGrant, isOwnership)
    .where(isNull(member.deactivatedAt));
  const rows = await db
    .select({ workspaceId: workspace.workspaceId })
    .from(workspace)
    .where(sql`not ${inArray(workspace.workspaceId, owned)}`);
  return rows.map(({ workspaceId }) => workspaceId);
}

/** Somebody who is a member already is made an owner where they are. */
export async function makeOwner(
  ctx: { db: Database; now: Date; workspaceId: string },
  userId: string,
): Promise<void> {
  const { db, now, workspaceId } = ctx;
  const mine = and(eq(member.workspaceId, workspaceId), eq(member.userId, userId));
  const [found] = await db
    .update(member)
    .set({ deactivatedAt: null, updatedAt: now, version: sql`${member.version} + 1` })
    .where(mine)
    .returning({ id: member.id });
  if (!found) return makeOwners(ctx, [userId]);
  await db
    .insert(memberGrant)
    .values({ workspaceId, id: uuidv7(), memberId: found.id, role: "owner" })
    .onConflictDoNothing();
}
