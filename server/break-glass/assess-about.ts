import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { assessSubjects } from "@/server/sign-off/assess";
import type { BreakGlassRow } from "@/server/sign-off/break-glass-rows";
import type { SubjectKey } from "@/server/sign-off/draft";
import { queueAssessments } from "@/server/sign-off/queue-assessment";
import { changeOfRevision } from "@/server/sign-off/subject-changes";

/** Whatever a break-glass is about is assessed at once, and again when it is over. */
export async function assessAbout(ctx: Ctx, row: BreakGlassRow): Promise<void> {
  const keys = row.changeId === null ? await keysOfRevision(ctx, row) : [{ changeId: row.changeId }];
  await assessSubjects(ctx, keys);
  if (row.endedAt !== null) return;
  const changeIds = keys.flatMap((key) => ("changeId" in key ? [key.changeId] : []));
  const pullRequests = keys.flatMap((key) => ("pullRequest" in key ? [key] : []));
  await queueAssessments(ctx, { changeIds, pullRequests, dueAt: row.expiresAt });
}

async function keysOfRevision(ctx: Ctx, { repositoryId, revision }: BreakGlassRow): Promise<SubjectKey[]> {
  if (repositoryId === null || revision === null) return [];
  const { rows } = await ctx.db.execute<{ name: string; numbers: number[] | null }>(sql`
    select r.name, (select array_agg(p.number) from pull_request p where p.workspace_id = r.workspace_id
      and p.repository_id = r.id and lower(p.head_revision) = ${revision}) as numbers
    from repository r where r.workspace_id = ${ctx.workspaceId} and r.id = ${repositoryId}`);
  const [found] = rows;
  if (found === undefined) return [];
  const changeId = await changeOfRevision(ctx, found.name, revision);
  return [
    ...(changeId === null ? [] : [{ changeId }]),
    ...(found.numbers ?? []).map((pullRequest) => ({ repositoryId, pullRequest })),
  ];
}
