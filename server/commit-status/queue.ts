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
}

const WHOLE = /^[0-9a-f]{40}$/;

/**
 * Has the host told how the request stands now, in the transaction that assessed it. Of one revision only the newest
 * state is kept, and told once; where no integration holds a token for the repository's host, nothing is.
 */
export async function queueCommitStatus(ctx: Ctx, request: AssessedRequest): Promise<void> {
  const { repositoryId } = request;
  const revision = request.revision?.toLowerCase() ?? "";
  if (repositoryId === null || !WHOLE.test(revision)) return;
  const [host] = await statusHosts(ctx.db, { workspaceId: ctx.workspaceId, repositoryId });
  if (host === undefined) return;
  const { state, description } = commitStatusOf(request);
  const now = ctx.now.toISOString();
  await ctx.db.execute(sql`
    insert into commit_status as s (workspace_id, id, integration_id, repository_id, revision, context, state,
      description, target_path, status, due_at, updated_at)
    select ${ctx.workspaceId}, ${uuidv7({ msecs: ctx.now.getTime() })}, ${host.integrationId}, ${repositoryId},
      ${revision}, ${SIGN_OFF_CONTEXT}, ${state}, ${description}, '/' || w.slug || '/sign-offs/' || ${request.id}::text,
      'waiting', ${now}, ${now}
    from workspace w where w.workspace_id = ${ctx.workspaceId}
    on conflict (workspace_id, repository_id, revision, context) do update set
      integration_id = excluded.integration_id, state = excluded.state, description = excluded.description,
      target_path = excluded.target_path, status = 'waiting', attempts = 0, last_error = null,
      due_at = excluded.due_at, version = s.version + 1, updated_at = excluded.updated_at
    where (s.state, s.description, s.target_path)
      is distinct from (excluded.state, excluded.description, excluded.target_path)`);
}
