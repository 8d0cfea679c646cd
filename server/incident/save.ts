import { and, eq, sql } from "drizzle-orm";
import { incident } from "@/db/schema";
import { dayOf } from "@/domain/calendar/day";
import { impactsCount } from "@/domain/incident/logging";
import { type IncidentState, storedImpactMs } from "@/domain/incident/state";
import { recordAudit } from "@/server/audit/record";
import { weighChangesOf } from "@/server/change/weigh";
import type { Ctx } from "@/server/context";
import { markDaysDirty } from "@/server/rollup/dirty-days";
import { recomputeServiceDays, type Touched } from "@/server/rollup/recompute";
import { workspaceZone } from "@/server/rollup/service-lock";
import {
  columnsOf,
  type IncidentColumns,
  type IncidentRow,
  type LoadedIncident,
  type StoredImpact,
} from "./load";

interface Save {
  action: string;
  /** What the audit row tells besides the columns and the impacts that changed. */
  told?: Record<string, unknown>;
  state?: IncidentState<StoredImpact>;
  columns?: IncidentColumns;
}

/**
 * Writes a changed incident with its impacts, rollups, version and audit row, in the caller's transaction.
 * The incident's row is locked by `loadForUpdate`.
 */
export async function saveIncident(ctx: Ctx, loaded: LoadedIncident, save: Save): Promise<void> {
  const { row } = loaded;
  const state = save.state ?? loaded.state;
  const [stored] = await ctx.db
    .update(incident)
    .set({
      ...columnsOf(state),
      ...save.columns,
      impactMs: storedImpactMs(state),
      version: row.version + 1,
      updatedAt: ctx.now,
    })
    .where(and(eq(incident.workspaceId, ctx.workspaceId), eq(incident.id, row.id)))
    .returning();
  if (stored === undefined) throw new Error("The incident's row was locked and is gone.");
  const touched = await writeImpacts(ctx, row.id, loaded.state, state);
  if (touched.length > 0) await recomputeServiceDays(ctx, touched, { edited: [row.id] });
  await markAttributionDirty(ctx, row, stored);
  if (impactsCount(row.status) !== impactsCount(stored.status)) await weighChangesOf(ctx, row.id);
  await recordAudit(ctx, {
    action: save.action,
    objectKind: "incident",
    objectId: row.id,
    ...auditOf(changedColumns(row, stored), changedImpacts(loaded.state, state), save.told),
  });
}

/** Stores what differs among the impacts and returns the spans in which a rollup may have changed. */
async function writeImpacts(
  ctx: Ctx,
  incidentId: string,
  before: IncidentState<StoredImpact>,
  after: IncidentState<StoredImpact>,
): Promise<Touched[]> {
  const counts = impactsCount(after.status);
  const countsChanged = impactsCount(before.status) !== counts;
  const old = new Map(before.impacts.map((impact) => [impact.id, impact]));
  const written = after.impacts.filter((impact) => {
    const was = old.get(impact.id);
    return was === undefined || countsChanged || !isSameImpact(was, impact);
  });
  const kept = new Set(after.impacts.map((impact) => impact.id));
  const removed = before.impacts.filter((impact) => !kept.has(impact.id));
  await upsertImpacts(ctx, incidentId, written, counts);
  if (removed.length > 0) {
    await ctx.db.execute(sql`
      delete from impact where workspace_id = ${ctx.workspaceId}
        and id = any(${sql.param(removed.map((impact) => impact.id))}::uuid[])`);
  }
  const replaced = written.flatMap((impact) => old.get(impact.id) ?? []);
  return [...written, ...replaced, ...removed].map(spanOf);
}

function isSameImpact(a: StoredImpact, b: StoredImpact): boolean {
  return (
    a.serviceId === b.serviceId &&
    a.startedAt === b.startedAt &&
    a.endedAt === b.endedAt &&
    a.fraction === b.fraction &&
    a.level === b.level
  );
}

/** An open impact is in no rollup yet; its start alone matters, to what the service is tracked from. */
export function spanOf(impact: { serviceId: string; startedAt: number; endedAt: number | null }): Touched {
  return {
    serviceId: impact.serviceId,
    fromMs: impact.startedAt,
    toMs: impact.endedAt ?? impact.startedAt + 1,
  };
}

export async function upsertImpacts(
  ctx: Ctx,
  incidentId: string,
  impacts: readonly StoredImpact[],
  counts: boolean,
): Promise<void> {
  if (impacts.length === 0) return;
  const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  await ctx.db.execute(sql`
    insert into impact
      (workspace_id, incident_id, counts, id, service_id, level, fraction, started_at, ended_at)
    select ${ctx.workspaceId}::uuid, ${incidentId}::uuid, ${counts}::boolean, * from unnest(
      ${sql.param(impacts.map((impact) => impact.id))}::uuid[],
      ${sql.param(impacts.map((impact) => impact.serviceId))}::uuid[],
      ${sql.param(impacts.map((impact) => impact.level))}::text[],
      ${sql.param(impacts.map((impact) => impact.fraction))}::float8[],
      ${sql.param(impacts.map((impact) => at(impact.startedAt)))}::timestamptz[],
      ${sql.param(impacts.map((impact) => at(impact.endedAt)))}::timestamptz[])
    on conflict (workspace_id, id) do update set counts = excluded.counts, level = excluded.level,
      fraction = excluded.fraction, started_at = excluded.started_at, ended_at = excluded.ended_at`);
}

/** The workspace's rollup tells loss and starts by cause and severity: those days are taken anew when they move. */
async function markAttributionDirty(ctx: Ctx, before: IncidentRow, after: IncidentRow): Promise<void> {
  const isSame =
    before.severity === after.severity &&
    before.primaryCauseKind === after.primaryCauseKind &&
    before.impactStartedAt.getTime() === after.impactStartedAt.getTime() &&
    impactsCount(before.status) === impactsCount(after.status);
  if (isSame) return;
  const zone = await workspaceZone(ctx);
  const hit = await ctx.db.execute<{ day: string }>(sql`
    select distinct day::text as day from service_day_incident
    where workspace_id = ${ctx.workspaceId} and incident_id = ${after.id}`);
  const starts = [before, after].map((row) => dayOf(row.impactStartedAt.getTime(), zone));
  await markDaysDirty(ctx, [...starts, ...hit.rows.map((row) => row.day)]);
}

type BeforeAfter<T> = { before: T; after: T };

function auditOf(
  columns: BeforeAfter<Record<string, unknown>>,
  impacts: BeforeAfter<StoredImpact[]>,
  besides: Record<string, unknown> | undefined,
) {
  const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const told = (impact: StoredImpact) => ({
    ...impact,
    startedAt: at(impact.startedAt),
    endedAt: at(impact.endedAt),
  });
  const withImpacts = (side: "before" | "after") =>
    impacts[side].length > 0 ? { ...columns[side], impacts: impacts[side].map(told) } : columns[side];
  return { before: withImpacts("before"), after: { ...withImpacts("after"), ...besides } };
}

/** Those that differ, came or went: as they were, and as they are. */
function changedImpacts(
  before: IncidentState<StoredImpact>,
  after: IncidentState<StoredImpact>,
): BeforeAfter<StoredImpact[]> {
  const lacking = (impacts: readonly StoredImpact[], others: readonly StoredImpact[]) =>
    impacts.filter(
      (impact) => !others.some((other) => other.id === impact.id && isSameImpact(other, impact)),
    );
  return {
    before: lacking(before.impacts, after.impacts),
    after: lacking(after.impacts, before.impacts),
  };
}

const UNTOLD = new Set(["version", "updatedAt"]);

function changedColumns(before: IncidentRow, after: IncidentRow) {
  const then: Record<string, unknown> = {};
  const now: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(after)) {
    const was = Object.entries(before).find(([name]) => name === column)?.[1];
    if (UNTOLD.has(column) || JSON.stringify(was) === JSON.stringify(value)) continue;
    then[column] = was ?? null;
    now[column] = value;
  }
  return { before: then, after: now };
}
