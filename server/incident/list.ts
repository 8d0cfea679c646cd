import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { incident } from "@/db/schema";
import type { IncidentListQuery, IncidentPage, IncidentSummary } from "@/domain/incident/schema";
import type { Ctx } from "@/server/context";
import { openLoss } from "@/server/rollup/open-loss";
import { type Cursor, readCursor, writeCursor } from "./list-cursor";
import { conditionsOf, IS_OPEN } from "./list-filter";
import { type Stream, streamsOf, tieIsNumber } from "./list-sorts";
import { summaryOf } from "./summary";

/** Running incidents are few; a workspace that never closes any still gets an answer. */
const OPEN_MAX = 200;

interface Key {
  id: string;
  value: number;
  tie: string;
  lostWeightMs: number;
  peakWeight: number;
}

/** One page of the incidents that the filters let through, in the asked order. */
export async function listIncidents(ctx: Ctx, query: IncidentListQuery): Promise<IncidentPage> {
  const cursor =
    query.cursor === undefined ? null : readCursor(query, query.cursor, (one) => fits(query, one));
  // Every page of one list is read as of the first one's instant, so that growing figures keep their place.
  const asOfMs = cursor?.asOfMs ?? ctx.now.getTime();
  const totalWeight = await totalWeightOf(ctx);
  const open = await openLoss(ctx, asOfMs);
  const conditions = await conditionsOf(ctx, query, totalWeight);
  const streams = streamsOf({ query, asOfMs, addedCost: open.lostWeightMsByIncident });
  const keys: Key[] = [];
  for (const stream of streams) {
    keys.push(...(await readStream(ctx, stream, conditions, cursor, query.limit + 1)));
  }
  keys.sort(keyOrder(query));
  const page = keys.slice(0, query.limit);
  const last = page.at(-1);
  const incidents = await summaries(ctx, page, open.lostWeightMsByIncident, totalWeight, asOfMs);
  const isLast = keys.length <= query.limit || last === undefined;
  return {
    incidents,
    nextCursor: isLast ? null : writeCursor(query, { value: last.value, tie: last.tie, asOfMs }),
  };
}

function fits(query: IncidentListQuery, cursor: Cursor): boolean {
  const tie = tieIsNumber(query.sort) ? /^\d{1,9}$/ : /^[0-9a-f-]{36}$/;
  return typeof cursor.value === "number" && Number.isFinite(cursor.value) && tie.test(cursor.tie);
}

function keyOrder(query: IncidentListQuery) {
  const sign = query.order === "asc" ? 1 : -1;
  const byTie = tieIsNumber(query.sort)
    ? (a: Key, b: Key) => Number(a.tie) - Number(b.tie)
    : (a: Key, b: Key) => (a.tie < b.tie ? -1 : 1);
  return (a: Key, b: Key) => sign * (a.value - b.value || byTie(a, b));
}

async function readStream(
  ctx: Ctx,
  stream: Stream,
  conditions: readonly SQL[],
  cursor: Cursor | null,
  limit: number,
): Promise<Key[]> {
  const where = [...conditions, stream.condition, ...(cursor === null ? [] : [stream.after(cursor)])];
  const result = await ctx.db.execute<{
    id: string;
    value: number;
    tie: string;
    lost_weight_ms: number;
    peak_weight: number;
  }>(sql`
    select i.id, (${stream.value})::float8 as value, (${stream.tie})::text as tie,
      c.lost_weight_ms, c.peak_weight
    from incident i
    join incident_cost c on c.workspace_id = i.workspace_id and c.incident_id = i.id ${stream.join ?? sql``}
    where ${sql.join(where, sql` and `)}
    order by ${stream.orderBy} limit ${limit}`);
  return result.rows.map((row) => ({
    id: row.id,
    value: row.value,
    tie: row.tie,
    lostWeightMs: row.lost_weight_ms,
    peakWeight: row.peak_weight,
  }));
}

async function summaries(
  ctx: Ctx,
  keys: readonly Key[],
  added: ReadonlyMap<string, number>,
  totalWeight: number,
  asOfMs: number,
): Promise<IncidentSummary[]> {
  if (keys.length === 0) return [];
  const ids = keys.map((key) => key.id);
  const rows = await ctx.db
    .select()
    .from(incident)
    .where(and(eq(incident.workspaceId, ctx.workspaceId), inArray(incident.id, ids)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const services = await servicesOf(ctx, ids);
  return keys.flatMap((key) => {
    const row = byId.get(key.id);
    if (row === undefined) return [];
    const cost = {
      lostWeightMs: key.lostWeightMs + (added.get(key.id) ?? 0),
      peakWeight: key.peakWeight,
    };
    return summaryOf(row, cost, services.get(key.id) ?? [], totalWeight, asOfMs);
  });
}

async function servicesOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, IncidentSummary["services"]>> {
  const result = await ctx.db.execute<{ incident_id: string; slug: string; name: string }>(sql`
    select distinct i.incident_id, s.slug, s.name
    from impact i join service s on s.workspace_id = i.workspace_id and s.id = i.service_id
    where i.workspace_id = ${ctx.workspaceId} and i.incident_id = any(${sql.param(ids)}::uuid[])
    order by s.slug`);
  const services = new Map<string, IncidentSummary["services"]>();
  for (const { incident_id: id, slug, name } of result.rows) {
    const known = services.get(id);
    if (known) known.push({ slug, name });
    else services.set(id, [{ slug, name }]);
  }
  return services;
}

/** Sum of all services' weights: what a blast radius and an impact minute are a share of. */
export async function totalWeightOf(ctx: Ctx): Promise<number> {
  const result = await ctx.db.execute<{ weight: number }>(
    sql`select coalesce(sum(weight), 0)::float8 as weight from service where workspace_id = ${ctx.workspaceId}`,
  );
  return result.rows[0]?.weight ?? 0;
}

/** The incidents that run now, newest first. */
export async function openIncidents(ctx: Ctx): Promise<IncidentSummary[]> {
  const page = await listIncidents(ctx, {
    status: ["open"],
    sort: "started",
    order: "desc",
    limit: OPEN_MAX,
  });
  return page.incidents;
}

/** How many incidents run now; read on every page, from an index of open ones alone. */
export async function countOpenIncidents(ctx: Ctx): Promise<number> {
  const result = await ctx.db.execute<{ open: number }>(
    sql`select count(*)::int as open from incident i where i.workspace_id = ${ctx.workspaceId} and ${IS_OPEN}`,
  );
  return result.rows[0]?.open ?? 0;
}
