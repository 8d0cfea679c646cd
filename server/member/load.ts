import { and, eq } from "drizzle-orm";
import { member } from "@/db/schema";
import type { Grant } from "@/domain/access/roles";
import { NotFound } from "@/domain/errors";
import type { Ctx } from "@/server/context";
import { storedGrants } from "./stored-grants";

export interface LoadedMember {
  row: typeof member.$inferSelect;
  /** By hand and by providers. */
  grants: Grant[];
  byHand: Grant[];
  isSelf: boolean;
  isActiveOwner: boolean;
}

/** The member, locked for a command that changes it. */
export async function loadMember(ctx: Ctx, id: string): Promise<LoadedMember> {
  const [row] = await ctx.db
    .select()
    .from(member)
    .where(and(eq(member.workspaceId, ctx.workspaceId), eq(member.id, id)))
    .for("no key update");
  if (!row) throw new NotFound("member", id);
  const stored = await storedGrants(ctx, id);
  const grants = stored.map(({ role, teamId }) => ({ role, teamId }));
  return {
    row,
    grants,
    byHand: stored
      .filter(({ identityProviderId }) => identityProviderId === null)
      .map(({ role, teamId }) => ({ role, teamId })),
    isSelf: userOf(ctx) === row.userId,
    isActiveOwner: row.deactivatedAt === null && grants.some(({ role }) => role === "owner"),
  };
}

/** The user behind the actor, be it behind a personal token. */
function userOf({ actor }: Ctx): string | null {
  if (actor.kind === "user") return actor.id;
  return actor.kind === "token" ? actor.userId : null;
}
