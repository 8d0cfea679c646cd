import { and, eq } from "drizzle-orm";
import { integration } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { findRow, KEEPING_NEEDS, toIntegration } from "./queries";

/** Removes it with its secret and its stored deliveries. The changes that it told of stay. */
export function removeIntegration(ctx: Ctx, id: string): Promise<void> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const before = await toIntegration(tx, await findRow(tx, id));
    await tx.db
      .delete(integration)
      .where(and(eq(integration.workspaceId, tx.workspaceId), eq(integration.id, id)));
    await recordAudit(tx, {
      action: "integration.remove",
      objectKind: "integration",
      objectId: id,
      before,
    });
  });
}
