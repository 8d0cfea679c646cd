import { sql } from "drizzle-orm";
import type { ReviewWord } from "@/domain/sign-off/reviews";
import type { ChangeKey, ChangeRow } from "@/server/change/summary";
import type { Ctx } from "@/server/context";

/** What an assessment follows from in a change's own row and in those beside it. */
export interface SubjectChangeRow
  extends Pick<
    ChangeRow,
    | "id"
    | "kind"
    | "title"
    | "url"
    | "repositoryId"
    | "revision"
    | "environment"
    | "serviceIds"
    | "authorId"
    | "authorName"
    | "authorIsBot"
    | "authorLevel"
    | "additions"
    | "deletions"
    | "files"
    | "outcome"
    | "involvement"
    | "aiRole"
    | "aiTool"
    | "aiGrade"
    | "generated"
  > {
  atMs: number;
  authoredAtMs: number | null;
  mergedAtMs: number | null;
  deployedAtMs: number | null;
  repositoryName: string | null;
  /** The person's name today, whatever the source called them. */
  personName: string | null;
  /** Of the request of which it is the merge; another commit may name the same number. */
  mergedNumber: number | null;
  mergedHead: string | null;
  reviews: Record<string, { state: string; revision: string | null; at: string }> | null;
  reviewWords: ReviewWord[] | null;
}

const msOf = (column: string) => sql.raw(`(extract(epoch from c.${column}) * 1000)::float8`);

/** One query that opens only the months of the changes; without what only lists show. */
export async function readChangeRows(ctx: Ctx, keys: readonly ChangeKey[]): Promise<SubjectChangeRow[]> {
  if (keys.length === 0) return [];
  const instants = [...new Set(keys.map(({ at }) => at.toISOString()))];
  const { rows } = await ctx.db.execute<SubjectChangeRow & Record<string, unknown>>(sql`
    select c.id, c.kind, c.title, c.url, c.repository_id as "repositoryId", c.revision, c.environment,
      c.service_ids as "serviceIds", c.author_id as "authorId", c.author_name as "authorName",
      c.author_is_bot as "authorIsBot", c.author_level as "authorLevel", c.additions, c.deletions, c.files, c.outcome,
      c.involvement, c.ai_role as "aiRole", c.ai_tool as "aiTool", c.ai_grade as "aiGrade", c.generated,
      ${msOf("at")} as "atMs", ${msOf("authored_at")} as "authoredAtMs", ${msOf("merged_at")} as "mergedAtMs",
      ${msOf("deployed_at")} as "deployedAtMs", r.name as "repositoryName", a.name as "personName",
      p.number as "mergedNumber", p.head_revision as "mergedHead", p.reviews, p.review_words as "reviewWords"
    from change c
    left join repository r on r.workspace_id = c.workspace_id and r.id = c.repository_id
    left join person a on a.workspace_id = c.workspace_id and a.id = c.author_id
    left join pull_request p on p.workspace_id = c.workspace_id and p.repository_id = c.repository_id
      and p.number = c.pull_request and p.state = 'merged' and lower(p.merge_revision) = lower(c.revision)
    where c.workspace_id = ${ctx.workspaceId} and c.at = any(${sql.param(instants)}::timestamptz[])
      and c.id = any(${sql.param([...new Set(keys.map(({ id }) => id))])}::uuid[])`);
  return rows;
}
