import { sql } from "drizzle-orm";
import { REACH_DAYS_MAX, reachedMs, SKEW_MS } from "@/domain/change/carry";
import { isProduction } from "@/domain/change/kinds";
import { SUBJECTS_MAX } from "@/domain/gate/limits";
import { NOBODY } from "@/server/change/identity";
import type { Ctx } from "@/server/context";

const DAY_MS = 86_400_000;
/** The last deployment may be of a revision that is not on record; one of these before it is likely to be. */
const DEPLOYMENTS_READ = 10;
/** Most repositories are deployed more often; where there is nothing, further back is looked. */
const LATELY_DAYS = 35;
/** An older deployment says nothing of what is there now. */
const DEPLOYMENT_DAYS_MAX = 365;

export interface Reached {
  changeIds: string[];
  /** More of them than are looked at. */
  isCut: boolean;
}

/**
 * The code changes that deploying this one would bring to the environment, newest first: what was merged after the
 * revision that is there, up to its own, as `server/change/carry` counts it. Where nobody knows what is there, the change
 * is alone. Going back to an older revision, or deploying the same one again, brings nothing.
 */
export async function changesReached(
  ctx: Ctx,
  asked: { repositoryId: string; repository: string; changeId: string; environment: string },
): Promise<Reached> {
  const { repositoryId, repository, environment } = asked;
  const [own, lately] = await Promise.all([
    placesOf(ctx, { changeIds: [asked.changeId] }),
    lastDeployments(ctx, { repositoryId, environment, days: LATELY_DAYS }),
  ]);
  const deployments =
    lately.length > 0
      ? lately
      : await lastDeployments(ctx, { repositoryId, environment, days: DEPLOYMENT_DAYS_MAX });
  const there = await placesOf(ctx, { repository, revisions: deployments.map(({ revision }) => revision) });
  const merged = await mergedAt(ctx, [...own, ...there]);
  const mergedAtMs = merged.get(asked.changeId) ?? null;
  const presentMs = presentOf(deployments, { there, merged, environment });
  if (presentMs === null || mergedAtMs === null) return { changeIds: [asked.changeId], isCut: false };
  const earliestMs = ctx.now.getTime() - REACH_DAYS_MAX * DAY_MS;
  const afterMs = Math.max(presentMs, Math.min(earliestMs, mergedAtMs - 1));
  if (afterMs >= mergedAtMs) return { changeIds: [], isCut: false };
  const found = await mergedWithin(ctx, asked.repositoryId, { afterMs, untilMs: mergedAtMs });
  return { changeIds: found.slice(0, SUBJECTS_MAX), isCut: found.length > SUBJECTS_MAX };
}

interface Place {
  changeId: string;
  changeAt: string;
  revision: string;
}

/** Where changes lie, by their ids or by their revisions: with it, only their months are opened. */
async function placesOf(
  ctx: Ctx,
  by: { changeIds: readonly string[] } | { repository: string; revisions: readonly string[] },
): Promise<Place[]> {
  const isIds = "changeIds" in by;
  if ((isIds ? by.changeIds : by.revisions).length === 0) return [];
  const named = isIds
    ? sql`change_id = any(${sql.param([...by.changeIds])}::uuid[])`
    : sql`source = ${by.repository} and change_id <> ${NOBODY}
        and external_id = any(${sql.param(by.revisions.map((revision) => `commit:${revision}`))}::text[])`;
  const { rows } = await ctx.db.execute<{ change_id: string; at_ms: number; external_id: string }>(sql`
    select change_id, (extract(epoch from change_at) * 1000)::float8 as at_ms, external_id from change_identity
    where workspace_id = ${ctx.workspaceId} and ${named}`);
  return rows.map((row) => ({
    changeId: row.change_id,
    changeAt: new Date(row.at_ms).toISOString(),
    revision: row.external_id.replace(/^commit:/, ""),
  }));
}

async function mergedAt(ctx: Ctx, places: readonly Place[]): Promise<Map<string, number>> {
  if (places.length === 0) return new Map();
  const { rows } = await ctx.db.execute<{ id: string; merged_at_ms: number | null }>(sql`
    select id, (extract(epoch from coalesce(merged_at, authored_at)) * 1000)::float8 as merged_at_ms from change
    where workspace_id = ${ctx.workspaceId}
      and id = any(${sql.param(places.map(({ changeId }) => changeId))}::uuid[])
      and at in (${sql.join(
        [...new Set(places.map(({ changeAt }) => changeAt))].map((at) => sql`${at}::timestamptz`),
        sql`, `,
      )})`);
  return new Map(rows.flatMap((row) => (row.merged_at_ms === null ? [] : [[row.id, row.merged_at_ms]])));
}

interface Deployed {
  atMs: number;
  /** In lower case. */
  revision: string;
}

/** Those of the environment that took effect, as `server/change/carry` takes them, the last one first. */
async function lastDeployments(
  ctx: Ctx,
  { repositoryId, environment, days }: { repositoryId: string; environment: string; days: number },
): Promise<Deployed[]> {
  const { rows } = await ctx.db.execute<{ at_ms: number; revision: string | null }>(sql`
    select (extract(epoch from at) * 1000)::float8 as at_ms, lower(revision) as revision from change
    where workspace_id = ${ctx.workspaceId} and repository_id = ${repositoryId} and kind = 'deployment'
      and coalesce(outcome, 'succeeded') = 'succeeded' and environment = ${environment}
      and at <= ${ctx.now.toISOString()}::timestamptz
      and at > ${new Date(ctx.now.getTime() - days * DAY_MS).toISOString()}::timestamptz
    order by at desc limit ${DEPLOYMENTS_READ}`);
  return rows.map((row) => ({ atMs: row.at_ms, revision: row.revision ?? "" }));
}

/** Up to where in the order of merges the environment is; null where no deployment on record tells. */
function presentOf(
  deployments: readonly Deployed[],
  {
    there,
    merged,
    environment,
  }: { there: readonly Place[]; merged: ReadonlyMap<string, number>; environment: string },
): number | null {
  const changes = new Map(there.map(({ revision, changeId }) => [revision, changeId]));
  for (const { atMs, revision } of deployments) {
    const mergedAtMs = merged.get(changes.get(revision) ?? "") ?? null;
    const reached = reachedMs({ atMs, mergedAtMs }, isProduction(environment));
    if (reached !== null) return reached;
  }
  return null;
}

/** A change that is not deployed yet lies where it was merged; one that is on an earlier stage, no later than now. */
async function mergedWithin(
  ctx: Ctx,
  repositoryId: string,
  { afterMs, untilMs }: { afterMs: number; untilMs: number },
): Promise<string[]> {
  const iso = (ms: number) => new Date(ms).toISOString();
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select id from change
    where workspace_id = ${ctx.workspaceId} and repository_id = ${repositoryId} and kind = 'code'
      and coalesce(merged_at, authored_at) > ${iso(afterMs)} and coalesce(merged_at, authored_at) <= ${iso(untilMs)}
      and at > ${iso(afterMs - SKEW_MS)} and at < ${iso(ctx.now.getTime() + SKEW_MS)}
    order by at desc, id desc limit ${SUBJECTS_MAX + 1}`);
  return rows.map(({ id }) => id);
}
