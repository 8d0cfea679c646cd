import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { GITHUB_API, hostOfApi } from "@/domain/integration/api-address";

/** So many integrations are tried for one repository; organizations have a token each. */
const CANDIDATES_MAX = 10;

/** An integration through which something can be said to the repository's host. */
export interface StatusHost {
  integrationId: string;
  sealedApiToken: string;
  apiUrl: string;
  owner: string;
  repo: string;
}

type Row = {
  name: string;
  id: string;
  sealed_api_token: string;
  api_url: string | null;
  sent_at: Date | null;
};

/**
 * The integrations that hold a token for the API of the repository's host: first the one through which something was
 * said to this repository last, because each token reaches the repositories of its own organization only.
 */
export async function statusHosts(
  db: Database,
  { workspaceId, repositoryId }: { workspaceId: string; repositoryId: string },
): Promise<StatusHost[]> {
  const { rows } = await db.execute<Row>(sql`
    select r.name, i.id, i.sealed_api_token, i.api_url, sent.sent_at from repository r
    join integration i on i.workspace_id = r.workspace_id and i.kind = 'github'
      and i.disabled_at is null and i.sealed_api_token is not null
    left join lateral (
      select max(s.sent_at) as sent_at from commit_status s
      where s.workspace_id = r.workspace_id and s.repository_id = r.id and s.integration_id = i.id
    ) sent on true
    where r.workspace_id = ${workspaceId} and r.id = ${repositoryId}
    order by sent.sent_at desc nulls last, i.id limit ${CANDIDATES_MAX}`);
  return rows.flatMap((row) => {
    const apiUrl = row.api_url ?? GITHUB_API;
    const [host, owner, repo, ...rest] = row.name.split("/");
    if (owner === undefined || repo === undefined || rest.length > 0 || host !== hostOfApi(apiUrl)) return [];
    return [{ integrationId: row.id, sealedApiToken: row.sealed_api_token, apiUrl, owner, repo }];
  });
}
