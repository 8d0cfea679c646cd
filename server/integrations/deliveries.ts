import { and, desc, eq, sql } from "drizzle-orm";
import { webhookDelivery } from "@/db/schema";
import { canKeepIntegrations } from "@/domain/access/change";
import { NotFound } from "@/domain/errors";
import type { DeliveryStatus } from "@/domain/integration/kinds";
import type { Delivery, DeliveryContent } from "@/domain/integration/schema";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { contentTypeOf } from "./delivery-event";
import { parseBody } from "./json-body";
import { findRow, KEEPING_NEEDS } from "./queries";

/** A page shows as much of a body as a person reads; the rest stays in the store and is worked off with it. */
const SHOWN_CHARACTERS_MAX = 200_000;
/** A push can tell of a thousand changes; the ledger shows them all. */
const CHANGES_SHOWN_MAX = 50;

/** Headers that are as good as the secret; the receiver keeps none of them, and none is ever shown. */
const SECRET_HEADERS = new Set(["authorization", "cookie", "x-gitlab-token", "proxy-authorization"]);

export interface DeliveryPlace extends Record<string, string> {
  at: string;
  id: string;
}

export interface DeliveryQuery {
  status?: DeliveryStatus;
  limit: number;
  cursor?: DeliveryPlace;
}

/** What came from one source, newest first; the key of the next page is the last one's time and id. */
export async function listDeliveries(
  ctx: Ctx,
  integrationId: string,
  { status, limit, cursor }: DeliveryQuery,
): Promise<{ deliveries: Delivery[]; next: DeliveryPlace | null }> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  await findRow(ctx, integrationId, { lock: false });
  const rows = await selectDeliveries(ctx)
    .where(
      and(
        eq(webhookDelivery.workspaceId, ctx.workspaceId),
        eq(webhookDelivery.integrationId, integrationId),
        // Written out, because a parameter would not be seen to fit the index of failed ones.
        status === "failed" ? sql`${webhookDelivery.status} = 'failed'` : undefined,
        status === undefined ? undefined : eq(webhookDelivery.status, status),
        cursor
          ? sql`(${webhookDelivery.receivedAt}, ${webhookDelivery.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(webhookDelivery.receivedAt), desc(webhookDelivery.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    deliveries: await toDeliveries(ctx, shown),
    next: rows.length > limit && last ? { at: last.receivedAt.toISOString(), id: last.id } : null,
  };
}

/** One delivery with what came: the headers, and the body as text. */
export async function readDelivery(
  ctx: Ctx,
  { integrationId, id }: { integrationId: string; id: string },
): Promise<DeliveryContent> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  const [row] = await ctx.db
    .select({ headers: webhookDelivery.headers, body: webhookDelivery.body })
    .from(webhookDelivery)
    .where(isDelivery(ctx, { integrationId, id }));
  if (!row) throw new NotFound("delivery", id);
  const text = laidOut(row.body.toString("utf8"), contentTypeOf(row.headers));
  return {
    delivery: await getDelivery(ctx, { integrationId, id }),
    headers: Object.fromEntries(
      Object.entries(row.headers).filter(([name]) => !SECRET_HEADERS.has(name.toLowerCase())),
    ),
    body: text.slice(0, SHOWN_CHARACTERS_MAX),
    truncated: text.length > SHOWN_CHARACTERS_MAX,
  };
}

export async function getDelivery(
  ctx: Ctx,
  { integrationId, id }: { integrationId: string; id: string },
): Promise<Delivery> {
  authorise(canKeepIntegrations(ctx.actor), KEEPING_NEEDS);
  const rows = await selectDeliveries(ctx).where(isDelivery(ctx, { integrationId, id }));
  const [delivery] = await toDeliveries(ctx, rows);
  if (!delivery) throw new NotFound("delivery", id);
  return delivery;
}

export const isDelivery = (ctx: Ctx, { integrationId, id }: { integrationId: string; id: string }) =>
  and(
    eq(webhookDelivery.workspaceId, ctx.workspaceId),
    eq(webhookDelivery.integrationId, integrationId),
    eq(webhookDelivery.id, id),
  );

function laidOut(text: string, contentType: string): string {
  try {
    return JSON.stringify(parseBody(text, contentType), null, 2);
  } catch {
    return text;
  }
}

function selectDeliveries(ctx: Ctx) {
  return ctx.db
    .select({
      id: webhookDelivery.id,
      externalId: webhookDelivery.externalId,
      event: webhookDelivery.event,
      status: webhookDelivery.status,
      reason: webhookDelivery.reason,
      attempts: webhookDelivery.attempts,
      repetitions: webhookDelivery.repetitions,
      bytes: sql<number>`octet_length(${webhookDelivery.body})`,
      receivedAt: webhookDelivery.receivedAt,
      settledAt: webhookDelivery.settledAt,
    })
    .from(webhookDelivery)
    .$dynamic();
}

type DeliveryRow = Awaited<ReturnType<typeof selectDeliveries>>[number];

async function toDeliveries(ctx: Ctx, rows: readonly DeliveryRow[]): Promise<Delivery[]> {
  const changes = await changesOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    changes: changes.get(row.id) ?? [],
  }));
}

/** What each delivery told of. A change is found in its month by the instant that its identity knows. */
async function changesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Delivery["changes"]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await ctx.db.execute<{ deliveryId: string; changes: Delivery["changes"] }>(sql`
    select d.id as "deliveryId", told.changes
    from unnest(${sql.param([...ids])}::uuid[]) as d (id)
    cross join lateral (
      select json_agg(json_build_object('id', c.id, 'title', c.title) order by c.at, c.id) as changes
      from (
        select distinct change_id from change_telling
        where workspace_id = ${ctx.workspaceId} and delivery_id = d.id limit ${CHANGES_SHOWN_MAX}
      ) t
      cross join lateral (
        select change_at from change_identity
        where workspace_id = ${ctx.workspaceId} and change_id = t.change_id limit 1
      ) i
      join change c on c.workspace_id = ${ctx.workspaceId} and c.id = t.change_id and c.at = i.change_at
    ) told
    where told.changes is not null`);
  return new Map(rows.map(({ deliveryId, changes }) => [deliveryId, changes]));
}
