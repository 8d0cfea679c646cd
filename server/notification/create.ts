import { v7 as uuidv7 } from "uuid";
import { notificationChannel } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { Conflict } from "@/domain/errors";
import type { ChannelInput, ChannelWithSecret } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { refuseBeyond } from "@/server/limits/refuse-beyond";
import { makeSecret, sealSecret, sealUrl } from "./channel-secrets";
import { CHANNELS_MAX, KEEPING_NEEDS, toChannel } from "./queries";
import { receiverOf } from "./receivers";

/** Says where notifications go. A webhook gets the secret that they are signed with, told this once. */
export function createChannel(ctx: Ctx, input: ChannelInput): Promise<ChannelWithSecret> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  const { url, host } = receiverOf(input.url);
  return inTransaction(ctx, async (tx) => {
    await refuseTooMany(tx);
    const place = { workspaceId: tx.workspaceId, id: uuidv7({ msecs: tx.now.getTime() }) };
    const secret = input.kind === "webhook" ? makeSecret() : null;
    const [row] = await tx.db
      .insert(notificationChannel)
      .values({
        ...place,
        kind: input.kind,
        name: input.name,
        events: input.events,
        host,
        sealedUrl: sealUrl(place, url),
        sealedSecret: secret === null ? null : sealSecret(place, secret),
        createdBy: tx.actor.name,
        createdAt: tx.now,
        updatedAt: tx.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw nameTaken(input.name);
    const created = await toChannel(tx, row);
    await recordAudit(tx, {
      action: "notification-channel.create",
      objectKind: "notification-channel",
      objectId: row.id,
      after: created,
    });
    return { channel: created, secret };
  });
}

export const nameTaken = (name: string) =>
  new Conflict("notification-channel-exists", `There is a channel called ${name} already.`, "name");

const refuseTooMany = (ctx: Ctx) =>
  refuseBeyond(ctx, notificationChannel, {
    max: CHANNELS_MAX,
    code: "too-many-notification-channels",
    message: `The workspace has ${CHANNELS_MAX} channels; remove some that nobody reads.`,
  });
