import { namedQuery } from "@/db/named-query";
import type { ChangeKind, ChangeOutcome } from "@/domain/change/kinds";
import type { Ctx } from "@/server/context";

const DAY_MS = 86_400_000;

/**
 * The latest changes of the services that were hit, of those that these depend on, and of each shared kind. The more
 * services there are, the fewer of each: in none of the cases that the weights are fitted on does this miss the culprit.
 */
const LATEST_OF_HIT = { together: 60, eachAtLeast: 15 };
const LATEST_OF_NEEDED = { together: 24, eachAtLeast: 3 };
const LATEST_OF_KIND = 4;
/** Of all these the latest, in production or not; the others of a deployment come on top, so many of each. */
export const CANDIDATES_MAX = 90;
const CARRIED_MAX = 40;
/** Carried changes that were merged longer ago than this before the window are not looked for. */
const MERGED_DAYS = 30;
/** These can bring down what they are not on record to belong to. */
const SHARED_KINDS = ["infrastructure", "dns", "config"] as const satisfies readonly ChangeKind[];
/** As the index of kinds says it. */
const OF_RARE_KIND = "kind not in ('code', 'deployment')";

export interface CandidateQuery {
  /** Ids of the services that were hit. */
  serviceIds: readonly string[];
  /** Ids of further services that these depend on. */
  neededIds: readonly string[];
  from: Date;
  /** Start of impact; not included. */
  to: Date;
}

/** What is known of a change before the incident. AI's part in it and its sign-off are not asked for. */
export interface FoundCandidate {
  id: string;
  at: Date;
  kind: ChangeKind;
  title: string;
  serviceIds: string[];
  authorId: string | null;
  authorName: string | null;
  authorIsBot: boolean;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  outcome: ChangeOutcome | null;
  revertedAt: Date | null;
  /** Of a change found by the deployment that brought it, or beside it: the latest one before the incident. */
  carrierId: string | null;
}

/** Exported for the test that holds what it does not read. */
export const CANDIDATES = `
  with found as materialized (
    select distinct id, at from (
      select id, at from (
        select near.* from unnest($2::uuid[], $3::int[]) as wanted (service_id, latest)
        cross join lateral (
          select change_id as id, at from change_service
          where workspace_id = $1::uuid and service_id = wanted.service_id
            and at >= $4::timestamptz and at < $5::timestamptz
          order by at desc limit wanted.latest
        ) as near
        union all
        select shared.* from unnest(array['${SHARED_KINDS.join("','")}']) as wanted (kind)
        cross join lateral (
          select id, at from change
          where workspace_id = $1::uuid and kind = wanted.kind and ${OF_RARE_KIND}
            and at >= $4::timestamptz and at < $5::timestamptz
          order by at desc limit ${LATEST_OF_KIND}
        ) as shared
      ) as one order by at desc limit ${CANDIDATES_MAX}
    ) as latest
  ), carried as materialized (
    select distinct on (brought.change_id) brought.change_id as id, brought.change_at as at, found.id as carrier_id
    from found cross join lateral (
      select change_id, change_at from deployment_carries
      where workspace_id = $1::uuid and deployment_id = found.id limit ${CARRIED_MAX}
    ) as brought
    order by brought.change_id, found.at desc
  )
  select c.id, c.at, c.kind, c.title, c.service_ids, c.author_id, c.author_name, c.author_is_bot, c.additions,
    c.deletions, c.files, c.outcome, c.reverted_at, key.carrier_id
  from (
    select id, at, (select carrier_id from carried where carried.id = found.id) as carrier_id from found
    union all
    select id, at, carrier_id from carried where not exists (select from found where found.id = carried.id)
  ) as key
  join change as c on c.workspace_id = $1::uuid and c.id = key.id and c.at = key.at
    and c.at >= $6::timestamptz and c.at < $5::timestamptz
  where c.production`;

/**
 * The changes to production in the window, on the services or of a shared kind, and what their deployments carried. One
 * statement: the keys from indexes alone, then each row once, of no month but the window's and the one before, in which
 * the carried were merged.
 */
export async function findCandidates(
  ctx: Ctx,
  { serviceIds, neededIds, from, to }: CandidateQuery,
): Promise<FoundCandidate[]> {
  const ids = [...serviceIds, ...neededIds];
  const latest = [...latestOfEach(serviceIds, LATEST_OF_HIT), ...latestOfEach(neededIds, LATEST_OF_NEEDED)];
  const merged = new Date(from.getTime() - MERGED_DAYS * DAY_MS);
  const params = [ctx.workspaceId, ids, latest, from, to, merged];
  return (await namedQuery<CandidateRow>(ctx.db, CANDIDATES, params)).map(candidateOf);
}

function latestOfEach(
  ids: readonly string[],
  { together, eachAtLeast }: { together: number; eachAtLeast: number },
): number[] {
  return ids.map(() => Math.max(eachAtLeast, Math.floor(together / ids.length)));
}

interface CandidateRow {
  id: string;
  at: Date | string;
  kind: ChangeKind;
  title: string;
  service_ids: string[];
  author_id: string | null;
  author_name: string | null;
  author_is_bot: boolean;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  outcome: ChangeOutcome | null;
  reverted_at: Date | string | null;
  carrier_id: string | null;
}

function candidateOf(row: CandidateRow): FoundCandidate {
  return {
    id: row.id,
    at: new Date(row.at),
    kind: row.kind,
    title: row.title,
    serviceIds: row.service_ids,
    authorId: row.author_id,
    authorName: row.author_name,
    authorIsBot: row.author_is_bot,
    additions: row.additions,
    deletions: row.deletions,
    files: row.files,
    outcome: row.outcome,
    revertedAt: row.reverted_at === null ? null : new Date(row.reverted_at),
    carrierId: row.carrier_id,
  };
}
