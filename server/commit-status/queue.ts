import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { commitStatusOf, SIGN_OFF_CONTEXT, type ToldRequest } from "@/domain/commit-status/status";
import type { Ctx } from "@/server/context";
import { statusHosts } from "./hosts";

/** A request for sign-off as it stands, of a pull request or a change of a repository. */
export interface AssessedRequest extends ToldRequest {
  id: string;
  repositoryId: string | null;
  revision: string | null;
  /** When it went live; null while it has not. */
  liveAt: Date | null;
  generated: boolean;
}

const WHOLE = /^[0-9a-f]{40}$/;
/** Nobody looks at the commit of what went live longer ago; a history that is brought in is told to no host. */
const NEWS_MS = 86_400_000;

/**
 * Has hosts told how requests stand now, in the transaction that assessed them. Of one revision only the newest state
 * is kept, and told once; where no integration holds a token for a repository's host, nothing is.
 */
export async function queueCommitStatuses(ctx: Ctx, requests: readonly AssessedRequest[]): Promise<void> {
  if (requests.length === 0) return;
  const holding = await ctx.db.execute(sql`
    select 1 from integration where workspace_id = ${ctx.workspaceId} and kind = 'github'
      and sealed_api_token is not null and disabled_at is null limit 1`);
  if (holding.rows.length === 0) return;
  for (const request of requests) await queueOne(ctx, request);
}

async function queueOne(ctx: Ctx, request: AssessedRequest): Promise<void> {
  const { repositoryId, liveAt } = request;
  const revision = request.revision?.toLowerCase() ?? "";
  if (repositoryId === null || !WHOLE.test(revision) || request.generated) return;
  const [host] = await statusHosts(ctx.db, { workspaceId: ctx.workspaceId, repositoryId });
  if (host === undefined) return;
  const { state, description } = commitStatusOf(request);
  const now = ctx.now.toISOString();
  const isNews = liveAt === null || ctx.now.getTime() - liveAt.getTime() < NEWS_MS;
  await ctx.db.execute(sql`
    insert into commit_status as s (workspace_id, id, integration_id, repository_id, revision, context, state,
      description, target_path, status, due_at, updated_at)
    select ${ctx.workspaceId}, ${uuidv7({ msecs: ctx.now.getTime() })}, ${host.integrationId}, ${repositoryId},
      ${revision}, ${SIGN_OFF_CONTEXT}, ${state}, ${description}, '/' || w.slug || '/sign-offs/' || ${request.id}::text,
      'waiting', ${now}, ${now}
    from workspace w where w.workspace_id = ${ctx.workspaceId} and (${isNews} or exists (
      select from commit_status k where k.workspace_id = w.workspace_id and k.repository_id = ${repositoryId}
        and k.revision = ${revision} and k.context = ${SIGN_OFF_CONTEXT}))
    on conflict (workspace_id, repository_id, revision, context) do update set
      integration_id = excluded.integration_id, state = excluded.state, description = excluded.description,
      target_path = excluded.target_path, status = 'waiting', attempts = 0, last_error = null,
      due_at = excluded.due_at, version = s.version + 1, updated_at = excluded.updated_at
    where (s.state, s.description, s.target_path)
      is distinct from (excluded.state, excluded.description, excluded.target_path)`);
}
