import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { member, memberGrant } from "@/db/schema";
import { SAMPLE_OWNER_EMAIL } from "@/domain/sample/company";
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
  await seatInSample(ctx, members[0]?.id ?? "");
}

/** In the sample the first owner has the place of a principal of its roster, so that something waits for them there. */
async function seatInSample(ctx: Pick<Ctx, "db" | "now" | "workspaceId">, memberId: string): Promise<void> {
  await ctx.db.execute(sql`
    update member m set person_id = p.id
    from workspace w join person p on p.workspace_id = w.workspace_id and lower(p.email) = ${SAMPLE_OWNER_EMAIL}
    where m.workspace_id = ${ctx.workspaceId} and m.id = ${memberId} and w.workspace_id = m.workspace_id
      and w.is_sample and not exists (
        select 1 from member o where o.workspace_id = m.workspace_id and o.person_id = p.id)`);
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
