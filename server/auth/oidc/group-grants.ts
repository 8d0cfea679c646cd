import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { member, memberGrant } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { Ctx } from "@/server/context";
import { listTeams } from "@/server/team/queries";
import type { ProviderRow } from "./configuration";

interface MappedGrant {
  role: typeof memberGrant.$inferSelect.role;
  teamId: string | null;
}

const keyOf = ({ role, teamId }: MappedGrant) => `${role} ${teamId ?? ""}`;

/**
 * Makes the member's roles from this provider those that the groups give now: a group that was left is a role that is
 * lost. Roles given by hand, or by another provider, stay as they are.
 */
export async function replaceGroupGrants(
  ctx: Ctx,
  provider: ProviderRow,
  memberId: string,
  groups: readonly string[],
): Promise<void> {
  const ofMember = and(
    eq(memberGrant.workspaceId, ctx.workspaceId),
    eq(memberGrant.memberId, memberId),
    eq(memberGrant.identityProviderId, provider.id),
  );
  const held = await ctx.db.select().from(memberGrant).where(ofMember);
  const wanted = await mappedGrants(ctx, provider, groups);
  const lost = held.filter((grant) => !wanted.has(keyOf(grant)));
  const heldKeys = new Set(held.map(keyOf));
  const gained = [...wanted.values()].filter((grant) => !heldKeys.has(keyOf(grant)));
  if (lost.length === 0 && gained.length === 0) return;
  if (lost.length > 0) {
    const ids = lost.map(({ id }) => id);
    await ctx.db.delete(memberGrant).where(and(ofMember, inArray(memberGrant.id, ids)));
  }
  if (gained.length > 0) {
    await ctx.db.insert(memberGrant).values(
      gained.map((grant) => ({
        ...grant,
        workspaceId: ctx.workspaceId,
        id: uuidv7(),
        memberId,
        identityProviderId: provider.id,
      })),
    );
  }
  await countAnew(ctx, memberId);
  await recordAudit(ctx, {
    action: "member.set-grants",
    objectKind: "member",
    objectId: memberId,
    before: { provider: provider.name, grants: held.map(plain) },
    after: { provider: provider.name, grants: [...wanted.values()] },
  });
}

const plain = ({ role, teamId }: MappedGrant): MappedGrant => ({ role, teamId });

async function mappedGrants(
  ctx: Ctx,
  provider: ProviderRow,
  groups: readonly string[],
): Promise<Map<string, MappedGrant>> {
  const theirs = new Set(groups);
  const mapped = provider.groupRoles.filter(({ group }) => theirs.has(group));
  const teams = new Set(mapped.some(({ teamId }) => teamId !== null) ? await teamIds(ctx) : []);
  const given = mapped
    // No group makes an owner, whatever is stored.
    .filter(({ role }) => role !== "owner")
    .filter(({ teamId }) => teamId === null || teams.has(teamId))
    .map(plain);
  return new Map(given.map((grant) => [keyOf(grant), grant]));
}

async function teamIds(ctx: Ctx): Promise<string[]> {
  return (await listTeams(ctx)).map(({ id }) => id);
}

/** An edit of the member made from what they held before must be told. */
async function countAnew(ctx: Ctx, memberId: string): Promise<void> {
  const ofMember = and(eq(member.workspaceId, ctx.workspaceId), eq(member.id, memberId));
  const [row] = await ctx.db.select({ version: member.version }).from(member).where(ofMember);
  await ctx.db
    .update(member)
    .set({ version: (row?.version ?? 0) + 1, updatedAt: ctx.now })
    .where(ofMember);
}
