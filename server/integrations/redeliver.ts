import { webhookDelivery } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { NotFound } from "@/domain/errors";
import type { Delivery } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { getDelivery, isDelivery } from "./deliveries";
import { KEEPING_NEEDS } from "./queries";

/**
 * Has a stored delivery worked off again, as when its fault has been repaired. Tellings merge to the same whatever their
 * number, so that one that was worked off before changes nothing.
 */
export function redeliver(
  ctx: Ctx,
  { integrationId, id }: { integrationId: string; id: string },
): Promise<Delivery> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(webhookDelivery)
      .set({ status: "received", reason: null, attempts: 0, dueAt: tx.now, settledAt: null })
      .where(isDelivery(tx, { integrationId, id }))
      .returning({ id: webhookDelivery.id });
    if (!row) throw new NotFound("delivery", id);
    const after = await getDelivery(tx, { integrationId, id });
    await recordAudit(tx, {
      action: "delivery.redeliver",
      objectKind: "integration",
      objectId: integrationId,
      after: { delivery: id, event: after.event, externalId: after.externalId },
    });
    return after;
  });
}
