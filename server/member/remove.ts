import { and, eq, isNull } from "drizzle-orm";
import { apiToken, member } from "@/db/schema";
import { canKeepMembers } from "@/domain/access/workspace";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { loadMember } from "./load";
import { getMember, KEEPING_MEMBERS_NEEDS } from "./queries";
import { authoriseGrants, refuseOwnerless } from "./stored-grants";

/** Ends the membership; the account stays, and so does what the member wrote. Their tokens here are revoked for good. */
export function removeMember(ctx: Ctx, id: string): Promise<void> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const { row, grants, isSelf, isActiveOwner } = await loadMember(tx, id);
    if (!isSelf) authoriseGrants(tx.actor, grants);
    const before = await getMember(tx, id);
    await tx.db.delete(member).where(and(eq(member.workspaceId, tx.workspaceId), eq(member.id, id)));
    await tx.db
      .update(apiToken)
      .set({ revokedAt: tx.now })
      .where(
        and(
          eq(apiToken.workspaceId, tx.workspaceId),
          eq(apiToken.userId, row.userId),
          isNull(apiToken.revokedAt),
        ),
      );
    if (isActiveOwner) await refuseOwnerless(tx);
    await recordAudit(tx, { action: "member.remove", objectKind: "member", objectId: id, before });
  });
}
