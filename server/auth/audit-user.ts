import { and, eq, isNull } from "drizzle-orm";
import { member } from "@/db/schema";
import { type AuditEntry, recordAudit } from "@/server/audit/record";
import type { AccountCtx } from "./account-context";

export interface AuditedUser {
  id: string;
  name: string;
  email: string;
}

/**
 * Records what happened to a user's account in every workspace they belong to, since each must be able to see it;
 * `onlyIn` names the single one of a session that reaches no other.
 */
export async function auditUser(
  ctx: Pick<AccountCtx, "db" | "now" | "requestId" | "address">,
  user: AuditedUser,
  entry: Pick<AuditEntry, "action" | "before" | "after">,
  onlyIn: string | null = null,
): Promise<void> {
  const memberships = await ctx.db
    .select({ workspaceId: member.workspaceId })
    .from(member)
    .where(
      and(
        eq(member.userId, user.id),
        isNull(member.deactivatedAt),
        onlyIn === null ? undefined : eq(member.workspaceId, onlyIn),
      ),
    );
  const actor = { kind: "user", ...user, personId: null, grants: [] } as const;
  for (const { workspaceId } of memberships) {
    await recordAudit({ ...ctx, workspaceId, actor }, { objectKind: "user", objectId: user.id, ...entry });
  }
}
