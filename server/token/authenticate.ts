import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { apiToken } from "@/db/schema";
import { SCOPES } from "@/domain/access/roles";
import type { TokenPrincipal } from "@/server/auth/principal";
import { hashToken, isTokenText } from "./token-text";

/** Last use is told to the minute, so that a busy token does not write at each request. */
const LAST_USE_MS = 60_000;

/** The holder of a token that is whole, known, not revoked and not expired; else null. */
export async function tokenPrincipal(
  db: Database,
  text: string,
  { now, address }: { now: Date; address: string | null },
): Promise<TokenPrincipal | null> {
  if (!isTokenText(text)) return null;
  const [row] = await db
    .select()
    .from(apiToken)
    .where(
      and(
        eq(apiToken.tokenHash, hashToken(text)),
        isNull(apiToken.revokedAt),
        or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, now)),
      ),
    );
  if (!row) return null;
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
    userId: row.userId,
    scopes: SCOPES.filter((scope) => row.scopes.includes(scope)),
    requestsPerMinute: row.requestsPerMinute,
  };
}
