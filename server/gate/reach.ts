import { sql } from "drizzle-orm";
import { REACH_DAYS_MAX, reachedMs, SKEW_MS } from "@/domain/change/carry";
import { isProduction } from "@/domain/change/kinds";
import { SUBJECTS_MAX } from "@/domain/gate/limits";
import { NOBODY } from "@/server/change/identity";
import type { ChangeKey } from "@/server/change/summary";
import type { Ctx } from "@/server/context";

const DAY_MS = 86_400_000;
/** The last deployment may be of a revision that is not on record; one of these before it is likely to be. */
const DEPLOYMENTS_READ = 10;
/** Most repositories are deployed more often; where there is nothing, further back is looked. */
const LATELY_DAYS = 35;
/** An older deployment says nothing of what is there now. */
const DEPLOYMENT_DAYS_MAX = 365;

export interface Reached {
  changes: ChangeKey[];
  /** More of them than are looked at. */
  isCut: boolean;
  /** Whether anything at all was deployed to the environment within the last year. */
  isDeployed: boolean;
}

/**
 * The code changes that deploying this one would bring to the environment, newest first: what was merged after the
 * revision that is there, up to its own, as `server/change/carry` counts it. Where nobody knows what is there, the change
 * is alone. Going back to an older revision, or deploying the same one again, brings nothing.
 */
export async function changesReached(
  ctx: Ctx,
  asked: { repositoryId: string; repository: string; change: ChangeKey; environment: string },
): Promise<Reached> {
  const { environment, change: own } = asked;
  const lately = await lastDeployments(ctx, { ...asked, days: LATELY_DAYS });
  const deployments =
    lately.length > 0 ? lately : await lastDeployments(ctx, { ...asked, days: DEPLOYMENT_DAYS_MAX });
  const isDeployed = deployments.length > 0;
  const merged = await mergedAt(ctx, [own, ...deployments.flatMap(({ change }) => change ?? [])]);
  const mergedAtMs = merged.get(own.id) ?? null;
  const presentMs = presentOf(deployments, { merged, environment });
  if (presentMs === null || mergedAtMs === null) return { changes: [own], isCut: false, isDeployed };
  const earliestMs = ctx.now.getTime() - REACH_DAYS_MAX * DAY_MS;
  const afterMs = Math.max(presentMs, Math.min(earliestMs, mergedAtMs - 1));
  if (afterMs >= mergedAtMs) return { changes: [], isCut: false, isDeployed };
  const found = await mergedWithin(ctx, asked.repositoryId, { afterMs, untilMs: mergedAtMs });
  return { changes: found.slice(0, SUBJECTS_MAX), isCut: found.length > SUBJECTS_MAX, isDeployed };
}

/** When each was merged, epoch ms, by its id; only the months in which they lie are opened. */
async function mergedAt(ctx: Ctx, keys: readonly ChangeKey[]): Promise<Map<string, number>> {
  const { rows } = await ctx.db.execute<{ id: string; mergedAtMs: number | null }>(sql`
    select id, (extract(epoch from coalesce(merged_at, authored_at)) * 1000)::float8 as "mergedAtMs" from change
    where workspace_id = ${ctx.workspaceId} and id = any(${sql.param(keys.map(({ id }) => id))}::uuid[])
      and at = any(${sql.param(keys.map(({ at }) => at.toISOString()))}::timestamptz[])`);
  return new Map(rows.flatMap(({ id, mergedAtMs }) => (mergedAtMs === null ? [] : [[id, mergedAtMs]])));
}

interface Deployed {
  atMs: number;
  /** Of its revision; null where that is not on record. */
  change: ChangeKey | null;
}

/** Those of the environment that took effect, as `server/change/carry` takes them, the last one first. */
async function lastDeployments(
  ctx: Ctx,
  asked: { repositoryId: string; repository: string; environment: string; days: number },
): Promise<Deployed[]> {
  const { rows } = await ctx.db.execute<{ atMs: number; id: string | null; changeAtMs: number }>(sql`
    select (extract(epoch from d.at) * 1000)::float8 as "atMs", i.change_id as id,
      (extract(epoch from i.change_at) * 1000)::float8 as "changeAtMs"
    from (
      select at, lower(revision) as revision from change
      where workspace_id = ${ctx.workspaceId} and repository_id = ${asked.repositoryId} and kind = 'deployment'
        and coalesce(outcome, 'succeeded') = 'succeeded' and environment = ${asked.environment}
        and at <= ${ctx.now.toISOString()}::timestamptz
        and at > ${new Date(ctx.now.getTime() - asked.days * DAY_MS).toISOString()}::timestamptz
      order by at desc limit ${DEPLOYMENTS_READ}
    ) d
    left join change_identity i on i.workspace_id = ${ctx.workspaceId} and i.source = ${asked.repository}
      and i.external_id = 'commit:' || d.revision and i.change_id <> ${NOBODY}
    order by d.at desc`);
  return rows.map(({ atMs, id, changeAtMs }) => ({
    atMs,
    change: id === null ? null : { id, at: new Date(changeAtMs) },
  }));
}

/** Up to where in the order of merges the environment is; null where no deployment on record tells. */
function presentOf(
  deployments: readonly Deployed[],
  { merged, environment }: { merged: ReadonlyMap<string, number>; environment: string },
): number | null {
  for (const { atMs, change } of deployments) {
    const mergedAtMs = change === null ? null : (merged.get(change.id) ?? null);
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
): Promise<ChangeKey[]> {
  const iso = (ms: number) => new Date(ms).toISOString();
  const { rows } = await ctx.db.execute<{ id: string; atMs: number }>(sql`
    select id, (extract(epoch from at) * 1000)::float8 as "atMs" from change
    where workspace_id = ${ctx.workspaceId} and repository_id = ${repositoryId} and kind = 'code'
      and coalesce(merged_at, authored_at) > ${iso(afterMs)} and coalesce(merged_at, authored_at) <= ${iso(untilMs)}
      and at > ${iso(afterMs - SKEW_MS)} and at < ${iso(ctx.now.getTime() + SKEW_MS)}
    order by at desc, id desc limit ${SUBJECTS_MAX + 1}`);
  return rows.map(({ id, atMs }) => ({ id, at: new Date(atMs) }));
}
