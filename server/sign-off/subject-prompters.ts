import { sql } from "drizzle-orm";
import { type NamingCommit, namedPrompters } from "@/domain/sign-off/prompters";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";
import type { SubjectChangeRow } from "./subject-change-rows";

interface CommitRow extends NamingCommit, Record<string, unknown> {
  changeId: string;
}

/** Whom the texts and commits of changes that an agent made name, by the change's id. */
export async function promptersOfChanges(
  ctx: Ctx,
  rows: readonly SubjectChangeRow[],
): Promise<Map<string, Draft["promptersTold"]>> {
  const asked = rows.filter(
    ({ kind, involvement, authorIsBot }) => kind === "code" && involvement === "ai" && authorIsBot,
  );
  if (asked.length === 0) return new Map();
  const ids = sql`any(${sql.param(asked.map(({ id }) => id))}::uuid[])`;
  const { rows: commits } = await ctx.db.execute<CommitRow>(sql`
    select c.change_id as "changeId", c.revision, c.message, c.author_name as "authorName",
      c.author_email as "authorEmail", c.committer_name as "committerName", c.committer_email as "committerEmail",
      coalesce(c.branch = r.default_branch, true) as "isOfMerge"
    from code_commit c join repository r on r.workspace_id = c.workspace_id and r.id = c.repository_id
    where c.workspace_id = ${ctx.workspaceId} and c.change_id = ${ids}
    order by c.authored_at, c.revision`);
  const { rows: texts } = await ctx.db.execute<{ id: string; description: string | null }>(sql`
    select change_id as id, description from change_detail
    where workspace_id = ${ctx.workspaceId} and change_id = ${ids}`);
  const descriptions = new Map(texts.map(({ id, description }) => [id, description]));
  return new Map(
    asked.map(({ id, revision, mergedNumber }) => {
      const isMerged = mergedNumber !== null;
      const own = commits.filter(({ changeId }) => changeId === id);
      return [
        id,
        namedPrompters(
          own.map((one) => ({ ...one, isOfMerge: isMerged && one.isOfMerge })),
          { description: descriptions.get(id) ?? null, mergeRevision: isMerged ? revision : null },
        ),
      ];
    }),
  );
}
