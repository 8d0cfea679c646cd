import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { preparedQuery } from "@/db/named-query";
import { agent, apiToken, workspace } from "@/db/schema";
import { SCOPES } from "@/domain/access/roles";
import type { TokenPrincipal } from "@/server/auth/principal";
import { toWorkspace } from "@/server/workspace/queries";
import { hashToken, isTokenText } from "./token-text";

/** Last use is told to the minute, so that a busy token does not write at each request. */
const LAST_USE_MS = 60_000;

const standingToken = preparedQuery((db) =>
  db
    .select({ token: apiToken, workspace, agentSlug: agent.slug })
    .from(apiToken)
    .leftJoin(agent, and(eq(agent.workspaceId, apiToken.workspaceId), eq(agent.id, apiToken.agentId)))
    .innerJoin(workspace, eq(workspace.workspaceId, apiToken.workspaceId))
    .where(
      and(
        eq(apiToken.tokenHash, sql.placeholder("hash")),
        isNull(apiToken.revokedAt),
        or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, sql.placeholder("now"))),
      ),
    )
    .prepare("standing_token"),
);

/** The holder of a token that is whole, known, not revoked and not expired; else null. */
export async function tokenPrincipal(
  db: Database,
  text: string,
  { now, address }: { now: Date; address: string | null },
): Promise<TokenPrincipal | null> {
  if (!isTokenText(text)) return null;
  const [found] = await standingToken(db).execute({ hash: hashToken(text), now });
  if (found === undefined) return null;
  const { token: row, agentSlug } = found;
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > LAST_USE_MS) {
    await db
      .update(apiToken)
      .set({ lastUsedAt: now, lastUsedAddress: address })
      .where(and(eq(apiToken.workspaceId, row.workspaceId), eq(apiToken.id, row.id)));
  }
  return {
    kind: "token",
    tokenId: row.id,
    name: row.name,
    workspaceId: row.workspaceId,
    workspace: toWorkspace(found.workspace),
    userId: row.userId,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    agent: row.agentId === null ? null : { id: row.agentId, slug: agentSlug ?? "" },
    requestsPerMinute: row.requestsPerMinute,
  };
}
