import { and, eq, inArray, type SQL } from "drizzle-orm";
import { invitation } from "@/db/schema";
import { canKeepMembers } from "@/domain/access/workspace";
import { NotFound } from "@/domain/errors";
import type { Invitation } from "@/domain/invitation/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { INVITING_NEEDS, selectInvitations } from "./queries";

/** Ends an invitation that nobody has accepted: its link says so from then on. */
export function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  authorise(canKeepMembers(ctx.actor), INVITING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    // Whoever accepts it at this moment holds the lock, and then it is open no more.
    await tx.db
      .select({ id: invitation.id })
      .from(invitation)
      .where(and(eq(invitation.workspaceId, tx.workspaceId), eq(invitation.id, id)))
      .for("update");
    const revoked = await revokeOpen(tx, eq(invitation.id, id));
    if (revoked.length === 0) throw new NotFound("invitation", id);
  });
}

/** Part of the commands here: revokes the open ones among those that the condition names. */
export async function revokeOpen(ctx: Ctx, condition: SQL): Promise<Invitation[]> {
  const open = await selectInvitations(ctx, condition);
  if (open.length === 0) return [];
  const ids = open.map(({ id }) => id);
  await ctx.db
    .update(invitation)
    .set({ revokedAt: ctx.now })
    .where(and(eq(invitation.workspaceId, ctx.workspaceId), inArray(invitation.id, ids)));
  await recordAudit(
    ctx,
    ...open.map((before) => ({
      action: "invitation.revoke",
      objectKind: "invitation",
      objectId: before.id,
      before,
    })),
  );
  return open;
}
