import { and, eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { member, memberGrant } from "@/db/schema";
import type { Ctx } from "@/server/context";

/** Makes the users owners of the workspace they have just been given; part of the command that makes it. */
export async function makeOwners(
  ctx: Pick<Ctx, "db" | "now" | "workspaceId">,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  const { workspaceId, now } = ctx;
  const members = userIds.map((userId) => ({
    workspaceId,
    id: uuidv7(),
    userId,
    createdAt: now,
    updatedAt: now,
  }));
  await ctx.db.insert(member).values(members);
  await ctx.db
    .insert(memberGrant)
    .values(members.map(({ id }) => ({ workspaceId, id: uuidv7(), memberId: id, role: "owner" as const })));
}

/** Every user who owns a workspace of this installation. */
export async function listOwnerIds(db: Database): Promise<string[]> {
  const rows = await db
    .selectDistinct({ userId: member.userId })
    .from(member)
    .innerJoin(
      memberGrant,
      and(eq(memberGrant.workspaceId, member.workspaceId), eq(memberGrant.memberId, member.id)),
    )
    .where(and(eq(memberGrant.role, "owner"), isNull(member.deactivatedAt)));
  return rows.map(({ userId }) => userId);
}
