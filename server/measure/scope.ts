import { sql } from "drizzle-orm";
import { type CombinedAvailability, combinedOf, coveredMs } from "@/domain/availability/availability";
import type { Day } from "@/domain/calendar/day";
import { dayStartMs } from "@/domain/calendar/day";
import type { Window } from "@/domain/calendar/period";
import { NotFound } from "@/domain/errors";
import type { DaySpan } from "@/domain/overview/period";
import type { OverviewQuery } from "@/domain/overview/query";
import type { Ctx } from "@/server/context";

export type ScopeService = {
  id: string;
  slug: string;
  name: string;
  team: string | null;
  weight: number;
  sloTarget: number;
  trackedFromMs: number;
  generated: boolean;
};

/** Which services a question is about, and what it takes to turn their losses into figures. */
export type Scope = {
  timeZone: string;
  nowMs: number;
  adoptionTarget: number;
  objective: number;
  /** Of every service of the workspace: what a blast radius is a share of. */
  totalWeight: number;
  services: ScopeService[];
  byId: Map<string, ScopeService>;
  /** All services of the workspace: the workspace's own rollups answer. */
  isWhole: boolean;
  all: ScopeService[];
  cause: string | null;
};

type WorkspaceRow = { time_zone: string; slo_target: number; adoption_target: number };
type ServiceRow = {
  id: string;
  slug: string;
  name: string;
  team: string | null;
  weight: number;
  slo_target: number | null;
  tracked_from_ms: number;
  generated: boolean;
};

export async function readScope(
  ctx: Ctx,
  query: Pick<OverviewQuery, "service" | "team" | "cause">,
): Promise<Scope> {
  const workspaces = await ctx.db.execute<WorkspaceRow>(sql`
    select time_zone, slo_target, adoption_target from workspace where workspace_id = ${ctx.workspaceId}`);
  const workspace = workspaces.rows[0];
  if (workspace === undefined) throw new NotFound("workspace", ctx.workspaceId);
  const services = await ctx.db.execute<ServiceRow>(sql`
    select s.id, s.slug, s.name, t.name as team, s.weight, s.slo_target, s.generated,
      (extract(epoch from s.tracked_from) * 1000)::double precision as tracked_from_ms
    from service s left join team t on t.workspace_id = s.workspace_id and t.id = s.team_id
    where s.workspace_id = ${ctx.workspaceId} order by s.name, s.slug`);
  const all = services.rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    team: row.team,
    weight: row.weight,
    sloTarget: row.slo_target ?? workspace.slo_target,
    trackedFromMs: row.tracked_from_ms,
    generated: row.generated,
  }));
  const chosen = all.filter(
    (service) =>
      (query.service === null || service.slug === query.service) &&
      (query.team === null || service.team === query.team),
  );
  const only = query.service === null ? undefined : chosen[0];
  return {
    timeZone: workspace.time_zone,
    nowMs: ctx.now.getTime(),
    adoptionTarget: workspace.adoption_target,
    objective: only?.sloTarget ?? workspace.slo_target,
    totalWeight: all.reduce((sum, service) => sum + service.weight, 0),
    services: chosen,
    byId: new Map(chosen.map((service) => [service.id, service])),
    isWhole: query.service === null && query.team === null,
    all,
    cause: query.cause,
  };
}

export function windowOf(span: DaySpan, zone: string): Window {
  return { startMs: dayStartMs(span.from, zone), endMs: dayStartMs(span.to, zone) };
}

/** Availability of the scope's services over a window whose weighted loss is known, in ms. */
export function combine(scope: Scope, window: Window, weightedLostMs: number): CombinedAvailability {
  let longestMs = 0;
  let weightedCoveredMs = 0;
  for (const service of scope.services) {
    const covered = coveredMs(window, service.trackedFromMs, scope.nowMs);
    longestMs = Math.max(longestMs, covered);
    weightedCoveredMs += service.weight * covered;
  }
  return combinedOf({ coveredMs: longestMs, weightedCoveredMs, weightedLostMs });
}

/** The scope's services as a parameter for `= any(...)`. */
export function serviceIds(scope: Scope) {
  return sql`${sql.param(scope.services.map((service) => service.id))}::uuid[]`;
}

export function inSpan(column: "day" | "d.day", span: DaySpan) {
  const name = sql.raw(column);
  return sql`${name} >= ${span.from}::date and ${name} < ${span.to}::date`;
}

export type DaySums = Map<Day, number>;
