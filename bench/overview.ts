import { sql } from "drizzle-orm";
import type { DatabaseHandle } from "@/db/client";
import { createDatabase } from "@/db/client";
import { DEFAULT_QUERY } from "@/domain/overview/query";
import { overview } from "@/server/availability/overview";
import type { Ctx } from "@/server/context";
import { DatabaseTime } from "./database-time";
import { type Figure, median, printFigures, sample } from "./measure";

/** The naive joins run for minutes on the whole history; each is asked for as many days as it says. */
const NAIVE_DAYS = 28;

/**
 * Daily workspace availability over all years: ours from the rollup, against the floor (a sweep over impacts that lie
 * sorted in memory already) and against SQL on raw rows; then everything the overview shows, as database time.
 */
export async function benchOverview({ db }: DatabaseHandle, url: string, ctx: Ctx): Promise<void> {
  const floor = await sweepFloor(ctx);
  const ours = await sample(15, () =>
    db.execute(
      sql`select day, lost_weight_ms from workspace_day where workspace_id = ${ctx.workspaceId} order by day`,
    ),
  );
  const services = await sample(5, () =>
    db.execute(sql`
      select d.day, sum(d.lost_ms * s.weight) from service_day d
      join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
      where d.workspace_id = ${ctx.workspaceId} group by d.day`),
  );
  const naive = await sample(1, () => naiveDays(ctx), 0);
  printFigures("Daily workspace availability, five years", floor, [
    { name: "ours: workspace_day", ms: median(ours) },
    { name: "ours: service_day, summed", ms: median(services) },
    {
      name: `naive: day join over raw rows, ${NAIVE_DAYS} days only`,
      ms: median(naive),
      note: "a sixty-fifth of the days",
    },
  ]);
  await benchPage(url, ctx, floor);
}

/** On one connection, so that the statements' times add up as on a server with one free core. */
async function benchPage(url: string, ctx: Ctx, floor: Figure): Promise<void> {
  const single = createDatabase(url, { maxConnections: 1, statementTimeoutMs: 0 });
  const spent = new DatabaseTime();
  const client = await single.pool.connect();
  spent.watch(client);
  client.release();
  const figures: Figure[] = [];
  for (const [name, asked] of [
    ["26 weeks against the 26 before", {}],
    ["52 weeks against the 52 before", { period: "52w" as const }],
    ["26 weeks by service", { by: "service" as const }],
  ] as const) {
    const databaseMs: number[] = [];
    const wholeMs = await sample(15, async (run) => {
      spent.reset();
      await overview({ ...ctx, db: single.db }, { ...DEFAULT_QUERY, ...asked });
      if (run >= 0) databaseMs.push(spent.ms);
    });
    const note = `${spent.statements} statements; ${median(wholeMs).toFixed(1)} ms with assembly`;
    figures.push({ name, ms: median(databaseMs.sort((a, b) => a - b)), note });
  }
  printFigures("Everything the overview shows, database time", floor, figures);
  await single.close();
}

/** The same answer from memory: every service's impacts, sorted, swept and cut into days. */
async function sweepFloor(ctx: Ctx): Promise<Figure> {
  const rows = await ctx.db.execute<{
    service_id: string;
    incident_id: string;
    fraction: number;
    start_ms: number;
    end_ms: number;
  }>(sql`
    select service_id, incident_id, fraction, (extract(epoch from started_at) * 1000)::float8 as start_ms,
      (extract(epoch from ended_at) * 1000)::float8 as end_ms
    from impact where workspace_id = ${ctx.workspaceId} and ended_at is not null order by service_id, started_at`);
  const starts = new Float64Array(rows.rows.map((row) => row.start_ms));
  const ends = new Float64Array(rows.rows.map((row) => row.end_ms));
  const fractions = new Float64Array(rows.rows.map((row) => row.fraction));
  const firstOf = [0];
  for (let index = 1; index < rows.rows.length; index++) {
    if (rows.rows[index]?.service_id !== rows.rows[index - 1]?.service_id) firstOf.push(index);
  }
  firstOf.push(rows.rows.length);
  const times = await sample(9, () => sweepArrays(starts, ends, fractions, firstOf));
  return { name: "floor: sweep of pre-sorted arrays in memory", ms: median(times) };
}

const DAY_MS = 86_400_000;

/** The barest sweep there is: running maximum per service, loss into UTC days; no owner of a moment, no zones. */
function sweepArrays(
  starts: Float64Array,
  ends: Float64Array,
  fractions: Float64Array,
  firstOf: number[],
): Float64Array {
  const firstDay = Math.floor((starts[0] ?? 0) / DAY_MS) - 400 * 10;
  const days = new Float64Array(8_000);
  for (let service = 0; service + 1 < firstOf.length; service++) {
    let coveredTo = 0;
    for (let index = firstOf[service] ?? 0; index < (firstOf[service + 1] ?? 0); index++) {
      let from = Math.max(starts[index] ?? 0, coveredTo);
      const to = ends[index] ?? 0;
      if (to <= from) continue;
      coveredTo = to;
      while (from < to) {
        const day = Math.floor(from / DAY_MS);
        const until = Math.min(to, (day + 1) * DAY_MS);
        const slot = day - firstDay;
        days[slot] = (days[slot] ?? 0) + (until - from) * (fractions[index] ?? 0);
        from = until;
      }
    }
  }
  return days;
}

function naiveDays(ctx: Ctx) {
  return ctx.db.execute(sql`
    with day as (
      select generate_series(${ctx.now.toISOString()}::timestamptz - ${`${NAIVE_DAYS} days`}::interval,
        ${ctx.now.toISOString()}::timestamptz - interval '1 day', interval '1 day') as start_at
    )
    select day.start_at, s.id, sum(extract(epoch from least(i.ended_at, day.start_at + interval '1 day')
      - greatest(i.started_at, day.start_at)) * i.fraction)
    from day cross join service s
    left join impact i on i.workspace_id = s.workspace_id and i.service_id = s.id
      and i.started_at < day.start_at + interval '1 day' and i.ended_at > day.start_at
    where s.workspace_id = ${ctx.workspaceId}
    group by day.start_at, s.id`);
}
