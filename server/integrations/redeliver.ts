import { sql } from "drizzle-orm";
import { webhookDelivery } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { Conflict, NotFound } from "@/domain/errors";
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
    await refuseEmptied(tx, { integrationId, id });
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

/** What a person's erasure or the end of its time has emptied says nothing any more. */
async function refuseEmptied(ctx: Ctx, place: { integrationId: string; id: string }): Promise<void> {
  const [kept] = await ctx.db
    .select({ bytes: sql<number>`octet_length(${webhookDelivery.body})` })
    .from(webhookDelivery)
    .where(isDelivery(ctx, place));
  if (kept?.bytes !== 0) return;
  throw new Conflict(
    "delivery-emptied",
    "What this delivery said is no longer kept, so it cannot be worked off again. Have its sender redeliver it.",
  );
}
