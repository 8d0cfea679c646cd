import { sql } from "drizzle-orm";
import { canKeepRollups } from "@/domain/access/workspace";
import { observedPeak } from "@/domain/availability/blast-radius";
import type { RunningImpact } from "@/domain/availability/open-overlay";
import { lossByDay, sweepImpacts } from "@/domain/availability/sweep";
import { dayOf } from "@/domain/calendar/day";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { freshRollups } from "./dirty-days";
import { workspaceZone } from "./service-lock";
import { expectedChangeDays } from "./verify-changes";

type RollupTable =
  | "service_day"
  | "service_day_incident"
  | "incident_cost"
  | "workspace_day"
  | "workspace_day_cause"
  | "change_day"
  | "change";

/** A figure that is stored otherwise than its raw rows say; null where there is no row. */
export interface RollupDifference {
  table: RollupTable;
  key: string;
  column: string;
  stored: number | null;
  expected: number | null;
}

export interface Verification {
  differences: RollupDifference[];
  checked: Record<RollupTable, number>;
}

type Figures = Map<string, Record<string, number>>;
type Incident = {
  id: string;
  number: number;
  severity: string;
  cause: string;
  started_ms: number;
  cancelled: boolean;
};
type Impact = RunningImpact & { serviceId: string; counts: boolean };

/** Doubles are added in another order here than in the database. */
const isSame = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/**
 * Computes every rollup from the raw rows in memory, by a road of its own, and lists each difference from what is
 * stored. Reads one snapshot, so that it may run while people work.
 */
export async function verifyRollups(ctx: Ctx): Promise<Verification> {
  authorise(canKeepRollups(ctx.actor), "Verifying rollups needs the admin role.");
  await freshRollups(ctx);
  return ctx.db.transaction((tx) => verifySnapshot({ ...ctx, db: tx }), {
    isolationLevel: "repeatable read",
    accessMode: "read only",
  });
}

async function verifySnapshot(ctx: Ctx): Promise<Verification> {
  const expected = await expectedFigures(ctx);
  const changes = await expectedChangeDays(ctx);
  expected.change_day = changes.day;
  const stored = await storedFigures(ctx);
  // What was queued after the refresh and before the snapshot is not expected to be there yet.
  const queued = await ctx.db.execute<{ day: string }>(
    sql`select distinct day::text as day from dirty_day where workspace_id = ${ctx.workspaceId}`,
  );
  const pending = new Set(queued.rows.map((row) => row.day));
  const differences: RollupDifference[] = changes.stale.map((one) => ({ table: "change", ...one }));
  const checked = { ...NOTHING_CHECKED, change: changes.changes };
  for (const table of TABLES) {
    for (const key of new Set([...expected[table].keys(), ...stored[table].keys()])) {
      const isPending = table.startsWith("workspace_day") && pending.has(key.slice(0, 10));
      if (isPending) continue;
      checked[table] += 1;
      differences.push(...compare(table, key, stored[table].get(key), expected[table].get(key)));
    }
  }
  return { differences, checked };
}

const TABLES: readonly RollupTable[] = [
  "service_day",
  "service_day_incident",
  "incident_cost",
  "workspace_day",
  "workspace_day_cause",
  "change_day",
];
const NOTHING_CHECKED: Record<RollupTable, number> = {
  service_day: 0,
  service_day_incident: 0,
  incident_cost: 0,
  workspace_day: 0,
  workspace_day_cause: 0,
  change_day: 0,
  change: 0,
};

const noFigures = (): Record<RollupTable, Figures> => ({
  service_day: new Map(),
  service_day_incident: new Map(),
  incident_cost: new Map(),
  workspace_day: new Map(),
  workspace_day_cause: new Map(),
  change_day: new Map(),
  change: new Map(),
});

function compare(
  table: RollupTable,
  key: string,
  stored: Record<string, number> | undefined,
  expected: Record<string, number> | undefined,
): RollupDifference[] {
  const columns = Object.keys(stored ?? expected ?? {});
  return columns.flatMap((column) => {
    const was = stored?.[column] ?? null;
    const should = expected?.[column] ?? null;
    if (was !== null && should !== null && isSame(was, should)) return [];
    return { table, key, column, stored: was, expected: should };
  });
}

async function expectedFigures(ctx: Ctx): Promise<Record<RollupTable, Figures>> {
  const figures = noFigures();
  const zone = await workspaceZone(ctx);
  const incidents = await loadIncidents(ctx);
  const services = await ctx.db.execute<{ id: string; weight: number; tracked_from_ms: number }>(sql`
    select id, weight, (extract(epoch from tracked_from) * 1000)::float8 as tracked_from_ms
    from service where workspace_id = ${ctx.workspaceId} order by id`);
  const weights = new Map(services.rows.map((row) => [row.id, row.weight]));
  const byIncident = new Map<string, Impact[]>();
  for (const { id, weight, tracked_from_ms: trackedFromMs } of services.rows) {
    const impacts = await loadServiceImpacts(ctx, id, incidents);
    for (const impact of impacts) {
      byIncident.set(impact.incidentId, [...(byIncident.get(impact.incidentId) ?? []), impact]);
    }
    const ended = impacts.flatMap((one) =>
      one.endMs === null || !one.counts ? [] : { ...one, endMs: one.endMs },
    );
    for (const { day, lostMs, byIncident: shares } of lossByDay(sweepImpacts(ended), {
      zone,
      trackedFromMs,
    })) {
      add(figures.service_day, `${id} ${day}`, { lost_ms: lostMs });
      add(figures.workspace_day, day, { lost_weight_ms: lostMs * weight });
      for (const [incidentId, share] of shares) {
        const of = incidents.get(incidentId);
        add(figures.service_day_incident, `${id} ${day} ${incidentId}`, { lost_ms: share });
        add(figures.incident_cost, incidentId, { lost_weight_ms: share * weight, peak_weight: 0 });
        add(figures.workspace_day_cause, `${day} ${of?.cause} ${of?.severity}`, {
          lost_weight_ms: share * weight,
          incidents_started: 0,
        });
      }
    }
  }
  for (const one of incidents.values()) {
    const radius = (byIncident.get(one.id) ?? []).map((impact) => ({ ...impact, endMs: impact.endMs }));
    add(figures.incident_cost, one.id, {
      lost_weight_ms: 0,
      peak_weight: observedPeak(radius, weights).weight,
    });
    if (one.cancelled) continue;
    add(figures.workspace_day_cause, `${dayOf(one.started_ms, zone)} ${one.cause} ${one.severity}`, {
      lost_weight_ms: 0,
      incidents_started: 1,
    });
  }
  return figures;
}

function add(figures: Figures, key: string, values: Record<string, number>): void {
  const known = figures.get(key);
  if (known === undefined) {
    figures.set(key, values);
    return;
  }
  for (const [column, value] of Object.entries(values)) known[column] = (known[column] ?? 0) + value;
}

async function loadIncidents(ctx: Ctx): Promise<Map<string, Incident>> {
  const result = await ctx.db.execute<Incident>(sql`
    select id, number, severity, coalesce(primary_cause_kind, 'unknown') as cause,
      (extract(epoch from impact_started_at) * 1000)::float8 as started_ms, status = 'cancelled' as cancelled
    from incident where workspace_id = ${ctx.workspaceId}`);
  return new Map(result.rows.map((row) => [row.id, row]));
}

async function loadServiceImpacts(
  ctx: Ctx,
  serviceId: string,
  incidents: ReadonlyMap<string, Incident>,
): Promise<Impact[]> {
  const result = await ctx.db.execute<{
    incident_id: string;
    fraction: number;
    counts: boolean;
    start_ms: number;
    end_ms: number | null;
  }>(sql`
    select incident_id, fraction, counts, (extract(epoch from started_at) * 1000)::float8 as start_ms,
      (extract(epoch from ended_at) * 1000)::float8 as end_ms
    from impact where workspace_id = ${ctx.workspaceId} and service_id = ${serviceId} order by started_at, id`);
  return result.rows.map((row) => ({
    serviceId,
    incidentId: row.incident_id,
    order: incidents.get(row.incident_id)?.number ?? 0,
    startMs: row.start_ms,
    endMs: row.end_ms,
    fraction: row.fraction,
    counts: row.counts,
  }));
}

async function storedFigures(ctx: Ctx): Promise<Record<RollupTable, Figures>> {
  const figures = noFigures();
  const read = async (table: RollupTable, key: string, columns: readonly string[]) => {
    const result = await ctx.db.execute<Record<string, number | string>>(sql`
      select ${sql.raw(key)} as key, ${sql.raw(columns.join(", "))}
      from ${sql.raw(table)} where workspace_id = ${ctx.workspaceId}`);
    for (const row of result.rows) {
      figures[table].set(
        String(row.key),
        Object.fromEntries(columns.map((column) => [column, Number(row[column])])),
      );
    }
  };
  await read("service_day", "service_id || ' ' || day", ["lost_ms"]);
  await read("service_day_incident", "service_id || ' ' || day || ' ' || incident_id", ["lost_ms"]);
  await read("incident_cost", "incident_id::text", ["lost_weight_ms", "peak_weight"]);
  await read("workspace_day", "day::text", ["lost_weight_ms"]);
  await read("workspace_day_cause", "day || ' ' || cause_kind || ' ' || severity", [
    "lost_weight_ms",
    "incidents_started",
  ]);
  await read("change_day", "service_id || ' ' || day || ' ' || involvement || ' ' || slot", [
    "changes",
    "failed",
  ]);
  // What moved away leaves a row that counts nothing.
  for (const [key, { changes, failed }] of figures.change_day) {
    if (changes === 0 && failed === 0) figures.change_day.delete(key);
  }
  return figures;
}
