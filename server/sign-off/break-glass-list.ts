import { and, desc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { breakGlass, signOffRequest } from "@/db/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

/** More than this at once is another problem. */
const SHOWN_MAX = 50;

export interface ListedBreakGlass {
  id: string;
  /** Of what it lets through. */
  title: string;
  changeId: string | null;
  requestId: string | null;
  environment: string;
  reason: string;
  openedBy: string;
  openedAt: string;
  expiresAt: string;
  endedAt: string | null;
  /** Whether the viewer opened it: somebody else looks at it afterwards. */
  isOwn: boolean;
  generated: boolean;
  version: number;
}

/** Those that let something through right now, and those that are over and were not looked at, newest first. */
export async function listBreakGlassToSee(
  ctx: Ctx,
): Promise<{ open: ListedBreakGlass[]; toReview: ListedBreakGlass[] }> {
  authoriseReading(ctx);
  const isOpen = and(isNull(breakGlass.endedAt), gt(breakGlass.expiresAt, ctx.now));
  const [open, toReview] = await Promise.all([
    select(ctx, isOpen),
    select(
      ctx,
      and(
        isNull(breakGlass.reviewedAt),
        or(sql`${breakGlass.endedAt} is not null`, lte(breakGlass.expiresAt, ctx.now)),
      ),
    ),
  ]);
  return { open, toReview };
}

async function select(ctx: Ctx, where: ReturnType<typeof and>): Promise<ListedBreakGlass[]> {
  const rows = await ctx.db
    .select({ glass: breakGlass, title: signOffRequest.title, requestId: signOffRequest.id })
    .from(breakGlass)
    .leftJoin(
      signOffRequest,
      and(
        eq(signOffRequest.workspaceId, breakGlass.workspaceId),
        or(
          eq(signOffRequest.changeId, breakGlass.changeId),
          and(
            isNull(breakGlass.changeId),
            eq(signOffRequest.repositoryId, breakGlass.repositoryId),
            eq(signOffRequest.revision, breakGlass.revision),
          ),
        ),
      ),
    )
    .where(and(eq(breakGlass.workspaceId, ctx.workspaceId), where))
    .orderBy(desc(breakGlass.openedAt), desc(breakGlass.id))
    .limit(SHOWN_MAX);
  const userId = ctx.actor.kind === "user" ? ctx.actor.id : null;
  return rows.map(({ glass, title, requestId }) => ({
    id: glass.id,
    title: title ?? (glass.revision === null ? "A change" : `Revision ${glass.revision.slice(0, 8)}`),
    changeId: glass.changeId,
    requestId,
    environment: glass.environment,
    reason: glass.reason,
    openedBy: glass.openedBy,
    openedAt: glass.openedAt.toISOString(),
    expiresAt: glass.expiresAt.toISOString(),
    endedAt: glass.endedAt?.toISOString() ?? null,
    isOwn: userId !== null && glass.userId === userId,
    generated: glass.generated,
    version: glass.version,
  }));
}
