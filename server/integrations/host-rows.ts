import { and, eq, inArray, or, sql } from "drizzle-orm";
import { codeCommit, pullRequest } from "@/db/schema";
import type { CommitFact, HostFacts, PullRequestFact, ReviewFact } from "@/domain/integration/facts";
import { isoOf } from "@/domain/integration/payload";
import { firstBranch, laterDescription, type Reviews, uniteReviews } from "@/domain/integration/pull-request";
import { type ReviewWord, uniteWords } from "@/domain/sign-off/reviews";
import type { Ctx } from "@/server/context";

/** More commits of one branch than any request has. */
const COMMITS_READ_MAX = 5000;
const REQUESTS_READ_MAX = 500;

export interface RepositoryPlace {
  repositoryId: string;
  defaultBranch: string | null;
}

export interface KeptRequest {
  request: PullRequestFact;
  reviews: Reviews;
  words: readonly ReviewWord[];
}

type CommitRow = typeof codeCommit.$inferSelect;
type RequestRow = typeof pullRequest.$inferSelect;

/** The commits of a push, each with the branch that it was first pushed to. */
export async function keepCommits(
  ctx: Ctx,
  { repositoryId, defaultBranch }: RepositoryPlace,
  commits: readonly CommitFact[],
): Promise<void> {
  if (commits.length === 0) return;
  const revisions = commits.map(({ revision }) => revision);
  const known = await ctx.db
    .select({ revision: codeCommit.revision, branch: codeCommit.branch })
    .from(codeCommit)
    .where(
      and(
        eq(codeCommit.workspaceId, ctx.workspaceId),
        eq(codeCommit.repositoryId, repositoryId),
        inArray(codeCommit.revision, revisions),
      ),
    );
  const branches = new Map(known.map((one) => [one.revision, one.branch]));
  const rows = new Map<string, CommitFact>();
  for (const commit of commits) {
    const { revision } = commit;
    const branch = firstBranch(branches.get(revision) ?? null, commit.branch, defaultBranch);
    branches.set(revision, branch);
    rows.set(revision, { ...bothOf(rows.get(revision), commit), branch });
  }
  await ctx.db.execute(sql`
    insert into code_commit as c
    select * from json_populate_recordset(null::code_commit, ${JSON.stringify([...rows.values()].map((one) => rowOf(ctx, one, repositoryId)))}::json)
    order by revision
    on conflict (workspace_id, repository_id, revision) do update set
      branch = excluded.branch,
      message = case when c.message = '' then excluded.message else c.message end,
      paths = case when cardinality(excluded.paths) > 0 then excluded.paths else c.paths end,
      authored_at = coalesce(c.authored_at, excluded.authored_at)`);
}

/** The commit as two pushes tell of it: the same as when each is kept by itself. */
function bothOf(known: CommitFact | undefined, commit: CommitFact): CommitFact {
  if (known === undefined) return commit;
  return {
    ...known,
    message: known.message === "" ? commit.message : known.message,
    paths: commit.paths.length > 0 ? commit.paths : known.paths,
    authoredAtMs: known.authoredAtMs ?? commit.authoredAtMs,
  };
}

function rowOf(ctx: Ctx, commit: CommitFact, repositoryId: string): Record<string, unknown> {
  return {
    workspace_id: ctx.workspaceId,
    repository_id: repositoryId,
    revision: commit.revision,
    branch: commit.branch,
    change_id: null,
    message: commit.message,
    author_name: commit.authorName,
    author_email: commit.authorEmail,
    committer_name: commit.committerName,
    committer_email: commit.committerEmail,
    notes: [],
    paths: commit.paths,
    authored_at: isoOf(commit.authoredAtMs),
  };
}

/** The requests and reviews of a delivery, merged with what is kept of them. Answers the numbers of those it names. */
export async function keepRequests(
  ctx: Ctx,
  { repositoryId }: RepositoryPlace,
  { pullRequests, reviews }: Pick<HostFacts, "pullRequests" | "reviews">,
): Promise<number[]> {
  const numbers = [...new Set(pullRequests.map(({ number }) => number))];
  if (numbers.length === 0) return [];
  const rows = await ctx.db
    .select()
    .from(pullRequest)
    .where(
      and(
        eq(pullRequest.workspaceId, ctx.workspaceId),
        eq(pullRequest.repositoryId, repositoryId),
        inArray(pullRequest.number, numbers),
      ),
    );
  const kept = new Map(rows.map((row) => [row.number, keptOf(row)]));
  for (const request of pullRequests) {
    const known = kept.get(request.number);
    const said = reviews.filter(({ number }) => number === request.number);
    kept.set(request.number, mergeRequest(known, request, said));
  }
  for (const one of kept.values()) await writeRequest(ctx, repositoryId, one);
  return numbers;
}

function mergeRequest(
  known: KeptRequest | undefined,
  request: PullRequestFact,
  said: readonly ReviewFact[],
): KeptRequest {
  return {
    request: known === undefined ? request : laterDescription(known.request, request),
    reviews: uniteReviews(known?.reviews ?? {}, said),
    words: uniteWords(known?.words ?? [], said.map(wordOf)),
  };
}

const wordOf = ({ reviewer, state, revision, atMs, toldAtMs }: ReviewFact): ReviewWord => ({
  login: reviewer,
  state,
  revision,
  at: new Date(atMs).toISOString(),
  ...(toldAtMs === undefined || toldAtMs <= atMs ? {} : { toldAt: new Date(toldAtMs).toISOString() }),
});

async function writeRequest(
  ctx: Ctx,
  repositoryId: string,
  { request, reviews, words }: KeptRequest,
): Promise<void> {
  const { openedAtMs, mergedAtMs, describedAtMs, labels, ...same } = request;
  const values = {
    ...same,
    labels: [...labels],
    reviews: Object.fromEntries(
      Object.entries(reviews).map(([login, { state, revision, atMs }]) => [
        login,
        { state, revision, at: new Date(atMs).toISOString() },
      ]),
    ),
    reviewWords: [...words],
    openedAt: openedAtMs === null ? null : new Date(openedAtMs),
    mergedAt: mergedAtMs === null ? null : new Date(mergedAtMs),
    describedAt: new Date(describedAtMs),
  };
  await ctx.db
    .insert(pullRequest)
    .values({ workspaceId: ctx.workspaceId, repositoryId, ...values })
    .onConflictDoUpdate({
      target: [pullRequest.workspaceId, pullRequest.repositoryId, pullRequest.number],
      set: values,
    });
}

export function keptOf(row: RequestRow): KeptRequest {
  const {
    openedAt,
    mergedAt,
    describedAt,
    reviews,
    reviewWords: words,
    workspaceId: _w,
    repositoryId: _r,
    ...same
  } = row;
  return {
    request: {
      ...same,
      openedAtMs: openedAt?.getTime() ?? null,
      mergedAtMs: mergedAt?.getTime() ?? null,
      describedAtMs: describedAt.getTime(),
    },
    reviews: Object.fromEntries(
      Object.entries(reviews).map(([login, { state, revision, at }]) => [
        login,
        { state, revision, atMs: Date.parse(at) },
      ]),
    ),
    words,
  };
}

/** The requests of these numbers or branches, the others of their branches, and the commits pushed to those. */
export async function readBranch(
  ctx: Ctx,
  { repositoryId, defaultBranch }: RepositoryPlace,
  { numbers, branches }: { numbers: readonly number[]; branches: readonly string[] },
): Promise<{ requests: KeptRequest[]; commits: CommitFact[] }> {
  const ofRepository = and(
    eq(pullRequest.workspaceId, ctx.workspaceId),
    eq(pullRequest.repositoryId, repositoryId),
  );
  const named =
    numbers.length === 0
      ? []
      : await ctx.db
          .select({ branch: pullRequest.headBranch })
          .from(pullRequest)
          .where(and(ofRepository, inArray(pullRequest.number, [...numbers])));
  const heads = new Set([...branches, ...named.flatMap(({ branch }) => branch ?? [])]);
  if (defaultBranch !== null) heads.delete(defaultBranch);
  const rows = await ctx.db
    .select()
    .from(pullRequest)
    .where(
      and(
        ofRepository,
        or(
          numbers.length === 0 ? undefined : inArray(pullRequest.number, [...numbers]),
          heads.size === 0 ? undefined : inArray(pullRequest.headBranch, [...heads]),
        ),
      ),
    )
    .limit(REQUESTS_READ_MAX);
  if (!rows.some(({ state }) => state === "merged")) return { requests: [], commits: [] };
  return { requests: rows.map(keptOf), commits: await readCommits(ctx, repositoryId, [...heads]) };
}

async function readCommits(
  ctx: Ctx,
  repositoryId: string,
  branches: readonly string[],
): Promise<CommitFact[]> {
  if (branches.length === 0) return [];
  const rows = await ctx.db
    .select()
    .from(codeCommit)
    .where(
      and(
        eq(codeCommit.workspaceId, ctx.workspaceId),
        eq(codeCommit.repositoryId, repositoryId),
        inArray(codeCommit.branch, [...branches]),
      ),
    )
    .limit(COMMITS_READ_MAX);
  return rows.map(({ authoredAt, ...row }: CommitRow) => ({
    ...row,
    authoredAtMs: authoredAt?.getTime() ?? null,
  }));
}
