import { namedQuery } from "@/db/named-query";
import { NOBODY } from "@/server/change/identity";
import type { Ctx } from "@/server/context";

/** So many open requests can have one and the same head. */
const REQUESTS_MAX = 10;

/** What a revision is, as far as it is on record. */
export type Found =
  | { kind: "change"; repositoryId: string; changeId: string; changeAt: Date }
  | { kind: "pull-requests"; repositoryId: string; numbers: number[] }
  | { kind: "unknown"; repositoryId: string | null };

interface Row {
  repositoryId: string;
  ownChange: string | null;
  /** Its own, or else the one that it went into. */
  changeId: string | null;
  changeAtMs: number;
  openNumbers: number[];
  otherNumbers: number[];
}

const changeOf = (commit: string) => `(select i.change_id from change_identity i
    where i.workspace_id = $1 and i.source = r.name and i.external_id = 'commit:' || lower(${commit})
      and i.change_id <> '${NOBODY}')`;

const FIND = `
  with found as (
    select r.id, ${changeOf("$3::text")} as own_change, ${changeOf("requests.merge_revision")} as merged_change,
      (select c.change_id from code_commit c where c.workspace_id = r.workspace_id and c.repository_id = r.id
        and c.revision = $3) as commit_change,
      coalesce(requests.open_numbers, '{}') as open_numbers, coalesce(requests.other_numbers, '{}') as other_numbers
    from repository r
    cross join lateral (
      select array_agg(p.number order by p.number) filter (where p.state = 'open') as open_numbers,
        array_agg(p.number order by p.number) filter (where p.state <> 'open') as other_numbers,
        max(p.merge_revision) filter (where p.state = 'merged') as merge_revision
      from (
        (select number, state, merge_revision from pull_request where workspace_id = r.workspace_id
          and repository_id = r.id and head_revision = $3 order by number desc limit ${REQUESTS_MAX})
        union
        (select number, state, merge_revision from pull_request where workspace_id = r.workspace_id
          and repository_id = r.id and merge_revision = $3 and state = 'merged' limit 1)
      ) p
    ) requests
    where r.workspace_id = $1 and r.name = $2
  )
  select f.id as "repositoryId", f.own_change as "ownChange", place.change_id as "changeId",
    (extract(epoch from place.change_at) * 1000)::float8 as "changeAtMs",
    f.open_numbers as "openNumbers", f.other_numbers as "otherNumbers"
  from found f
  left join lateral (select change_id, change_at from change_identity where workspace_id = $1
    and change_id = coalesce(f.own_change, f.merged_change, f.commit_change) limit 1) place on true`;

/**
 * Looks a whole revision up: it is a change, the head of a request that is open, what a merge brought in another
 * shape, or a commit that came with a change. The open request goes before what is closed, as it is what would merge.
 */
export async function findRevision(
  ctx: Ctx,
  { repository, revision }: { repository: string; revision: string },
): Promise<Found> {
  const [row] = await namedQuery<Row>(ctx.db, FIND, [ctx.workspaceId, repository, revision]);
  if (row === undefined) return { kind: "unknown", repositoryId: null };
  const { repositoryId, changeId, ownChange, openNumbers, otherNumbers } = row;
  if (ownChange === null && openNumbers.length > 0) {
    return { kind: "pull-requests", repositoryId, numbers: openNumbers };
  }
  if (changeId !== null) {
    return { kind: "change", repositoryId, changeId, changeAt: new Date(row.changeAtMs) };
  }
  if (otherNumbers.length > 0) return { kind: "pull-requests", repositoryId, numbers: otherNumbers };
  return { kind: "unknown", repositoryId };
}
