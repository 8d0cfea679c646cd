import { sql } from "drizzle-orm";
import { mightAsk } from "@/domain/sign-off/might-ask";
import type { Ctx } from "@/server/context";
import { policiesInForce } from "@/server/policy/in-force";
import { type PullRequestKey, queueAssessments, type WrittenChange } from "./queue-assessment";

/** Code that no deployment has brought for so long is not on its way any more. */
const PENDING_DAYS = 90;
const CHANGES_MAX = 50_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Puts down everything that a policy decides about from now on: what waits or is signed and has not gone live, open
 * requests, code that no deployment has brought yet, and what was written in the last hour.
 */
export async function sweepSubjects(ctx: Ctx): Promise<void> {
  const pending = await pendingRequests(ctx);
  const changes = await recentChanges(ctx);
  const changeIds = new Set([...pending.changeIds, ...changes]);
  await queueAssessments(ctx, { changeIds: [...changeIds], pullRequests: await openRequests(ctx) });
}

async function pendingRequests(ctx: Ctx): Promise<{ changeIds: string[] }> {
  const { rows } = await ctx.db.execute<{ change_id: string }>(sql`
    select change_id from sign_off_request
    where workspace_id = ${ctx.workspaceId} and live_at is null and change_id is not null and state <> 'lapsed'`);
  return { changeIds: rows.map(({ change_id }) => change_id) };
}

async function openRequests(ctx: Ctx): Promise<PullRequestKey[]> {
  const { rows } = await ctx.db.execute<{ repository_id: string; number: number }>(sql`
    select repository_id, number from pull_request where workspace_id = ${ctx.workspaceId} and state = 'open'`);
  return rows.map((row) => ({ repositoryId: row.repository_id, pullRequest: row.number }));
}

async function recentChanges(ctx: Ctx): Promise<string[]> {
  const policy = (await policiesInForce(ctx)).at(ctx.now)?.policy ?? null;
  if (policy === null) return [];
  const since = (ms: number) => new Date(ctx.now.getTime() - ms).toISOString();
  const { rows } = await ctx.db.execute<{
    id: string;
    at: string;
    involvement: WrittenChange["involvement"];
    ai_role: WrittenChange["aiRole"];
    kind: WrittenChange["kind"];
    environment: string;
  }>(sql`
    select id, at, involvement, ai_role, kind, environment from change
    where workspace_id = ${ctx.workspaceId} and at > ${since(PENDING_DAYS * DAY_MS)}
      and (at > ${since(HOUR_MS)} or (kind = 'code' and deployed_at is null))
    order by at desc, id desc limit ${CHANGES_MAX}`);
  return rows.flatMap(({ id, ai_role: aiRole, ...row }) =>
    mightAsk(policy, { ...row, aiRole }) ? [id] : [],
  );
}
