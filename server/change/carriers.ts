import { sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { type RollupMove, readCounted, refreshCounts } from "./day-rollup";
import { lockChanges } from "./identity";
import {
  deriveFact,
  nameMentions,
  ownRevision,
  type Repositories,
  readMentions,
  repositoryNameOf,
  untouched,
} from "./mentions";
import { loadKnown } from "./record-claim";
import { readRepositoriesById } from "./record-inputs";
import type { ToldChange } from "./record-row";
import { writeTold } from "./record-told";

/** That a deployment brought a code change to production. */
export interface Carried {
  deploymentId: string;
  changeId: string;
  /** Said by the deployment's source, rather than worked out from revisions and times. */
  stated: boolean;
}

/**
 * Puts down what deployments brought. The changes are deployed then, unless somebody told when; the deployments no
 * longer count beside them. Answers how they move in the rollup, which the writer moves once, at its end.
 */
export async function writeCarried(
  ctx: Ctx,
  carried: readonly Carried[],
  dropped: readonly Omit<Carried, "stated">[] = [],
): Promise<RollupMove[]> {
  const touched = [...carried, ...dropped];
  if (touched.length === 0) return [];
  const deploymentIds = [...new Set(touched.map(({ deploymentId }) => deploymentId))];
  const changeIds = [...new Set(touched.map(({ changeId }) => changeId))];
  const places = await lockChanges(ctx, [...new Set([...deploymentIds, ...changeIds])]);
  const before = await readCounted(ctx, deploymentIds);
  const rows = carried.flatMap((one) => {
    const [deploymentAt, changeAt] = [places.get(one.deploymentId), places.get(one.changeId)];
    return deploymentAt === undefined || changeAt === undefined ? [] : [{ ...one, deploymentAt, changeAt }];
  });
  const unique = [
    ...new Map(rows.map((row) => [`${row.deploymentId} ${row.changeId} ${row.stated}`, row])).values(),
  ];
  await dropCarried(ctx, dropped);
  await ctx.db.execute(sql`
    insert into deployment_carries as d
      (workspace_id, deployment_id, change_id, deployment_at, change_at, stated)
    select ${ctx.workspaceId}::uuid, t.deployment_id, t.change_id, t.deployment_at, t.change_at, bool_or(t.stated)
    from unnest(
      ${sql.param(unique.map((row) => row.deploymentId))}::uuid[],
      ${sql.param(unique.map((row) => row.changeId))}::uuid[],
      ${sql.param(unique.map((row) => row.deploymentAt.toISOString()))}::timestamptz[],
      ${sql.param(unique.map((row) => row.changeAt.toISOString()))}::timestamptz[],
      ${sql.param(unique.map((row) => row.stated))}::boolean[]
    ) as t (deployment_id, change_id, deployment_at, change_at, stated)
    group by 2, 3, 4, 5
    on conflict (workspace_id, deployment_id, change_id) do update set stated = d.stated or excluded.stated`);
  const moves = await deriveDeployed(ctx, changeIds);
  await refreshCounts(ctx, deploymentIds);
  const after = await readCounted(ctx, deploymentIds);
  const ofDeployments = deploymentIds.map((id) => ({
    before: before.get(id)?.counted ?? null,
    after: after.get(id)?.counted ?? null,
  }));
  return [...moves, ...ofDeployments];
}

/** What was worked out and turns out otherwise; what was stated stays. */
async function dropCarried(ctx: Ctx, dropped: readonly Omit<Carried, "stated">[]): Promise<void> {
  if (dropped.length === 0) return;
  await ctx.db.execute(sql`
    delete from deployment_carries d using unnest(
      ${sql.param(dropped.map(({ deploymentId }) => deploymentId))}::uuid[],
      ${sql.param(dropped.map(({ changeId }) => changeId))}::uuid[]) as t (deployment_id, change_id)
    where d.workspace_id = ${ctx.workspaceId} and d.deployment_id = t.deployment_id
      and d.change_id = t.change_id and not d.stated`);
}

/** A change went live with the first deployment to production that brought it and did not fail. */
async function deriveDeployed(ctx: Ctx, changeIds: readonly string[]): Promise<RollupMove[]> {
  const known = await loadKnown(ctx, changeIds);
  const result = await ctx.db.execute<{ change_id: string; at_ms: number }>(sql`
    select d.change_id, (extract(epoch from min(c.at)) * 1000)::float8 as at_ms from deployment_carries d
    join change c on c.workspace_id = d.workspace_id and c.id = d.deployment_id and c.at = d.deployment_at
    where d.workspace_id = ${ctx.workspaceId} and d.change_id = any(${sql.param([...changeIds])}::uuid[])
      and c.production and coalesce(c.outcome, 'succeeded') = 'succeeded'
    group by d.change_id`);
  const deployedAt = new Map(result.rows.map((row) => [row.change_id, row.at_ms]));
  const told = [...known].map(([id, one]) => untouched(id, one));
  for (const one of told) deriveFact(one, "deployedAt", deployedAt.get(one.id) ?? null);
  const moved = told.filter(({ isNews }) => isNews);
  const repositories = await readRepositoriesById(
    ctx,
    moved.flatMap(({ state }) => state.facts.repositoryId?.value ?? []),
  );
  return await writeTold(ctx, moved, repositories);
}

/**
 * What the deployments and code changes just told of bring or are brought by: as stated, whichever was told of first.
 * A deployment that moved, succeeded or failed since takes its changes along. Answers who states more than before, too.
 */
export async function followCarriers(
  ctx: Ctx,
  told: readonly ToldChange[],
  repositories: Repositories,
): Promise<{ moves: RollupMove[]; stating: ReadonlySet<string> }> {
  const statements = told.flatMap((one) => {
    const source = repositoryNameOf(one.state, repositories);
    if (source === undefined || one.state.facts.kind?.value !== "deployment") return [];
    const revisions = new Set(one.tellings.flatMap(({ telling }) => telling.input.carries ?? []));
    return [...revisions].map((revision) => ({ one, source, revision }));
  });
  const stating = await nameMentions(ctx, "carries", statements);
  const newCode = told.flatMap((one) => (one.known === null ? (ownRevision(one, repositories) ?? []) : []));
  const found = await readMentions(ctx, "carries", [...statements, ...newCode]);
  const carried = found.map(({ changeId, mentionedBy }) => ({
    deploymentId: mentionedBy,
    changeId,
    stated: true,
  }));
  const moves = await writeCarried(ctx, carried);
  const changed = told.filter(
    ({ known, isVisible, state }) => known !== null && isVisible && state.facts.kind?.value === "deployment",
  );
  const brought = await carriedBy(
    ctx,
    changed.map(({ id }) => id),
  );
  if (brought.length > 0) moves.push(...(await deriveDeployed(ctx, brought)));
  return { moves, stating };
}

async function carriedBy(ctx: Ctx, deploymentIds: readonly string[]): Promise<string[]> {
  if (deploymentIds.length === 0) return [];
  const result = await ctx.db.execute<{ change_id: string }>(sql`
    select distinct change_id from deployment_carries
    where workspace_id = ${ctx.workspaceId} and deployment_id = any(${sql.param([...deploymentIds])}::uuid[])
    order by 1`);
  return result.rows.map((row) => row.change_id);
}
