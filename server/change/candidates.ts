import { type SQL, sql } from "drizzle-orm";
import type { ChangeKind, ChangeOutcome } from "@/domain/change/kinds";
import type { Ctx } from "@/server/context";

/** Bounds of what is ranked: the latest of each service and of each shared kind, and the latest of all these. */
export const CANDIDATES_PER_SERVICE = 40;
export const CANDIDATES_MAX = 400;
/** A deployment's changes that were merged longer ago than this before the window are not looked for. */
const CARRIED_DAYS = 30;
/** These can bring down what they are not on record to belong to. */
const SHARED_KINDS = ["infrastructure", "dns", "config"] as const satisfies readonly ChangeKind[];

export interface CandidateQuery {
  /** Ids of the services that were hit, and of those that they depend on. */
  serviceIds: readonly string[];
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

/**
 * The changes to production in the window, on the services or of a shared kind, and what their deployments carried,
 * latest first. One statement, and the instants in it let the planner open no month but the window's and those before
 * it in which the carried were merged.
 */
export async function findCandidates(ctx: Ctx, query: CandidateQuery): Promise<FoundCandidate[]> {
  const { rows } = await ctx.db.execute<CandidateRow>(candidatesStatement(ctx.workspaceId, query));
  return rows.map(candidateOf);
}

/** Exported for the test that holds what it does not read. */
export function candidatesStatement(workspaceId: string, { serviceIds, from, to }: CandidateQuery): SQL {
  const [first, last] = [from.toISOString(), to.toISOString()];
  const merged = new Date(from.getTime() - CARRIED_DAYS * 86_400_000).toISOString();
  const columns = sql.raw(
    "c.id, c.at, c.kind, c.title, c.service_ids, c.author_id, c.author_name, c.author_is_bot, c.additions," +
      " c.deletions, c.files, c.outcome, c.reverted_at",
  );
  return sql`
    with found as materialized (
      select distinct on (one.at, one.id) one.* from (
        select near.* from unnest(${sql.param([...serviceIds])}::uuid[]) as hit(service_id)
        cross join lateral (
          select ${columns} from change_service as of_service
          join change as c on c.workspace_id = of_service.workspace_id and c.id = of_service.change_id
            and c.at = of_service.at
          where of_service.workspace_id = ${workspaceId}::uuid and of_service.service_id = hit.service_id
            and of_service.at >= ${first}::timestamptz and of_service.at < ${last}::timestamptz
            and c.at >= ${first}::timestamptz and c.at < ${last}::timestamptz and c.production
          order by of_service.at desc limit ${CANDIDATES_PER_SERVICE}
        ) as near
        union all
        select shared.* from unnest(${sql.param([...SHARED_KINDS])}::text[]) as wanted(kind)
        cross join lateral (
          select ${columns} from change as c
          where c.workspace_id = ${workspaceId}::uuid and c.kind = wanted.kind
            and c.at >= ${first}::timestamptz and c.at < ${last}::timestamptz and c.production
          order by c.at desc limit ${CANDIDATES_PER_SERVICE}
        ) as shared
      ) as one
      order by one.at desc, one.id desc limit ${CANDIDATES_MAX}
    ), carried as materialized (
      select distinct on (brought.change_id) brought.change_id, brought.change_at, found.id as carrier_id
      from found cross join lateral (
        select change_id, change_at from deployment_carries
        where workspace_id = ${workspaceId}::uuid and deployment_id = found.id limit ${CANDIDATES_PER_SERVICE}
      ) as brought
      where found.kind = 'deployment'
      order by brought.change_id, found.at desc limit ${CANDIDATES_MAX}
    )
    select found.*, carried.carrier_id from found left join carried on carried.change_id = found.id
    union all
    select ${columns}, carried.carrier_id from carried
    join change as c on c.workspace_id = ${workspaceId}::uuid and c.id = carried.change_id
      and c.at = carried.change_at and c.at >= ${merged}::timestamptz and c.at < ${last}::timestamptz
    where not exists (select from found where found.id = carried.change_id)`;
}

interface CandidateRow extends Record<string, unknown> {
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
