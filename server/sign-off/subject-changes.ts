import { sql } from "drizzle-orm";
import { liveAtMs } from "@/domain/sign-off/live";
import type { Autonomy, Requirement } from "@/domain/sign-off/policy";
import { commitIdentity, NOBODY } from "@/server/change/identity";
import type { ChangeKey } from "@/server/change/summary";
import type { Ctx } from "@/server/context";
import { type Draft, pullRequestName } from "./draft";
import type { PullRequestKey } from "./queue-assessment";
import { readChangeRows, type SubjectChangeRow } from "./subject-change-rows";
import { promptersOfChanges } from "./subject-prompters";
import { keptWords } from "./subject-pull-requests";

/** Merged requests whose merge is a change of the ledger, by the request's name. */
export async function changesOfMerged(
  ctx: Ctx,
  keys: readonly PullRequestKey[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await ctx.db.execute<{ repository_id: string; number: number; change_id: string }>(sql`
    select p.repository_id, p.number, i.change_id
    from unnest(
      ${sql.param(keys.map(({ repositoryId }) => repositoryId))}::uuid[],
      ${sql.param(keys.map(({ pullRequest }) => pullRequest))}::int[]) as t (repository_id, number)
    join pull_request p on p.workspace_id = ${ctx.workspaceId} and p.repository_id = t.repository_id
      and p.number = t.number and p.state = 'merged'
    join repository r on r.workspace_id = p.workspace_id and r.id = p.repository_id
    join change_identity i on i.workspace_id = p.workspace_id and i.source = r.name
      and i.external_id = 'commit:' || lower(p.merge_revision) and i.change_id <> ${NOBODY}`);
  return new Map(
    rows.map((row) => [
      pullRequestName({ repositoryId: row.repository_id, pullRequest: row.number }),
      row.change_id,
    ]),
  );
}

/**
 * Changes of the ledger as subjects, each with the request that was merged as it: by their ids, with the instants of
 * those of which they are known, and with the repositories that are known to have been deployed.
 */
export async function changeDrafts(
  ctx: Ctx,
  changes: ReadonlyMap<string, Date | null>,
  deployed: ReadonlySet<string> = new Set(),
): Promise<Draft[]> {
  const rows = await readChangeRows(ctx, await placesOf(ctx, changes));
  const [told, actions, deploying] = [
    await promptersOfChanges(ctx, rows),
    await actionsOf(ctx, rows),
    await repositoriesWithDeployments(ctx, rows, deployed),
  ];
  return rows.map((row) => {
    const action = actions.get(row.id) ?? null;
    const liveMs = liveAtMs(row, {
      repositoryHasDeployments: row.repositoryId !== null && deploying.has(row.repositoryId),
    });
    const openedMs = row.authoredAtMs ?? row.mergedAtMs;
    return {
      subject: "change",
      changeId: row.id,
      changeAt: new Date(row.atMs),
      repositoryId: row.repositoryId,
      repositoryName: row.repositoryName,
      pullRequest: row.mergedNumber,
      agentActionId: action?.id ?? null,
      revision: row.revision,
      sameContent: row.mergedHead === null ? [] : [row.mergedHead],
      kind: row.kind,
      involvement: row.involvement,
      aiRole: row.aiRole,
      aiTool: row.aiTool,
      aiGrade: row.aiGrade,
      additions: row.additions,
      deletions: row.deletions,
      files: row.files,
      environment: row.environment,
      serviceIds: row.serviceIds,
      autonomy: action?.autonomy ?? null,
      promptedById: action?.promptedById ?? null,
      promptersTold: told.get(row.id) ?? [],
      // Whose credentials asked for it answers for it, and signs it no more than its prompter does.
      authorId: row.authorId ?? action?.askedById ?? action?.promptedById ?? null,
      authorLogin: null,
      authorName: row.personName ?? row.authorName,
      authorLevel: row.authorLevel,
      title: row.title,
      url: row.url,
      wentLiveAt: liveMs === null ? null : new Date(liveMs),
      isOver: false,
      openedAt: openedMs === null ? null : new Date(openedMs),
      generated: row.generated,
      reviewWords: keptWords(row.reviews ?? {}, row.reviewWords ?? []),
      registerAsks: action?.registerAsks ?? null,
    };
  });
}

async function placesOf(ctx: Ctx, changes: ReadonlyMap<string, Date | null>): Promise<ChangeKey[]> {
  const known = [...changes].flatMap(([id, at]) => (at === null ? [] : [{ id, at }]));
  if (known.length === changes.size) return known;
  const unknown = [...changes].flatMap(([id, at]) => (at === null ? [id] : []));
  const { rows } = await ctx.db.execute<{ id: string; atMs: number }>(sql`
    select distinct change_id as id, (extract(epoch from change_at) * 1000)::float8 as "atMs" from change_identity
    where workspace_id = ${ctx.workspaceId} and change_id = any(${sql.param(unknown)}::uuid[])`);
  return [...known, ...rows.map(({ id, atMs }) => ({ id, at: new Date(atMs) }))];
}

interface ActionOfChange {
  id: string;
  promptedById: string | null;
  askedById: string | null;
  autonomy: Autonomy | null;
  registerAsks: Requirement | null;
}

/** The action that an agent asked leave for, and then reported as this change. */
async function actionsOf(ctx: Ctx, rows: readonly SubjectChangeRow[]): Promise<Map<string, ActionOfChange>> {
  const ids = rows.flatMap(({ kind, id }) => (kind === "agent-action" ? [id] : []));
  if (ids.length === 0) return new Map();
  const result = await ctx.db.execute<{
    id: string;
    change_id: string;
    prompted_by_id: string | null;
    asked_by_id: string | null;
    autonomy: Autonomy | null;
    register_asks: Requirement | null;
  }>(sql`
    select id, change_id, prompted_by_id, asked_by_person_id as asked_by_id, autonomy, register_asks from agent_action
    where workspace_id = ${ctx.workspaceId} and change_id = any(${sql.param(ids)}::uuid[])`);
  return new Map(
    result.rows.map((row) => [
      row.change_id,
      {
        id: row.id,
        promptedById: row.prompted_by_id,
        askedById: row.asked_by_id,
        autonomy: row.autonomy,
        registerAsks: row.register_asks,
      },
    ]),
  );
}

/** Where deployments are on record, code is live once one brought it, and not with its merge. */
async function repositoriesWithDeployments(
  ctx: Ctx,
  rows: readonly SubjectChangeRow[],
  known: ReadonlySet<string>,
): Promise<Set<string>> {
  const ids = new Set(
    rows.flatMap(({ kind, repositoryId, deployedAtMs }) =>
      kind === "code" && repositoryId !== null && deployedAtMs === null && !known.has(repositoryId)
        ? [repositoryId]
        : [],
    ),
  );
  // Most were deployed lately; only for the others are all months opened, which takes planning.
  const lately = await deployedSince(ctx, [...ids], new Date(ctx.now.getTime() - LATELY_MS));
  const others = [...ids].filter((id) => !lately.includes(id));
  return new Set([...known, ...lately, ...(await deployedSince(ctx, others, null))]);
}

const LATELY_MS = 60 * 86_400_000;

async function deployedSince(ctx: Ctx, ids: readonly string[], since: Date | null): Promise<string[]> {
  if (ids.length === 0) return [];
  const within = since === null ? sql`true` : sql`d.at > ${since.toISOString()}::timestamptz`;
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select t.id from unnest(${sql.param([...ids])}::uuid[]) as t (id)
    where exists (select from change d where d.workspace_id = ${ctx.workspaceId}
      and d.repository_id = t.id and d.kind = 'deployment' and ${within})`);
  return rows.map(({ id }) => id);
}

/** The change of a revision of a repository, whole; null where the ledger has none. */
export async function changeOfRevision(
  ctx: Ctx,
  repositoryName: string,
  revision: string,
): Promise<string | null> {
  const { source, externalId } = commitIdentity(repositoryName, revision);
  const { rows } = await ctx.db.execute<{ change_id: string }>(sql`
    select change_id from change_identity where workspace_id = ${ctx.workspaceId} and source = ${source}
      and external_id = ${externalId} and change_id <> ${NOBODY}`);
  return rows[0]?.change_id ?? null;
}
