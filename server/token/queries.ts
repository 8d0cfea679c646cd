import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import { agent, apiToken, authUser } from "@/db/schema";
import { SCOPES } from "@/domain/access/roles";
import { canKeepServiceTokens } from "@/domain/access/token";
import type { Token } from "@/domain/token/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

/** More live tokens than this nobody can look after; `createToken` refuses the next one. */
export const TOKENS_MAX = 1_000;

/** The tokens that are not revoked, newest first: all of them for an admin, for everybody else their own. */
export async function listTokens(ctx: Ctx): Promise<Token[]> {
  const { actor } = ctx;
  if (canKeepServiceTokens(actor)) return selectTokens(ctx, undefined);
  authorise(actor.kind === "user", "Listing tokens with a token needs its scope admin and an admin's role.");
  return selectTokens(ctx, eq(apiToken.userId, actor.kind === "user" ? actor.id : ""));
}

export async function selectTokens(ctx: Ctx, condition: SQL | undefined): Promise<Token[]> {
  const rows = await ctx.db
    .select({ token: apiToken, userName: authUser.name, userEmail: authUser.email, agent })
    .from(apiToken)
    .leftJoin(agent, and(eq(agent.workspaceId, apiToken.workspaceId), eq(agent.id, apiToken.agentId)))
    .leftJoin(authUser, eq(authUser.id, apiToken.userId))
    .where(and(eq(apiToken.workspaceId, ctx.workspaceId), isNull(apiToken.revokedAt), condition))
    .orderBy(desc(apiToken.createdAt), desc(apiToken.id))
    .limit(TOKENS_MAX);
  return rows.map(({ token, userName, userEmail, agent: of }) => ({
    id: token.id,
    name: token.name,
    kind: token.kind,
    user: token.userId === null ? null : { id: token.userId, name: userName ?? "", email: userEmail ?? "" },
    agent: of === null ? null : { slug: of.slug, name: of.name },
    prefix: token.prefix,
    scopes: SCOPES.filter((scope) => token.scopes.includes(scope)),
    requestsPerMinute: token.requestsPerMinute,
    createdBy: token.createdBy,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    expired: token.expiresAt !== null && token.expiresAt <= ctx.now,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    lastUsedAddress: token.lastUsedAddress,
  }));
}
