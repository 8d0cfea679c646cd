import { and, eq, getTableColumns, gt, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { breakGlass, notificationChannel, signOffRequest } from "@/db/schema";
import { DUE_SOON_MINUTES, type NotificationEvent } from "@/domain/notification/events";
import type { Ctx } from "@/server/context";
import { type Notice, notifyAll } from "./notify";
import { breakGlassTold, signOffTold } from "./sign-off-told";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PER_ROUND_MAX = 500;

/**
 * Tells of what nobody does: a sign-off that falls due, and a break-glass that is over and was not looked at. Each is
 * told once, whoever asks how often; what fell due while nothing ran is told of for a day.
 */
export async function remind(db: Database, now: Date): Promise<void> {
  const workspaceIds = await workspacesToRemind(db);
  if (workspaceIds.length === 0) return;
  const notices = [
    ...(await dueNotices(db, now, workspaceIds)),
    ...(await reviewNotices(db, now, workspaceIds)),
  ];
  for (const workspaceId of new Set(notices.map((one) => one.workspaceId))) {
    const ctx: Ctx = {
      db,
      now,
      workspaceId,
      actor: { kind: "system", name: "Reminders" },
      requestId: "reminders",
    };
    await notifyAll(
      ctx,
      notices.filter((one) => one.workspaceId === workspaceId),
    );
  }
}

const REMINDERS: readonly NotificationEvent[] = [
  "sign-off.due-soon",
  "sign-off.overdue",
  "break-glass.to-review",
];

async function workspacesToRemind(db: Database): Promise<string[]> {
  const rows = await db
    .selectDistinct({ workspaceId: notificationChannel.workspaceId })
    .from(notificationChannel)
    .where(
      and(
        isNull(notificationChannel.disabledAt),
        sql`${notificationChannel.events} && ${sql.param([...REMINDERS])}::text[]`,
      ),
    );
  return rows.map(({ workspaceId }) => workspaceId);
}

type Reminder = Notice & { workspaceId: string };

async function dueNotices(db: Database, now: Date, workspaceIds: readonly string[]): Promise<Reminder[]> {
  const rows = await db
    .select()
    .from(signOffRequest)
    .where(
      and(
        inArray(signOffRequest.workspaceId, [...workspaceIds]),
        // Written out, so that the planner knows that the partial index of what waits serves.
        sql`${signOffRequest.state} = 'waiting'`,
        gt(signOffRequest.dueAt, new Date(now.getTime() - DAY_MS)),
        lte(signOffRequest.dueAt, new Date(now.getTime() + DUE_SOON_MINUTES * MINUTE_MS)),
      ),
    )
    .orderBy(signOffRequest.dueAt)
    .limit(PER_ROUND_MAX);
  return rows.flatMap((row) => {
    if (row.dueAt === null) return [];
    const isOver = row.dueAt <= now;
    return {
      workspaceId: row.workspaceId,
      event: isOver ? ("sign-off.overdue" as const) : ("sign-off.due-soon" as const),
      told: signOffTold(row),
      onceFor: `${row.id} ${row.dueAt.toISOString()}`,
    };
  });
}

async function reviewNotices(db: Database, now: Date, workspaceIds: readonly string[]): Promise<Reminder[]> {
  const over = sql`coalesce(${breakGlass.endedAt}, ${breakGlass.expiresAt})`;
  const rows = await db
    .select({ ...getTableColumns(breakGlass), title: signOffRequest.title })
    .from(breakGlass)
    .leftJoin(
      signOffRequest,
      and(
        eq(signOffRequest.workspaceId, breakGlass.workspaceId),
        eq(signOffRequest.changeId, breakGlass.changeId),
      ),
    )
    .where(
      and(
        inArray(breakGlass.workspaceId, [...workspaceIds]),
        isNull(breakGlass.reviewedAt),
        eq(breakGlass.generated, false),
        sql`${over} > ${new Date(now.getTime() - DAY_MS).toISOString()}::timestamptz`,
        sql`${over} <= ${now.toISOString()}::timestamptz`,
      ),
    )
    .limit(PER_ROUND_MAX);
  return rows.map(({ title, ...row }) => ({
    workspaceId: row.workspaceId,
    event: "break-glass.to-review",
    told: breakGlassTold(
      row,
      title ?? `Revision ${row.revision?.slice(0, 8) ?? "of a change"}`,
      `The break-glass that ${row.openedBy} opened is over. Look at what went through, and say what you found.`,
    ),
    onceFor: row.id,
  }));
}
