import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { incidentCounter, workspace } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { rebuildRollups } from "@/server/rollup/rebuild";

export interface BenchSize {
  services: number;
  incidents: number;
  years: number;
  people: number;
}

export const FULL_SIZE: BenchSize = { services: 500, incidents: 1_000_000, years: 5, people: 1_000 };

/** Benchmarks end on a fixed Saturday, so that every run asks for the same weeks. */
export const BENCH_NOW = new Date("2026-11-21T00:00:00Z");

/**
 * The benchmark's workspace, made once per database: incidents spread evenly over the years in order of their start,
 * log-normal durations, popular services hit more often. Generated in the server, because a million rows are many.
 */
export async function benchContext(db: Database, size: BenchSize): Promise<Ctx> {
  const slug = `bench-${size.services}-${size.incidents}`;
  const found = await db.execute<{ id: string }>(
    sql`select workspace_id as id from workspace where slug = ${slug}`,
  );
  const known = found.rows[0]?.id;
  const ctx: Ctx = {
    db,
    actor: { kind: "system", name: "Benchmark" },
    now: BENCH_NOW,
    workspaceId: known ?? uuidv7(),
    requestId: "bench",
  };
  if (known) return ctx;
  await db.transaction(async (tx) => {
    const inner = { ...ctx, db: tx };
    await tx.insert(workspace).values({
      workspaceId: ctx.workspaceId,
      slug,
      name: "Benchmark",
      createdAt: BENCH_NOW,
      updatedAt: BENCH_NOW,
    });
    await tx.insert(incidentCounter).values({ workspaceId: ctx.workspaceId, lastNumber: size.incidents });
    await insertServices(inner, size);
    await insertIncidents(inner, size);
    await insertRoster(inner, size);
  });
  await vacuum(db, ["incident", "impact", "service", "person", "ai_use_week", "ai_use_coverage"]);
  await rebuildRollups(ctx);
  await vacuum(db, [
    "incident_cost",
    "service_day",
    "service_day_incident",
    "workspace_day",
    "workspace_day_cause",
  ]);
  return ctx;
}

/** Gives the planner statistics now, instead of whenever autovacuum comes by. */
async function vacuum(db: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) await db.execute(sql`vacuum (analyze) ${sql.identifier(table)}`);
}

/** Uniform in [0, 1), the same for the same row and salt. */
const uniform = (row: string, salt: number) =>
  sql.raw(`((hashint8extended(${row}, ${salt}) & 1073741823) / 1073741824.0)`);
/** A time-ordered id of row `g` at `ms`, in the shape of a UUIDv7. */
const orderedId = (ms: string, row: string, kind: number) =>
  sql.raw(
    `(lpad(to_hex((${ms})::bigint), 12, '0') || '7${kind}00' || '8000' || lpad(to_hex(${row}), 12, '0'))::uuid`,
  );

async function insertServices(ctx: Ctx, { services, years }: BenchSize): Promise<void> {
  const trackedFrom = new Date(BENCH_NOW.getTime() - years * 365.25 * 86_400_000).toISOString();
  await ctx.db.execute(sql`
    insert into service (workspace_id, id, slug, name, weight, slo_target, tracked_from, tracked_from_is_stated, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, ${orderedId("g", "g", 1)}, 'service-' || g, 'Service ' || g, 1 + g % 9, 0.999,
      ${trackedFrom}::timestamptz, true, ${trackedFrom}::timestamptz, ${trackedFrom}::timestamptz
    from generate_series(1, ${services}::int) as g`);
}

async function insertIncidents(ctx: Ctx, { services, incidents, years }: BenchSize): Promise<void> {
  const spanMs = years * 365.25 * 86_400_000;
  const firstMs = BENCH_NOW.getTime() - spanMs;
  await ctx.db.execute(sql`
    create temporary table bench_row on commit drop as
    select g, start_ms,
      start_ms + 60000 * greatest(4, round(40 * exp(0.8 * (${uniform("g", 1)} + ${uniform("g", 2)} + ${uniform("g", 3)} + ${uniform("g", 4)} - 2) * 1.732)))::bigint as end_ms,
      1 + floor(${services} * power(${uniform("g", 5)}, 1.5))::bigint as service_number,
      ${uniform("g", 6)} as severity_at, ${uniform("g", 7)} as cause_at, ${uniform("g", 8)} as fraction_at
    from (
      select g, (${firstMs}::float8 + (g - ${uniform("g", 9)}) * ${spanMs - 3_600_000}::float8 / ${incidents}::float8)::bigint as start_ms
      from generate_series(1, ${incidents}::bigint) as g
    ) as rows`);
  await ctx.db.execute(sql`
    insert into incident (workspace_id, id, number, title, severity, status, impact_started_at, detected_at, declared_at,
      acknowledged_at, mitigated_at, resolved_at, closed_at, impact_ms, primary_cause_kind, primary_cause_status, ai_cause,
      record, version, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, ${orderedId("start_ms", "g", 2)}, g, 'Service ' || service_number || ' errors elevated ' || g,
      case when severity_at < 0.02 then 'SEV1' when severity_at < 0.15 then 'SEV2' when severity_at < 0.42 then 'SEV3'
        when severity_at < 0.86 then 'SEV4' else 'SEV5' end,
      'closed', at, at + interval '2 min', at + interval '3 min', at + interval '3 min', until, until, until, end_ms - start_ms,
      (array['genai-assisted-change','agent-action','code-deployment','configuration','dns','dependency','capacity','network','data','process'])[1 + floor(cause_at * 10)::int],
      'confirmed', case when cause_at < 0.2 then 'confirmed' else 'none' end, 'generated', 1, at, until
    from (select *, to_timestamp(start_ms / 1000.0) as at, to_timestamp(end_ms / 1000.0) as until from bench_row) as timed`);
  await ctx.db.execute(sql`
    insert into impact (workspace_id, id, incident_id, service_id, level, fraction, started_at, ended_at)
    select ${ctx.workspaceId}::uuid, ${orderedId("start_ms", "g", 3)}, ${orderedId("start_ms", "g", 2)},
      ${orderedId("service_number", "service_number", 1)}, null,
      (array[0.02, 0.05, 0.1, 0.3, 1])[1 + floor(fraction_at * 5)::int], to_timestamp(start_ms / 1000.0), to_timestamp(end_ms / 1000.0)
    from bench_row`);
}

async function insertRoster(ctx: Ctx, { people, years }: BenchSize): Promise<void> {
  await ctx.db.execute(sql`
    insert into person (workspace_id, id, name, on_roster, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, ${orderedId("g", "g", 4)}, 'Engineer ' || g, true, now(), now()
    from generate_series(1, ${people}::int) as g`);
  await ctx.db.execute(sql`
    insert into ai_use_week (workspace_id, week_start, person_id)
    select ${ctx.workspaceId}::uuid, week::date, ${orderedId("g", "g", 4)}
    from generate_series(1, ${people}::int) as g,
      generate_series(date_trunc('week', ${BENCH_NOW.toISOString()}::timestamptz) - ${`${years * 52} weeks`}::interval,
        ${BENCH_NOW.toISOString()}::timestamptz, interval '1 week') as week
    where ${uniform("g * 10007 + extract(epoch from week)::bigint", 10)} < 0.7`);
  await ctx.db.execute(sql`
    insert into ai_use_coverage (workspace_id, source, day)
    select ${ctx.workspaceId}::uuid, 'generated', day::date
    from generate_series(${BENCH_NOW.toISOString()}::timestamptz - ${`${years} years`}::interval, ${BENCH_NOW.toISOString()}::timestamptz, interval '1 day') as day`);
}
