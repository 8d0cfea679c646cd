import { and, asc, eq, sql } from "drizzle-orm";
import { notificationChannel } from "@/db/schema";
import { canKeepNotifications } from "@/domain/access/workspace";
import { NotFound } from "@/domain/errors";
import { FAILED_LATELY_DAYS, NOTIFICATION_EVENTS } from "@/domain/notification/events";
import type { Channel } from "@/domain/notification/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { oldSecretUntil } from "@/server/secrets/old-secret";

export const KEEPING_NEEDS = "Where notifications go is a secret, so keeping channels takes an admin.";
/** More places than this nobody can look after; `createChannel` refuses the next one. */
export const CHANNELS_MAX = 100;
const DAY_MS = 86_400_000;

export type ChannelRow = typeof notificationChannel.$inferSelect;

/** Every channel of the workspace, by name. */
export async function listChannels(ctx: Ctx): Promise<Channel[]> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  const rows = await ctx.db
    .select()
    .from(notificationChannel)
    .where(eq(notificationChannel.workspaceId, ctx.workspaceId))
    .orderBy(asc(sql`lower(${notificationChannel.name})`), asc(notificationChannel.id))
    .limit(CHANNELS_MAX);
  return toChannels(ctx, rows);
}

export async function getChannel(ctx: Ctx, id: string): Promise<Channel> {
  authorise(canKeepNotifications(ctx.actor), KEEPING_NEEDS);
  return toChannel(ctx, await findRow(ctx, id, { lock: false }));
}

/** The row itself, locked for a command that will change it. */
export async function findRow(
  ctx: Ctx,
  id: string,
  { lock = true }: { lock?: boolean } = {},
): Promise<ChannelRow> {
  const query = ctx.db.select().from(notificationChannel).where(isChannel(ctx, id));
  const [row] = await (lock ? query.for("update") : query);
  if (!row) throw new NotFound("notification channel", id);
  return row;
}

export const isChannel = (ctx: Ctx, id: string) =>
  and(eq(notificationChannel.workspaceId, ctx.workspaceId), eq(notificationChannel.id, id));

export async function toChannel(ctx: Ctx, row: ChannelRow): Promise<Channel> {
  const [one] = await toChannels(ctx, [row]);
  if (!one) throw new NotFound("notification channel", row.id);
  return one;
}

async function toChannels(ctx: Ctx, rows: readonly ChannelRow[]): Promise<Channel[]> {
  if (rows.length === 0) return [];
  const states = await statesOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    host: row.host,
    events: NOTIFICATION_EVENTS.filter((event) => row.events.includes(event)),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledReason: row.disabledReason,
    oldSecretUntil: oldSecretUntil(row, ctx.now),
    lastSentAt: null,
    waiting: 0,
    failedLately: 0,
    ...states.get(row.id),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    version: row.version,
  }));
}

type State = Pick<Channel, "lastSentAt" | "waiting" | "failedLately">;

async function statesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, State>> {
  const lately = new Date(ctx.now.getTime() - FAILED_LATELY_DAYS * DAY_MS).toISOString();
  const { rows } = await ctx.db.execute<
    { id: string; lastSentAt: Date | null } & Omit<State, "lastSentAt">
  >(sql`
    select channel_id as id, max(settled_at) filter (where status = 'sent') as "lastSentAt",
      count(*) filter (where status = 'waiting')::int as waiting,
      count(*) filter (where status = 'failed' and created_at >= ${lately})::int as "failedLately"
    from notification
    where workspace_id = ${ctx.workspaceId} and channel_id = any(${sql.param([...ids])}::uuid[])
    group by channel_id`);
  return new Map(
    rows.map(({ id, lastSentAt, ...counts }) => [
      id,
      { ...counts, lastSentAt: lastSentAt === null ? null : new Date(lastSentAt).toISOString() },
    ]),
  );
}
