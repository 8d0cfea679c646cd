import { and, eq } from "drizzle-orm";
import { integration } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { PreconditionFailed } from "@/domain/errors";
import { OLD_SECRET_HOURS } from "@/domain/integration/kinds";
import type { IntegrationWithSecret } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { findRow, KEEPING_NEEDS, toIntegration } from "./queries";
import { makeSecret, sealSecret } from "./secret";

const HOUR_MS = 3_600_000;

/**
 * Makes another secret. The one before it is taken for a day more, so that no delivery is lost while the sender still
 * has it; one that was replaced before that is good for nothing from now on.
 */
export function rotateSecret(
  ctx: Ctx,
  { id, version }: { id: string; version: number | null },
): Promise<IntegrationWithSecret> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    const secret = makeSecret(row.kind);
    const [changed] = await tx.db
      .update(integration)
      .set({
        sealedSecret: sealSecret(row, secret),
        sealedOldSecret: row.sealedSecret,
        oldSecretUntil: new Date(tx.now.getTime() + OLD_SECRET_HOURS * HOUR_MS),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(and(eq(integration.workspaceId, tx.workspaceId), eq(integration.id, id)))
      .returning();
    const after = await toIntegration(tx, changed ?? row);
    await recordAudit(tx, {
      action: "integration.rotate-secret",
      objectKind: "integration",
      objectId: id,
      before: await toIntegration(tx, row),
      after,
    });
    return { integration: after, secret };
  });
}
