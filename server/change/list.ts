import { type SQL, sql } from "drizzle-orm";
import type { ChangeListQuery, ChangePage } from "@/domain/change/list-schema";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { LOOK_FIRST, type Place, readCursor, writeCursor, writeFurther } from "./list-cursor";
import { type Driver, type ListPlan, planOf } from "./list-filter";
import { monthsIn, type Span, spansOf } from "./list-windows";
import { changeSummaries } from "./summary";

/** Looking a word up in a month's index takes as long as looking at so many rows. */
const ROWS_PER_MONTH = 700;

/** Rows that one statement looks at: few at first, because most pages are full soon. */
const CHUNK_FIRST = 250;
const CHUNK_MAX = 20_000;

/** Less than every id that is in use. */
const NIL_ID = "00000000-0000-0000-0000-000000000000";

/** One page of the changes that the filters let through, newest first or oldest first. */
export async function listChanges(ctx: Ctx, query: ChangeListQuery): Promise<ChangePage> {
  authoriseReading(ctx);
  const cursor = query.cursor === undefined ? null : readCursor(query.order, query.cursor);
  const plan = await planOf(ctx, query);
  if (plan === null) return { changes: [], nextCursor: null, lookedTo: null };
  const look = cursor?.look ?? LOOK_FIRST;
  const { places, endedAt } = await readPlaces(ctx, query, plan, { after: cursor?.place ?? null, look });
  const page = places.slice(0, query.limit);
  const last = page.at(-1);
  const summaries = await changeSummaries(
    ctx,
    page.map(({ id, atMs }) => ({ id, at: new Date(atMs) })),
  );
  const changes = page.flatMap(({ id }) => summaries.get(id) ?? []);
  if (endedAt !== null) {
    const nextCursor = writeFurther(query.order, endedAt, look);
    return { changes, nextCursor, lookedTo: iso(endedAt.atMs) };
  }
  const isMore = places.length > query.limit && last !== undefined;
  return { changes, nextCursor: isMore ? writeCursor(query.order, last) : null, lookedTo: null };
}

interface Found {
  /** One more than the page holds, where there is one. */
  places: Place[];
  /** Where the look ended before the page was full; null at the end of the ledger. */
  endedAt: Place | null;
}

async function readPlaces(
  ctx: Ctx,
  { limit, order }: ChangeListQuery,
  plan: ListPlan,
  { after, look }: { after: Place | null; look: number },
): Promise<Found> {
  const places: Place[] = [];
  const wanted = limit + 1;
  let looked = 0;
  let place = after;
  let chunk = plan.residual.length === 0 ? wanted : Math.max(CHUNK_FIRST, 2 * wanted);
  for await (const span of spansOf(ctx, order, spanAfter(plan, order, after))) {
    if (looked >= look && place !== null) return { places, endedAt: place };
    if (plan.isByWords) looked += monthsIn(span) * ROWS_PER_MONTH;
    for (;;) {
      const read = await readChunk(ctx, {
        plan,
        order,
        span,
        after: place,
        chunk,
        wanted: wanted - places.length,
      });
      places.push(...read.places);
      if (places.length >= wanted) return { places, endedAt: null };
      if (read.cutAt === null) break;
      looked += chunk;
      place = read.cutAt;
      if (looked >= look) return { places, endedAt: place };
      chunk = Math.min(CHUNK_MAX, chunk * 8, look - looked);
    }
    place = { atMs: order === "desc" ? span.fromMs : span.toMs, id: NIL_ID };
  }
  return { places, endedAt: null };
}

/** What of the asked span lies at or beyond the cursor. */
function spanAfter({ fromMs, toMs }: ListPlan, order: "asc" | "desc", after: Place | null) {
  if (after === null) return { fromMs, toMs };
  return order === "desc"
    ? { fromMs, toMs: Math.min(toMs ?? Number.POSITIVE_INFINITY, after.atMs + 1) }
    : { fromMs: Math.max(fromMs ?? 0, after.atMs), toMs };
}

interface Chunk {
  plan: ListPlan;
  order: "asc" | "desc";
  span: Span;
  after: Place | null;
  /** Rows to look at. */
  chunk: number;
  /** Rows to find. */
  wanted: number;
}

/** The driver's next rows in the list's order, those that pass the other filters, and where the look was cut. */
async function readChunk(ctx: Ctx, asked: Chunk): Promise<{ places: Place[]; cutAt: Place | null }> {
  const { order, chunk, wanted } = asked;
  const word = order === "desc" ? sql`desc` : sql`asc`;
  const result = await ctx.db.execute<{ id: string; at_ms: number; ok: boolean; n: number }>(sql`
    select id, (extract(epoch from at) * 1000)::float8 as at_ms, ok, n::int as n from (
      select id, at, ok, row_number() over (order by at ${word}, id ${word}) as n
      from (${rowsOf(ctx, asked, word)}) found order by at ${word}, id ${word} limit ${chunk}) numbered
    where ok or n = ${chunk} order by n limit ${wanted}`);
  const places = result.rows.flatMap(({ ok, id, at_ms: atMs }) => (ok ? [{ id, atMs }] : []));
  const last = result.rows.at(-1);
  const isCut = last !== undefined && last.n === chunk;
  return { places, cutAt: isCut ? { id: last.id, atMs: last.at_ms } : null };
}

function rowsOf(ctx: Ctx, { plan, order, span, after, chunk }: Chunk, word: SQL): SQL {
  const { driver } = plan;
  const beyond = order === "desc" ? sql`<` : sql`>`;
  const within = (at: SQL, id: SQL) => {
    const bounds = sql`${at} >= ${iso(span.fromMs)}::timestamptz and ${at} < ${iso(span.toMs)}::timestamptz`;
    if (after === null) return bounds;
    return sql`${bounds} and (${at}, ${id}) ${beyond} (${iso(after.atMs)}::timestamptz, ${after.id}::uuid)`;
  };
  const ok = plan.residual.length === 0 ? sql`true` : sql.join(plan.residual, sql` and `);
  const own = sql`c.workspace_id = ${ctx.workspaceId} and ${within(sql`c.at`, sql`c.id`)}`;
  const ordered = (alias: SQL, id: SQL) =>
    sql`order by ${alias}.at ${word}, ${alias}.${id} ${word} limit ${chunk}`;
  const readOne = (condition: SQL) => {
    if (driver.table === "change") {
      return sql`select c.id, c.at, coalesce(${ok}, false) as ok from change c
        where ${own} and ${condition} ${ordered(sql`c`, sql`id`)}`;
    }
    const join =
      plan.residual.length === 0
        ? sql``
        : sql`join change c on c.id = s.change_id and c.at = s.at and ${own}`;
    return sql`select s.change_id as id, s.at, coalesce(${ok}, false) as ok from change_service s ${join}
      where s.workspace_id = ${ctx.workspaceId} and ${condition}
        and ${within(sql`s.at`, sql`s.change_id`)} ${ordered(sql`s`, sql`change_id`)}`;
  };
  return "values" in driver ? eachOf(driver, readOne) : readOne(driver.condition);
}

/** One stream per value, merged; a change of two of the services is one row. */
function eachOf(
  { column, values, type, only }: Extract<Driver, { values: readonly string[] }>,
  readAll: (condition: SQL) => SQL,
): SQL {
  const readOne = (condition: SQL) => readAll(only === undefined ? condition : sql`${only} and ${condition}`);
  const cast = type === "uuid" ? sql`uuid` : sql`text`;
  const [first] = values;
  if (values.length === 1) return readOne(sql`${column} = ${first}::${cast}`);
  return sql`select distinct one.id, one.at, one.ok from unnest(${sql.param(values)}::${cast}[]) as v (value)
    cross join lateral (${readOne(sql`${column} = v.value`)}) one`;
}

const iso = (ms: number) => new Date(ms).toISOString();
