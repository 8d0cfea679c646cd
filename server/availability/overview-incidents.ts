import { sql } from "drizzle-orm";
import { blastClassOf } from "@/domain/availability/blast-radius";
import type { CauseStatus } from "@/domain/cause/taxonomy";
import type { Severity } from "@/domain/incident/schema";
import type { CostlyIncident, LaneIncident, RecordKind } from "@/domain/overview/data";
import type { DaySpan } from "@/domain/overview/period";
import type { Ctx } from "@/server/context";
import { inSpan, type Scope, serviceIds } from "@/server/measure/scope";
import { type Overlay, openLossByIncident } from "./overview-overlay";
import { activeIn, causeIs, hitIncidents, startedIn } from "./overview-rows";

/** Bubbles beyond this many hide each other; the largest are kept. */
const LANE_MAX = 40;
const COSTLIEST = 8;
/** An incident's whole cost bounds its cost within the period, so the costliest are among the first candidates. */
const CANDIDATES = 40;

type LaneRow = {
  number: number;
  title: string;
  severity: Severity;
  started_ms: number;
  ai_cause: LaneIncident["aiCause"];
  record: RecordKind;
  peak: number;
};

/** The period's SEV1, SEV2 and AI incidents, by blast radius; in the order of an index, so that few are read. */
export async function laneIncidents(ctx: Ctx, scope: Scope, span: DaySpan): Promise<LaneIncident[]> {
  const rows = await ctx.db.execute<LaneRow>(sql`
    select i.number, i.title, i.severity, i.ai_cause, i.record, c.peak_weight as peak,
      (extract(epoch from i.impact_started_at) * 1000)::double precision as started_ms
    from incident_cost c join incident i on i.workspace_id = c.workspace_id and i.id = c.incident_id
    where c.workspace_id = ${ctx.workspaceId} and i.status <> 'cancelled' and ${startedIn(scope, span)}
      and (i.severity in ('SEV1', 'SEV2') or i.ai_cause <> 'none') ${causeIs(scope)}
      ${scope.isWhole ? sql`` : sql`and i.id in (${hitIncidents(ctx, scope, span)})`}
    order by c.peak_weight desc, c.incident_id desc limit ${LANE_MAX}`);
  return rows.rows.map((row) => laneIncident(row, scope));
}

function laneIncident(row: LaneRow, scope: Scope): LaneIncident {
  return {
    number: row.number,
    title: row.title,
    severity: row.severity,
    impactStartedAt: new Date(row.started_ms).toISOString(),
    aiCause: row.ai_cause,
    record: row.record,
    blastRadiusRatio: scope.totalWeight > 0 ? Math.min(1, row.peak / scope.totalWeight) : 0,
  };
}

type CostlyRow = LaneRow & {
  id: string;
  resolved_ms: number | null;
  impact_ms: number | null;
  cause: string | null;
  cause_status: CauseStatus | null;
  contributing: number;
};

/** The costliest incidents of the period, by the loss within it; `minutesOf` turns a weighted loss into minutes. */
export async function costliestIncidents(
  ctx: Ctx,
  scope: Scope,
  span: DaySpan,
  overlay: Overlay,
  minutesOf: (weightedLostMs: number) => number,
): Promise<CostlyIncident[]> {
  const losses = await costOfCandidates(ctx, scope, span);
  for (const [id, ms] of openLossByIncident(overlay, scope, span)) losses.set(id, (losses.get(id) ?? 0) + ms);
  const ranked = [...losses].filter(([, ms]) => ms > 0).sort((a, b) => b[1] - a[1]);
  const rows = await incidentRows(
    ctx,
    scope,
    ranked.slice(0, CANDIDATES).map(([id]) => id),
  );
  return ranked
    .flatMap(([id, lostMs]) => {
      const row = rows.get(id);
      return row === undefined ? [] : [costlyIncident(row, scope, minutesOf(lostMs))];
    })
    .slice(0, COSTLIEST);
}

function costlyIncident(row: CostlyRow, scope: Scope, impactMinutes: number): CostlyIncident {
  const incident = laneIncident(row, scope);
  return {
    ...incident,
    blastRadiusClass: blastClassOf(incident.blastRadiusRatio),
    primaryCause: row.cause === null ? null : { kind: row.cause, status: row.cause_status ?? "suspected" },
    contributingCauses: row.contributing,
    resolvedAt: row.resolved_ms === null ? null : new Date(row.resolved_ms).toISOString(),
    impactMs: row.impact_ms ?? Math.max(0, scope.nowMs - row.started_ms),
    impactMinutes,
  };
}

/** Weighted loss within the span of the incidents that may be among the costliest, ms. */
async function costOfCandidates(ctx: Ctx, scope: Scope, span: DaySpan): Promise<Map<string, number>> {
  const candidates = scope.isWhole
    ? sql`
        select c.incident_id as id, sum(d.lost_ms * s.weight) as lost from (
          select k.incident_id from incident_cost k
            join incident i on i.workspace_id = k.workspace_id and i.id = k.incident_id
          where k.workspace_id = ${ctx.workspaceId} and k.lost_weight_ms > 0 and i.status <> 'cancelled'
            and ${activeIn(scope, span)} ${causeIs(scope)}
          order by k.lost_weight_ms desc limit ${CANDIDATES}
        ) c
          join service_day_incident d on d.workspace_id = ${ctx.workspaceId} and d.incident_id = c.incident_id
          join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
        where ${inSpan("d.day", span)} group by 1`
    : sql`
        select d.incident_id as id, sum(d.lost_ms * s.weight) as lost
        from service_day_incident d
          join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
          join incident i on i.workspace_id = d.workspace_id and i.id = d.incident_id
        where d.workspace_id = ${ctx.workspaceId} and d.service_id = any(${serviceIds(scope)})
          and ${inSpan("d.day", span)} ${causeIs(scope)}
        group by 1 order by 2 desc limit ${CANDIDATES}`;
  const rows = await ctx.db.execute<{ id: string; lost: number }>(candidates);
  return new Map(rows.rows.map((row) => [row.id, row.lost]));
}

async function incidentRows(ctx: Ctx, scope: Scope, ids: string[]): Promise<Map<string, CostlyRow>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.execute<CostlyRow>(sql`
    select i.id, i.number, i.title, i.severity, i.ai_cause, i.record, coalesce(c.peak_weight, 0) as peak,
      i.primary_cause_kind as cause, i.primary_cause_status as cause_status,
      cardinality(i.contributing_cause_kinds) as contributing,
      (extract(epoch from i.impact_started_at) * 1000)::double precision as started_ms,
      (extract(epoch from i.resolved_at) * 1000)::double precision as resolved_ms, i.impact_ms
    from incident i left join incident_cost c on c.workspace_id = i.workspace_id and c.incident_id = i.id
    where i.workspace_id = ${ctx.workspaceId} and i.status <> 'cancelled'
      and i.id = any(${sql.param(ids)}::uuid[]) ${causeIs(scope)}`);
  return new Map(rows.rows.map((row) => [row.id, row]));
}
