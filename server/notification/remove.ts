import { notificationChannel } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { findRow, isChannel, KEEPING_NEEDS, toChannel } from "./queries";

/** Removes it with its address, its secret and the log of what was sent there. */
export function removeChannel(ctx: Ctx, id: string): Promise<void> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const before = await toChannel(tx, await findRow(tx, id));
    await tx.db.delete(notificationChannel).where(isChannel(tx, id));
    await recordAudit(tx, {
      action: "notification-channel.remove",
      objectKind: "notification-channel",
      objectId: id,
      before,
    });
  });
}
