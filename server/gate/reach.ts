import { sql } from "drizzle-orm";
import { REACH_DAYS_MAX, reachedMs, SKEW_MS } from "@/domain/change/carry";
import { isProduction } from "@/domain/change/kinds";
import { SUBJECTS_MAX } from "@/domain/gate/limits";
import { NOBODY } from "@/server/change/identity";
import type { Ctx } from "@/server/context";

const DAY_MS = 86_400_000;
/** The last deployment may be of a revision that is not on record; one of these before it is likely to be. */
const DEPLOYMENTS_READ = 10;
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
  const [mergedAtMs, presentMs] = await Promise.all([mergedAt(ctx, asked.changeId), present(ctx, asked)]);
  if (presentMs === null || mergedAtMs === null) return { changeIds: [asked.changeId], isCut: false };
  const earliestMs = ctx.now.getTime() - REACH_DAYS_MAX * DAY_MS;
  const afterMs = Math.max(presentMs, Math.min(earliestMs, mergedAtMs - 1));
  if (afterMs >= mergedAtMs) return { changeIds: [], isCut: false };
  const found = await mergedWithin(ctx, asked.repositoryId, { afterMs, untilMs: mergedAtMs });
  return { changeIds: found.slice(0, SUBJECTS_MAX), isCut: found.length > SUBJECTS_MAX };
}

async function mergedAt(ctx: Ctx, changeId: string): Promise<number | null> {
  const { rows } = await ctx.db.execute<{ merged_at_ms: number | null }>(sql`
    select (extract(epoch from coalesce(c.merged_at, c.authored_at)) * 1000)::float8 as merged_at_ms
    from (select change_id, change_at from change_identity
      where workspace_id = ${ctx.workspaceId} and change_id = ${changeId} limit 1) i
    join change c on c.workspace_id = ${ctx.workspaceId} and c.id = i.change_id and c.at = i.change_at`);
  return rows[0]?.merged_at_ms ?? null;
}

/** Up to where in the order of merges the environment is; null where no deployment on record tells. */
async function present(
  ctx: Ctx,
  {
    repositoryId,
    repository,
    environment,
  }: { repositoryId: string; repository: string; environment: string },
): Promise<number | null> {
  const { rows } = await ctx.db.execute<{ at_ms: number; merged_at_ms: number | null }>(sql`
    select (extract(epoch from d.at) * 1000)::float8 as at_ms,
      (extract(epoch from coalesce(c.merged_at, c.authored_at)) * 1000)::float8 as merged_at_ms
    from (
      select at, revision from change
      where workspace_id = ${ctx.workspaceId} and repository_id = ${repositoryId} and kind = 'deployment'
        and coalesce(outcome, 'succeeded') = 'succeeded' and environment = ${environment}
        and at <= ${ctx.now.toISOString()}
        and at > ${new Date(ctx.now.getTime() - DEPLOYMENT_DAYS_MAX * DAY_MS).toISOString()}
      order by at desc limit ${DEPLOYMENTS_READ}
    ) d
    left join change_identity i on i.workspace_id = ${ctx.workspaceId} and i.source = ${repository}
      and i.external_id = 'commit:' || lower(d.revision) and i.change_id <> ${NOBODY}
    left join change c on c.workspace_id = ${ctx.workspaceId} and c.id = i.change_id and c.at = i.change_at
    order by d.at desc`);
  for (const row of rows) {
    const reached = reachedMs({ atMs: row.at_ms, mergedAtMs: row.merged_at_ms }, isProduction(environment));
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
