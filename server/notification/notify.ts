import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { stringify } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { notification, notificationChannel } from "@/db/schema";
import { storable } from "@/domain/audit/jsonb-text";
import type { NotificationEvent } from "@/domain/notification/events";
import type { Told } from "@/domain/notification/message";
import type { Ctx } from "@/server/context";
import { idMaker } from "@/server/new-id";

export interface Notice {
  event: NotificationEvent;
  told: Told;
  /** Told at most once for this key, while the first one is still kept. */
  onceFor?: string;
}

/** Puts a notification down for every channel that chose its event, in the caller's transaction; it is sent after. */
export function notify(ctx: Ctx, event: NotificationEvent, told: Told): Promise<void> {
  return notifyAll(ctx, [{ event, told }]);
}

export async function notifyAll(ctx: Ctx, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const channels = await ctx.db
    .select({ id: notificationChannel.id, events: notificationChannel.events })
    .from(notificationChannel)
    .where(and(eq(notificationChannel.workspaceId, ctx.workspaceId), isNull(notificationChannel.disabledAt)))
    // A channel that is removed meanwhile would fail what the notice tells of.
    .for("key share");
  const newId = idMaker(ctx);
  const rows = notices.flatMap(({ event, told, onceFor }) =>
    channels
      .filter(({ events }) => events.includes(event))
      .map((channel) => ({
        workspaceId: ctx.workspaceId,
        id: onceFor === undefined ? newId() : onceId([channel.id, event, onceFor]),
        channelId: channel.id,
        event,
        payload: storable(told) as Record<string, unknown>,
        status: "waiting" as const,
        createdAt: ctx.now,
        dueAt: ctx.now,
      })),
  );
  if (rows.length > 0) await insertRows(ctx.db, notification, rows, { skipExisting: true });
}

/** The same id for the same words, in the form that is for ids of one's own making (RFC 9562, version 8). */
function onceId(words: readonly string[]): string {
  const bytes = createHash("sha256").update(words.join("\0")).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return stringify(bytes);
}
