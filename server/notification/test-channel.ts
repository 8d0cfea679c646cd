import { v7 as uuidv7 } from "uuid";
import { notification } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { Conflict } from "@/domain/errors";
import { TEST_EVENT } from "@/domain/notification/events";
import type { Told } from "@/domain/notification/message";
import type { Notification } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { getNotification } from "./log";
import { findRow, KEEPING_NEEDS } from "./queries";

/** Sends a message that tells of nothing, to see whether the channel works. The log shows what became of it. */
export function testChannel(ctx: Ctx, id: string): Promise<Notification> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    refuseSwitchedOff(row);
    const told: Told = {
      title: "Faultline can reach this channel",
      sentence: `${tx.actor.name} sent this to try it. Nothing has happened, and nothing is to be done.`,
      path: "/settings/notifications",
      facts: [],
      data: {},
    };
    const notificationId = uuidv7({ msecs: tx.now.getTime() });
    await tx.db.insert(notification).values({
      workspaceId: tx.workspaceId,
      id: notificationId,
      channelId: id,
      event: TEST_EVENT,
      payload: { ...told },
      status: "waiting",
      createdAt: tx.now,
      dueAt: tx.now,
    });
    await recordAudit(tx, {
      action: "notification-channel.test",
      objectKind: "notification-channel",
      objectId: id,
      after: { notification: notificationId },
    });
    return getNotification(tx, { channelId: id, id: notificationId });
  });
}

export function refuseSwitchedOff({ disabledAt, name }: { disabledAt: Date | null; name: string }): void {
  if (disabledAt === null) return;
  throw new Conflict("channel-switched-off", `${name} is switched off. Switch it on first.`);
}
