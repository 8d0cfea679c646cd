import { and, eq, inArray, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { member, memberGrant, team, workspace } from "@/db/schema";
import type { Actor } from "@/domain/access/actor";
import type { Grant } from "@/domain/access/roles";
import { canGrant } from "@/domain/access/workspace";
import { Conflict, Invalid } from "@/domain/errors";
import { essentialGrants } from "@/domain/member/grants";
import type { GrantInput } from "@/domain/member/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

/** The grants with their teams found; a team that there is not is refused by its name. */
export async function readGrants(ctx: Ctx, given: readonly GrantInput[]): Promise<Grant[]> {
  const names = [...new Set(given.flatMap(({ team }) => team ?? []))];
  const teams =
    names.length === 0
      ? []
      : await ctx.db
          .select({ id: team.id, name: team.name })
          .from(team)
          .where(and(eq(team.workspaceId, ctx.workspaceId), inArray(team.name, names)));
  const grants = given.map(({ role, team: name }, at) => {
    if (!name) return { role, teamId: null };
    const found = teams.find((one) => one.name === name);
    if (found) return { role, teamId: found.id };
    throw new Invalid(`grants.${at}.team`, `There is no team ${name}. GET /teams names those there are.`);
  });
  return essentialGrants(grants);
}

/** What a member holds, given by hand or by a provider. */
export function storedGrants(ctx: Ctx, memberId: string): Promise<(typeof memberGrant.$inferSelect)[]> {
  return ctx.db.select().from(memberGrant).where(isGrantOf(ctx, memberId));
}

export async function insertGrants(ctx: Ctx, memberId: string, grants: readonly Grant[]): Promise<void> {
  if (grants.length === 0) return;
  const { workspaceId } = ctx;
  await ctx.db
    .insert(memberGrant)
    .values(grants.map((grant) => ({ workspaceId, id: uuidv7(), memberId, ...grant })))
    .onConflictDoNothing();
}

const isGrantOf = (ctx: Ctx, memberId: string) =>
  and(eq(memberGrant.workspaceId, ctx.workspaceId), eq(memberGrant.memberId, memberId));

/** Replaces what was given by hand; what a provider gives stays. */
export async function replaceGrants(ctx: Ctx, memberId: string, grants: readonly Grant[]): Promise<void> {
  await ctx.db
    .delete(memberGrant)
    .where(and(isGrantOf(ctx, memberId), isNull(memberGrant.identityProviderId)));
  await insertGrants(ctx, memberId, grants);
}

export function authoriseGrants(actor: Actor, grants: readonly Grant[]): void {
  authorise(
    grants.every((grant) => canGrant(actor, grant)),
    "Only an owner makes or unmakes an admin or an owner.",
  );
}

/**
 * Called after the last write of a command that takes an owner away. The lock on the workspace makes two owners who
 * demote each other at once take turns, and the later one finds that it would leave none.
 */
export async function refuseOwnerless(ctx: Ctx): Promise<void> {
  await ctx.db
    .select({ id: workspace.workspaceId })
    .from(workspace)
    .where(eq(workspace.workspaceId, ctx.workspaceId))
    .for("no key update");
  const owners = await ctx.db
    .select({ id: member.id })
    .from(member)
    .innerJoin(
      memberGrant,
      and(eq(memberGrant.workspaceId, member.workspaceId), eq(memberGrant.memberId, member.id)),
    )
    .where(
      and(
        eq(member.workspaceId, ctx.workspaceId),
        isNull(member.deactivatedAt),
        eq(memberGrant.role, "owner"),
      ),
    )
    .limit(1);
  if (owners.length > 0) return;
  throw new Conflict(
    "last-owner",
    "A workspace keeps at least one owner. Make somebody else an owner first.",
  );
}
