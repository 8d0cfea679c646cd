import { and, eq, isNull } from "drizzle-orm";
import { apiToken } from "@/db/schema";
import { canKeepServiceTokens, canRevokeToken } from "@/domain/access/token";
import { NotFound } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { selectTokens } from "./queries";

/** Ends a token at once: its next request is refused. */
export function revokeToken(ctx: Ctx, id: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const [before] = await selectTokens(tx, eq(apiToken.id, id));
    const owner = { userId: before?.user?.id ?? null };
    // Whoever may not see the token is not told that there is one.
    const isVisible = canKeepServiceTokens(tx.actor) || canRevokeToken(tx.actor, owner);
    authorise(isVisible || tx.actor.kind === "user", "Revoking a token needs an admin.");
    if (!before || !isVisible) throw new NotFound("token", id);
    const revoked = await tx.db
      .update(apiToken)
      .set({ revokedAt: tx.now })
      .where(and(eq(apiToken.workspaceId, tx.workspaceId), eq(apiToken.id, id), isNull(apiToken.revokedAt)))
      .returning({ id: apiToken.id });
    if (revoked.length === 0) throw new NotFound("token", id);
    await recordAudit(tx, { action: "token.revoke", objectKind: "token", objectId: id, before });
  });
}
