import { sql } from "drizzle-orm";
import { NOBODY } from "@/server/change/identity";
import type { Ctx } from "@/server/context";

/** So many open requests can have one and the same head. */
const REQUESTS_MAX = 10;

/** What a revision is, as far as it is on record. */
export type Found =
  | { kind: "change"; repositoryId: string; changeId: string }
  | { kind: "pull-requests"; repositoryId: string; numbers: number[] }
  | { kind: "unknown"; repositoryId: string | null };

type Row = {
  repository_id: string;
  own_change: string | null;
  merged_change: string | null;
  commit_change: string | null;
  open_numbers: number[];
  other_numbers: number[];
};

/**
 * Looks a whole revision up: it is a change, the head of a request that is open, what a merge brought in another
 * shape, or a commit that came with a change. The open request goes before what is closed, as it is what would merge.
 */
export async function findRevision(
  ctx: Ctx,
  { repository, revision }: { repository: string; revision: string },
): Promise<Found> {
  const changeOf = (commit: ReturnType<typeof sql>) => sql`(select i.change_id from change_identity i
    where i.workspace_id = ${ctx.workspaceId} and i.source = r.name and i.external_id = 'commit:' || lower(${commit})
      and i.change_id <> ${NOBODY})`;
  const { rows } = await ctx.db.execute<Row>(sql`
    select r.id as repository_id, ${changeOf(sql`${revision}::text`)} as own_change,
      ${changeOf(sql`requests.merge_revision`)} as merged_change,
      (select c.change_id from code_commit c where c.workspace_id = r.workspace_id and c.repository_id = r.id
        and c.revision = ${revision}) as commit_change,
      coalesce(requests.open_numbers, '{}') as open_numbers, coalesce(requests.other_numbers, '{}') as other_numbers
    from repository r
    cross join lateral (
      select array_agg(p.number order by p.number) filter (where p.state = 'open') as open_numbers,
        array_agg(p.number order by p.number) filter (where p.state <> 'open') as other_numbers,
        max(p.merge_revision) filter (where p.state = 'merged') as merge_revision
      from (
        (select number, state, merge_revision from pull_request where workspace_id = r.workspace_id
          and repository_id = r.id and head_revision = ${revision} order by number desc limit ${REQUESTS_MAX})
        union
        (select number, state, merge_revision from pull_request where workspace_id = r.workspace_id
          and repository_id = r.id and merge_revision = ${revision} and state = 'merged' limit 1)
      ) p
    ) requests
    where r.workspace_id = ${ctx.workspaceId} and r.name = ${repository}`);
  const [row] = rows;
  if (row === undefined) return { kind: "unknown", repositoryId: null };
  const { repository_id: repositoryId } = row;
  if (row.own_change !== null) return { kind: "change", repositoryId, changeId: row.own_change };
  if (row.open_numbers.length > 0) {
    return { kind: "pull-requests", repositoryId, numbers: row.open_numbers };
  }
  const changeId = row.merged_change ?? row.commit_change;
  if (changeId !== null) return { kind: "change", repositoryId, changeId };
  if (row.other_numbers.length > 0) {
    return { kind: "pull-requests", repositoryId, numbers: row.other_numbers };
  }
  return { kind: "unknown", repositoryId };
}
