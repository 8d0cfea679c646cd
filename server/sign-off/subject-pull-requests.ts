import { and, eq, inArray, or, sql } from "drizzle-orm";
import { codeCommit, pullRequest, repository, type StoredPathRule } from "@/db/schema";
import { detectChange } from "@/domain/change/detect-change";
import { commitsOfRequest, inputOfRequest } from "@/domain/integration/pull-request";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { servicesOfPaths } from "@/domain/repository/match";
import { namedPrompters } from "@/domain/sign-off/prompters";
import { type ReviewWord, uniteWords } from "@/domain/sign-off/reviews";
import type { Ctx } from "@/server/context";
import { type KeptRequest, keptOf } from "@/server/integrations/host-rows";
import type { Draft } from "./draft";
import type { PullRequestKey } from "./queue-assessment";

/** More commits of a batch's branches than any has. */
const COMMITS_MAX = 20_000;

type CommitRow = typeof codeCommit.$inferSelect;

/** Requests that are no change yet, each with the evidence of its texts and of the commits of its branch. */
export async function requestDrafts(ctx: Ctx, keys: readonly PullRequestKey[]): Promise<Draft[]> {
  if (keys.length === 0) return [];
  const rows = await ctx.db
    .select({ row: pullRequest, repository })
    .from(pullRequest)
    .innerJoin(
      repository,
      and(eq(repository.workspaceId, pullRequest.workspaceId), eq(repository.id, pullRequest.repositoryId)),
    )
    .where(and(eq(pullRequest.workspaceId, ctx.workspaceId), isOneOf(keys)));
  const found = rows.map(({ row, repository: at }) => ({ kept: keptOf(row), row, at }));
  const commits = await branchCommits(
    ctx,
    found.map(({ row }) => row),
  );
  return found.map(({ kept, row, at }) => {
    const onBranch = (commits.get(`${row.repositoryId} ${row.headBranch}`) ?? []).filter(
      () => row.headBranch !== at.defaultBranch,
    );
    return draftOf({ kept, row, at, onBranch });
  });
}

function isOneOf(keys: readonly PullRequestKey[]) {
  const byRepository = new Map<string, number[]>();
  for (const { repositoryId, pullRequest: number } of keys) {
    byRepository.set(repositoryId, [...(byRepository.get(repositoryId) ?? []), number]);
  }
  return or(
    ...[...byRepository].map(([id, numbers]) =>
      and(eq(pullRequest.repositoryId, id), inArray(pullRequest.number, numbers)),
    ),
  );
}

async function branchCommits(
  ctx: Ctx,
  rows: readonly (typeof pullRequest.$inferSelect)[],
): Promise<Map<string, CommitRow[]>> {
  const asked = rows.filter(({ headBranch }) => headBranch !== null);
  if (asked.length === 0) return new Map();
  const places = sql`(select * from unnest(
    ${sql.param(asked.map(({ repositoryId }) => repositoryId))}::uuid[],
    ${sql.param(asked.map(({ headBranch }) => headBranch))}::text[]) as t (repository_id, branch))`;
  const commits = await ctx.db
    .select()
    .from(codeCommit)
    .where(
      and(
        eq(codeCommit.workspaceId, ctx.workspaceId),
        sql`(${codeCommit.repositoryId}, ${codeCommit.branch}) in ${places}`,
      ),
    )
    .limit(COMMITS_MAX);
  const byBranch = new Map<string, CommitRow[]>();
  for (const commit of commits) {
    const key = `${commit.repositoryId} ${commit.branch}`;
    byBranch.set(key, [...(byBranch.get(key) ?? []), commit]);
  }
  return byBranch;
}

interface Found {
  kept: KeptRequest;
  row: typeof pullRequest.$inferSelect;
  at: typeof repository.$inferSelect;
  onBranch: readonly CommitRow[];
}

function draftOf({ kept, row, at, onBranch }: Found): Draft {
  const { request } = kept;
  const commits = commitsOfRequest(
    request,
    // Only requests of the same branch could claim its older commits; what they took is the ledger's by then.
    { onBranch: onBranch.filter(({ changeId }) => changeId === null).map(withMs), siblings: [] },
  );
  const input = inputOfRequest(request, {
    repository: at.name,
    defaultBranch: at.defaultBranch,
    reviews: kept.reviews,
    commits,
  });
  const { evidence, involvement, role } = detectChange(input);
  const isAi = involvement === "ai";
  return {
    subject: "pull-request",
    changeId: null,
    changeAt: null,
    repositoryId: row.repositoryId,
    repositoryName: at.name,
    pullRequest: row.number,
    agentActionId: null,
    revision: row.headRevision,
    sameContent: [],
    kind: "code",
    involvement,
    aiRole: isAi ? role : null,
    aiTool: isAi ? (evidence.find(({ tool }) => tool !== null)?.tool ?? null) : null,
    aiGrade: isAi
      ? (EVIDENCE_GRADES.find((one) => evidence.some(({ grade }) => grade === one)) ?? null)
      : null,
    additions: row.additions,
    deletions: row.deletions,
    files: row.files,
    environment: "production",
    serviceIds: servicesAt(at.pathRules, onBranch),
    autonomy: null,
    promptedById: null,
    promptersTold:
      isAi && row.authorIsBot
        ? namedPrompters(
            commits.map((commit) => ({ ...commit, isOfMerge: false })),
            { description: row.body },
          )
        : [],
    authorId: null,
    authorLogin: row.authorIsBot ? null : row.authorLogin,
    authorName: row.authorLogin,
    authorLevel: null,
    title: row.title,
    url: row.url,
    wentLiveAt: null,
    isOver: row.state !== "open",
    openedAt: row.openedAt,
    generated: false,
    reviewWords: keptWords(row.reviews, row.reviewWords),
    registerAsks: null,
  };
}

const withMs = ({ authoredAt, ...row }: CommitRow) => ({
  ...row,
  authoredAtMs: authoredAt?.getTime() ?? null,
});

function servicesAt(rules: readonly StoredPathRule[], commits: readonly CommitRow[]): string[] {
  if (rules.length === 0) return [];
  const paths = [...new Set(commits.flatMap((commit) => commit.paths))];
  return servicesOfPaths(
    rules.map(({ pattern, serviceIds }) => ({ pattern, services: serviceIds })),
    paths,
  ).sort();
}

/** Every word that is kept, also of a request that was kept before each of them was. */
export function keptWords(
  reviews: Record<string, { state: string; revision: string | null; at: string }>,
  words: readonly ReviewWord[],
): ReviewWord[] {
  return uniteWords(
    words,
    Object.entries(reviews).map(([login, { state, revision, at }]) => ({ login, state, revision, at })),
  );
}

/** The evidence of AI in a request's texts and commits, for its page. */
export async function requestEvidence(ctx: Ctx, key: PullRequestKey) {
  const [found] = await ctx.db
    .select({ row: pullRequest, repository })
    .from(pullRequest)
    .innerJoin(
      repository,
      and(eq(repository.workspaceId, pullRequest.workspaceId), eq(repository.id, pullRequest.repositoryId)),
    )
    .where(and(eq(pullRequest.workspaceId, ctx.workspaceId), isOneOf([key])));
  if (found === undefined) return null;
  const commits = await branchCommits(ctx, [found.row]);
  const kept = keptOf(found.row);
  const onBranch = commits.get(`${key.repositoryId} ${found.row.headBranch}`) ?? [];
  const input = inputOfRequest(kept.request, {
    repository: found.repository.name,
    defaultBranch: found.repository.defaultBranch,
    reviews: kept.reviews,
    commits: onBranch.map(withMs),
  });
  return { ...detectChange(input), description: found.row.body, branch: found.row.headBranch };
}
