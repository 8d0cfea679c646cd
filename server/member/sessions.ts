import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { authSession } from "@/db/schema";
import { canKeepMembers } from "@/domain/access/workspace";
import { NotFound } from "@/domain/errors";
import type { MemberSession } from "@/domain/member/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { loadMember } from "./load";
import { getMember, KEEPING_MEMBERS_NEEDS } from "./queries";
import { authoriseGrants } from "./stored-grants";

const SESSIONS_MAX = 200;

/** Where the member is signed in now; a session that reaches another workspace alone is none of this one's. */
export async function listMemberSessions(ctx: Ctx, memberId: string): Promise<MemberSession[]> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  const { user } = await getMember(ctx, memberId);
  const rows = await ctx.db
    .select()
    .from(authSession)
    .where(reaches(ctx, user.id))
    .orderBy(desc(authSession.updatedAt), desc(authSession.id))
    .limit(SESSIONS_MAX);
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.updatedAt.toISOString(),
    address: row.ipAddress,
    userAgent: row.userAgent,
  }));
}

function reaches(ctx: Ctx, userId: string) {
  return and(
    eq(authSession.userId, userId),
    gt(authSession.expiresAt, ctx.now),
    or(isNull(authSession.onlyWorkspaceId), eq(authSession.onlyWorkspaceId, ctx.workspaceId)),
  );
}

/**
 * Signs the member out of one session, or of all. A session may reach other workspaces too: it ends there as well,
 * which costs its user a sign-in and nothing else.
 */
export function endMemberSessions(
  ctx: Ctx,
  { memberId, sessionId }: { memberId: string; sessionId?: string },
): Promise<void> {
  authorise(canKeepMembers(ctx.actor), KEEPING_MEMBERS_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const { row, grants, isSelf } = await loadMember(tx, memberId);
    if (!isSelf) authoriseGrants(tx.actor, grants);
    const ended = await tx.db
      .delete(authSession)
      .where(
        and(reaches(tx, row.userId), sessionId === undefined ? undefined : eq(authSession.id, sessionId)),
      )
      .returning({ id: authSession.id });
    if (sessionId !== undefined && ended.length === 0) throw new NotFound("session", sessionId);
    if (ended.length === 0) return;
    await recordAudit(tx, {
      action: "member.end-sessions",
      objectKind: "member",
      objectId: memberId,
      before: { sessions: ended.map(({ id }) => id) },
    });
  });
}
