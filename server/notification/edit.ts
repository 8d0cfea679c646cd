import { and, eq } from "drizzle-orm";
import { notification, notificationChannel } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { PreconditionFailed } from "@/domain/errors";
import type { Channel, ChannelEdit } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { refuseTakenName } from "@/server/limits/refuse-taken-name";
import { sealUrl } from "./channel-secrets";
import { nameTaken } from "./create";
import { type ChannelRow, findRow, isChannel, KEEPING_NEEDS, toChannel } from "./queries";
import { receiverOf } from "./receivers";

/** Renames it, sends it elsewhere, chooses other events, or switches it off and on. */
export function editChannel(
  ctx: Ctx,
  { id, version, edit }: { id: string; version: number | null; edit: ChannelEdit },
): Promise<Channel> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  const receiver = edit.url === undefined ? null : receiverOf(edit.url);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    if (edit.name !== undefined) {
      await refuseTakenName(tx, notificationChannel, { id, name: edit.name }, nameTaken);
    }
    const [changed] = await tx.db
      .update(notificationChannel)
      .set({
        ...(edit.name === undefined ? {} : { name: edit.name }),
        ...(edit.events === undefined ? {} : { events: edit.events }),
        ...(receiver === null ? {} : { host: receiver.host, sealedUrl: sealUrl(row, receiver.url) }),
        ...switchOf(tx, row, edit),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(isChannel(tx, id))
      .returning();
    if (edit.disabled === true) await giveUpWaiting(tx, id);
    const after = await toChannel(tx, changed ?? row);
    await recordAudit(tx, {
      action: "notification-channel.edit",
      objectKind: "notification-channel",
      objectId: id,
      before: await toChannel(tx, row),
      after: receiver === null ? after : { ...after, address: "another" },
    });
    return after;
  });
}

function switchOf(ctx: Ctx, row: ChannelRow, { disabled }: ChannelEdit) {
  if (disabled === undefined) return {};
  if (!disabled) return { disabledAt: null, disabledReason: null };
  return { disabledAt: row.disabledAt ?? ctx.now };
}

/** Nothing is sent to what is switched off; what waited can be sent again by hand. */
export async function giveUpWaiting(
  ctx: Pick<Ctx, "db" | "workspaceId" | "now">,
  channelId: string,
): Promise<void> {
  await ctx.db
    .update(notification)
    .set({
      status: "failed",
      lastError: "The channel was switched off before this was sent.",
      dueAt: null,
      settledAt: ctx.now,
    })
    .where(
      and(
        eq(notification.workspaceId, ctx.workspaceId),
        eq(notification.channelId, channelId),
        eq(notification.status, "waiting"),
      ),
    );
}
