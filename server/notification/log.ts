import { and, desc, eq, sql } from "drizzle-orm";
import { notification } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { NotFound } from "@/domain/errors";
import type { NotificationStatus, SentEvent } from "@/domain/notification/events";
import type { Notification } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { findRow, KEEPING_NEEDS } from "./queries";

export interface NotificationPlace extends Record<string, string> {
  at: string;
  id: string;
}

/** What was put down for a channel, newest first; the key of the next page is the last one's time and id. */
export async function listNotifications(
  ctx: Ctx,
  channelId: string,
  { status, limit, cursor }: { status?: NotificationStatus; limit: number; cursor?: NotificationPlace },
): Promise<{ notifications: Notification[]; next: NotificationPlace | null }> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  await findRow(ctx, channelId, { lock: false });
  const rows = await ctx.db
    .select()
    .from(notification)
    .where(
      and(
        eq(notification.workspaceId, ctx.workspaceId),
        eq(notification.channelId, channelId),
        status === undefined ? undefined : eq(notification.status, status),
        cursor
          ? sql`(${notification.createdAt}, ${notification.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    notifications: shown.map(toNotification),
    next: rows.length > limit && last ? { at: last.createdAt.toISOString(), id: last.id } : null,
  };
}

export async function getNotification(
  ctx: Ctx,
  { channelId, id }: { channelId: string; id: string },
): Promise<Notification> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  const [row] = await ctx.db.select().from(notification).where(isNotification(ctx, { channelId, id }));
  if (!row) throw new NotFound("notification", id);
  return toNotification(row);
}

export const isNotification = (ctx: Ctx, { channelId, id }: { channelId: string; id: string }) =>
  and(
    eq(notification.workspaceId, ctx.workspaceId),
    eq(notification.channelId, channelId),
    eq(notification.id, id),
  );

function toNotification(row: typeof notification.$inferSelect): Notification {
  const text = (name: string) => String(row.payload[name] ?? "");
  return {
    id: row.id,
    event: row.event as SentEvent,
    title: text("title"),
    sentence: text("sentence"),
    status: row.status,
    attempts: row.attempts,
    responseStatus: row.responseStatus,
    lastError: row.lastError,
    createdAt: row.createdAt.toISOString(),
    nextTryAt: row.dueAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
