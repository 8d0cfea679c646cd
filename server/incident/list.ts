import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { incident, incidentCost } from "@/db/schema";
import type { IncidentListQuery, IncidentPage, IncidentSummary } from "@/domain/incident/schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { openLoss } from "@/server/rollup/open-loss";
import { type Cursor, readCursor, writeCursor } from "./list-cursor";
import { conditionsOf, IS_OPEN } from "./list-filter";
import { type Stream, streamsFollowEachOther, streamsOf, tieIsNumber } from "./list-sorts";
import { summaryOf } from "./summary";

/** Running incidents are few; a workspace that never closes any still gets an answer. */
const OPEN_MAX = 200;

interface Key {
  id: string;
  value: number;
  tie: string;
}

/** One page of the incidents that the filters let through, in the asked order. */
export async function listIncidents(ctx: Ctx, query: IncidentListQuery): Promise<IncidentPage> {
  authoriseReading(ctx);
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
    if (keys.length > query.limit && streamsFollowEachOther(query.sort)) break;
    keys.push(...(await readStream(ctx, query, stream, conditions, cursor)));
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
  query: IncidentListQuery,
  stream: Stream,
  conditions: readonly SQL[],
  cursor: Cursor | null,
): Promise<Key[]> {
  const where = [...conditions, stream.condition, ...(cursor === null ? [] : [stream.after(cursor)])];
  // Joined only where it orders or filters: a filter that matches thousands would look all of their costs up.
  const cost = asksForCost(query)
    ? sql`join incident_cost c on c.workspace_id = i.workspace_id and c.incident_id = i.id`
    : sql``;
  const result = await ctx.db.execute<{ id: string; value: number; tie: string }>(sql`
    select i.id, (${stream.value})::float8 as value, (${stream.tie})::text as tie
    from incident i ${cost} ${stream.join ?? sql``}
    where ${sql.join(where, sql` and `)}
    order by ${stream.orderBy} limit ${query.limit + 1}`);
  return result.rows;
}

function asksForCost({ sort, blastRadius }: IncidentListQuery): boolean {
  return sort === "impact" || sort === "blast-radius" || (blastRadius ?? []).length > 0;
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
    .select({
      row: incident,
      lostWeightMs: sql<number>`coalesce(${incidentCost.lostWeightMs}, 0)`,
      peakWeight: sql<number>`coalesce(${incidentCost.peakWeight}, 0)`,
    })
    .from(incident)
    .leftJoin(
      incidentCost,
      and(eq(incidentCost.workspaceId, incident.workspaceId), eq(incidentCost.incidentId, incident.id)),
    )
    .where(and(eq(incident.workspaceId, ctx.workspaceId), inArray(incident.id, ids)));
  const byId = new Map(rows.map((one) => [one.row.id, one]));
  const services = await servicesOf(ctx, ids);
  return ids.flatMap((id) => {
    const found = byId.get(id);
    if (found === undefined) return [];
    const cost = {
      lostWeightMs: found.lostWeightMs + (added.get(id) ?? 0),
      peakWeight: found.peakWeight,
    };
    return summaryOf(found.row, cost, services.get(id) ?? [], totalWeight, asOfMs);
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
async function totalWeightOf(ctx: Ctx): Promise<number> {
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
  authoriseReading(ctx);
  const result = await ctx.db.execute<{ open: number }>(
    sql`select count(*)::int as open from incident i where i.workspace_id = ${ctx.workspaceId} and ${IS_OPEN}`,
  );
  return result.rows[0]?.open ?? 0;
}
