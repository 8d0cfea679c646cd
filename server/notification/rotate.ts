import { notificationChannel } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { Conflict, PreconditionFailed } from "@/domain/errors";
import { OLD_SIGNATURE_HOURS } from "@/domain/notification/events";
import type { ChannelWithSecret } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { makeSecret, sealSecret } from "./channel-secrets";
import { findRow, isChannel, KEEPING_NEEDS, toChannel } from "./queries";

const HOUR_MS = 3_600_000;

/** Makes another secret, told this once. For a day both sign, so that the receiver can be changed meanwhile. */
export function rotateChannelSecret(
  ctx: Ctx,
  { id, version }: { id: string; version: number | null },
): Promise<ChannelWithSecret> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const row = await findRow(tx, id);
    if (version !== null && version !== row.version) throw new PreconditionFailed(row.version);
    if (row.kind !== "webhook") {
      throw new Conflict(
        "no-secret",
        "Slack takes no signature: its address is the secret. Edit that instead.",
      );
    }
    const secret = makeSecret();
    const [changed] = await tx.db
      .update(notificationChannel)
      .set({
        sealedSecret: sealSecret(row, secret),
        sealedOldSecret: row.sealedSecret,
        oldSecretUntil: new Date(tx.now.getTime() + OLD_SIGNATURE_HOURS * HOUR_MS),
        version: row.version + 1,
        updatedAt: tx.now,
      })
      .where(isChannel(tx, id))
      .returning();
    const after = await toChannel(tx, changed ?? row);
    await recordAudit(tx, {
      action: "notification-channel.rotate-secret",
      objectKind: "notification-channel",
      objectId: id,
      before: await toChannel(tx, row),
      after,
    });
    return { channel: after, secret };
  });
}
