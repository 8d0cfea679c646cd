import { notification } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { NotFound } from "@/domain/errors";
import type { Notification } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { getNotification, isNotification } from "./log";
import { findRow, KEEPING_NEEDS } from "./queries";
import { refuseSwitchedOff } from "./test-channel";

/** Sends it again now, under the id it had, by which a receiver knows what it has seen. */
export function resendNotification(
  ctx: Ctx,
  { channelId, id }: { channelId: string; id: string },
): Promise<Notification> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    refuseSwitchedOff(await findRow(tx, channelId));
    const [row] = await tx.db
      .update(notification)
      .set({ status: "waiting", attempts: 0, dueAt: tx.now, settledAt: null })
      .where(isNotification(tx, { channelId, id }))
      .returning({ event: notification.event });
    if (!row) throw new NotFound("notification", id);
    await recordAudit(tx, {
      action: "notification.resend",
      objectKind: "notification-channel",
      objectId: channelId,
      after: { notification: id, event: row.event },
    });
    return getNotification(tx, { channelId, id });
  });
}
