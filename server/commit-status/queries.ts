import { and, desc, eq, sql } from "drizzle-orm";
import { commitStatus, repository } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import type { PostStatus } from "@/domain/commit-status/status";
import type { CommitStatus } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { findRow, KEEPING_NEEDS } from "@/server/integrations/queries";

interface StatusPlace extends Record<string, string> {
  at: string;
  id: string;
}

interface StatusQuery {
  status?: PostStatus | undefined;
  limit: number;
  cursor?: StatusPlace | undefined;
}

/** What was, or is about to be, told through one integration, newest first. */
export async function listCommitStatuses(
  ctx: Ctx,
  integrationId: string,
  { status, limit, cursor }: StatusQuery,
): Promise<{ statuses: CommitStatus[]; next: StatusPlace | null }> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  await findRow(ctx, integrationId, { lock: false });
  const rows = await ctx.db
    .select({ row: commitStatus, repository: repository.name })
    .from(commitStatus)
    .innerJoin(
      repository,
      and(eq(repository.workspaceId, commitStatus.workspaceId), eq(repository.id, commitStatus.repositoryId)),
    )
    .where(
      and(
        eq(commitStatus.workspaceId, ctx.workspaceId),
        eq(commitStatus.integrationId, integrationId),
        status === undefined ? undefined : eq(commitStatus.status, status),
        cursor
          ? sql`(${commitStatus.updatedAt}, ${commitStatus.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(commitStatus.updatedAt), desc(commitStatus.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.row;
  return {
    statuses: shown.map(toCommitStatus),
    next: rows.length > limit && last ? { at: last.updatedAt.toISOString(), id: last.id } : null,
  };
}

function toCommitStatus({
  row,
  repository: name,
}: {
  row: typeof commitStatus.$inferSelect;
  repository: string;
}): CommitStatus {
  return {
    id: row.id,
    repository: name,
    revision: row.revision,
    context: row.context,
    state: row.state,
    description: row.description,
    path: row.targetPath,
    status: row.status,
    attempts: row.attempts,
    lastError: row.lastError,
    dueAt: row.dueAt?.toISOString() ?? null,
    sentAt: row.sentAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}
