import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { notification, notificationChannel, workspace } from "@/db/schema";
import type { SentEvent } from "@/domain/notification/events";
import type { Message, Told } from "@/domain/notification/message";
import { retryPauseMs } from "@/domain/notification/schedule";
import { recordAudit } from "@/server/audit/record";
import { giveUpWaiting } from "./edit";
import type { ChannelRow } from "./queries";
import { type Outcome, type Sending, send } from "./send";

/** Nobody else takes a notification while it is sent; a process that dies leaves it to others after this. */
const LEASE_MS = 60_000;

export interface Working extends Sending {
  db: Database;
  /** Where the application is reached; null where its operator has not said. */
  origin: string | null;
  chance(): number;
}

export interface Taken {
  workspaceId: string;
  id: string;
  channelId: string;
  attempts: number;
}

/** Takes one that is due, so that no other instance sends it meanwhile; none of the channels that are busy. */
export async function takeDue(
  { db, now }: Pick<Working, "db" | "now">,
  busy: readonly string[] = [],
): Promise<Taken | null> {
  const { rows } = await db.execute<{
    workspace_id: string;
    id: string;
    channel_id: string;
    attempts: number;
  }>(sql`
    update notification n set attempts = n.attempts + 1,
      due_at = ${new Date(now.getTime() + LEASE_MS).toISOString()}
    where (n.workspace_id, n.id) in (
      select workspace_id, id from notification
      where due_at is not null and due_at <= ${now.toISOString()}
        and channel_id <> all(${sql.param([...busy])}::uuid[])
      order by due_at limit 1 for update skip locked)
    returning n.workspace_id, n.id, n.channel_id, n.attempts`);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    channelId: row.channel_id,
    attempts: row.attempts,
  };
}

/** Sends whatever is due, oldest first, until nothing is; answers how many tries that were. */
export async function workOffDue(working: Working): Promise<number> {
  for (let worked = 0; ; worked += 1) {
    const taken = await takeDue(working);
    if (taken === null) return worked;
    await sendTaken(working, taken);
  }
}

/** No transaction is open while the receiver is waited for: it may take its time. */
export async function sendTaken(working: Working, taken: Taken): Promise<void> {
  const found = await load(working, taken);
  if (found === null) return;
  // Put down by somebody who saw it still switched on.
  if (found.channel.disabledAt !== null) return giveUpWaiting({ ...working, ...taken }, taken.channelId);
  await settle(working, taken, await send(found.channel, found.message, working));
}

async function load(
  { db, origin }: Working,
  { workspaceId, id }: Taken,
): Promise<{ channel: ChannelRow; message: Message } | null> {
  const [row] = await db
    .select({ channel: notificationChannel, told: notification, slug: workspace.slug })
    .from(notification)
    .innerJoin(
      notificationChannel,
      and(
        eq(notificationChannel.workspaceId, notification.workspaceId),
        eq(notificationChannel.id, notification.channelId),
      ),
    )
    .innerJoin(workspace, eq(workspace.workspaceId, notification.workspaceId))
    .where(
      and(
        eq(notification.workspaceId, workspaceId),
        eq(notification.id, id),
        eq(notification.status, "waiting"),
      ),
    );
  if (row === undefined) return null;
  return {
    channel: row.channel,
    message: {
      id,
      origin,
      event: row.told.event as SentEvent,
      told: row.told.payload as unknown as Told,
      at: row.told.createdAt.toISOString(),
      workspace: row.slug,
    },
  };
}

async function settle(working: Working, taken: Taken, outcome: Outcome): Promise<void> {
  if (outcome.kind === "gone") return switchOff(working, taken);
  const { now } = working;
  if (outcome.kind === "sent") {
    const responseStatus = outcome.status;
    return write(working, taken, {
      ...{ status: "sent", responseStatus, lastError: null, dueAt: null, settledAt: now },
    });
  }
  const pauseMs = retryPauseMs(taken.attempts, working.chance(), outcome.askedPauseMs);
  const failed = { responseStatus: outcome.status, lastError: outcome.error };
  await write(
    working,
    taken,
    pauseMs === null
      ? { ...failed, status: "failed", dueAt: null, settledAt: now }
      : { ...failed, dueAt: new Date(now.getTime() + pauseMs) },
  );
}

async function write(
  { db }: Pick<Working, "db">,
  { workspaceId, id }: Taken,
  values: Partial<typeof notification.$inferInsert>,
): Promise<void> {
  await db
    .update(notification)
    .set(values)
    .where(
      and(
        eq(notification.workspaceId, workspaceId),
        eq(notification.id, id),
        eq(notification.status, "waiting"),
      ),
    );
}

/** 410: the receiver wants nothing more. An admin may switch the channel on again. */
async function switchOff({ db, now }: Working, taken: Taken): Promise<void> {
  const { workspaceId, channelId } = taken;
  const reason = "Its receiver answered 410: it is gone.";
  await db.transaction(async (tx) => {
    const [channel] = await tx
      .update(notificationChannel)
      .set({
        disabledAt: now,
        disabledReason: reason,
        version: sql`${notificationChannel.version} + 1`,
        updatedAt: now,
      })
      .where(
        and(
          eq(notificationChannel.workspaceId, workspaceId),
          eq(notificationChannel.id, channelId),
          isNull(notificationChannel.disabledAt),
        ),
      )
      .returning({ name: notificationChannel.name });
    await write({ db: tx }, taken, {
      ...{ status: "failed", responseStatus: 410, lastError: reason, dueAt: null, settledAt: now },
    });
    await giveUpWaiting({ db: tx, workspaceId, now }, channelId);
    if (channel === undefined) return;
    const actor = { kind: "system" as const, name: "Notifications" };
    await recordAudit(
      { db: tx, workspaceId, now, actor, requestId: taken.id },
      {
        action: "notification-channel.switch-off",
        objectKind: "notification-channel",
        objectId: channelId,
        after: { name: channel.name, reason },
      },
    );
  });
}
