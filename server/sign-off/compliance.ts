import { type SQL, sql } from "drizzle-orm";
import { addDays, type Day, dayStartMs, daysBetween } from "@/domain/calendar/day";
import {
  addBreakGlass,
  addState,
  type BreakGlassCounts,
  type ComplianceCounts,
  complianceRatio,
  noBreakGlass,
  noCompliance,
} from "@/domain/sign-off/compliance";
import type { Compliance, ComplianceFigures, ComplianceQuery } from "@/domain/sign-off/compliance-schema";
import type { SignOffState } from "@/domain/sign-off/states";
import { authoriseReading } from "@/server/access";
import { WHOLE_WORKSPACE } from "@/server/change/day-rollup";
import {
  askedDays,
  type MeasureScope,
  type MeasureSpan,
  type MeasureWindow,
  measureWindows,
  readMeasureScope,
} from "@/server/change/measure-days";
import { askAll, type Ctx } from "@/server/context";

/** A window of the axis and the requests of one state for one set of services that went live in it. */
interface Group {
  window: number;
  state: SignOffState;
  serviceIds: string[];
  requests: number;
}

interface KeptService {
  id: string;
  slug: string;
  name: string;
  team: string | null;
}

/**
 * Whether the policy is followed: AI-assisted changes that it asked a sign-off of, by when they went live and how that
 * stands; by team and service. Read from what was assessed, in one pass over the span.
 */
export async function compliance(ctx: Ctx, query: ComplianceQuery): Promise<Compliance> {
  authoriseReading(ctx);
  const scope = await readMeasureScope(ctx, query);
  const span = askedDays(ctx, query, scope);
  const windows = measureWindows(span, query.grain, scope.timeZone);
  const length = daysBetween(span.from, span.to);
  const earlier = { from: addDays(span.from, -length), to: span.from };
  const [groups, before, services, glasses] = await askAll(
    ctx,
    () => groupsOf(ctx, scope, span, windows),
    () => complianceIn(ctx, scope, earlier),
    () => keptServices(ctx),
    () => breakGlassOf(ctx, scope, span, windows),
  );
  const inScope = services.filter(({ id }) => isInScope(scope, id));
  const byWindow = sumBy(groups, ({ window }) => [window]);
  return {
    grain: query.grain,
    timeZone: scope.timeZone,
    ...span,
    total: withRatio(sumBy(groups, () => [null]).get(null) ?? noCompliance()),
    before: { ...before, ...earlier },
    breakGlass: glasses.total,
    points: windows.map(({ start, end }, index) => ({
      start,
      end,
      ...withRatio(byWindow.get(index) ?? noCompliance()),
      breakGlass: glasses.byWindow[index] ?? noBreakGlass(),
    })),
    services: byService(groups, inScope),
    teams: byTeam(groups, inScope),
  };
}

/** The figures of one span alone, from the index: for the overview and for comparisons. */
export async function complianceIn(
  ctx: Ctx,
  scope: MeasureScope,
  { from, to }: MeasureSpan,
): Promise<ComplianceFigures> {
  const { rows } = await ctx.db.execute<{ state: SignOffState; requests: number }>(sql`
    select state, count(*)::float8 as requests from sign_off_request
    where ${countsIn(ctx, scope, { from, to })} group by state`);
  const counts = noCompliance();
  for (const { state, requests } of rows) addState(counts, state, requests);
  return withRatio(counts);
}

/** What counts: a change with AI evidence of which a sign-off is asked and that went live in the span. */
function countsIn(ctx: Ctx, scope: MeasureScope, span: MeasureSpan): SQL {
  const at = (day: Day) => new Date(dayStartMs(day, scope.timeZone)).toISOString();
  return sql`workspace_id = ${ctx.workspaceId} and live_at is not null and live_at >= ${at(span.from)}
    and live_at < ${at(span.to)} and involvement = 'ai' and change_id is not null ${ofServices(scope)}`;
}

function ofServices({ serviceIds }: MeasureScope): SQL {
  if (serviceIds.includes(WHOLE_WORKSPACE)) return sql``;
  return sql`and service_ids && ${sql.param([...serviceIds])}::uuid[]`;
}

function isInScope({ serviceIds }: MeasureScope, id: string): boolean {
  return serviceIds.includes(WHOLE_WORKSPACE) || serviceIds.includes(id);
}

async function groupsOf(
  ctx: Ctx,
  scope: MeasureScope,
  span: MeasureSpan,
  windows: readonly MeasureWindow[],
): Promise<Group[]> {
  const { rows } = await ctx.db.execute<{
    place: number;
    state: SignOffState;
    service_ids: string[];
    requests: number;
  }>(sql`
    select width_bucket(live_at, ${starts(windows, scope)}) as place, state, service_ids, count(*)::float8 as requests
    from sign_off_request where ${countsIn(ctx, scope, span)} group by 1, 2, 3`);
  return rows.map(({ place, state, service_ids: serviceIds, requests }) => ({
    window: place - 1,
    state,
    serviceIds,
    requests,
  }));
}

function starts(windows: readonly MeasureWindow[], { timeZone }: MeasureScope): SQL {
  const instants = windows.map(({ start }) => new Date(dayStartMs(start, timeZone)).toISOString());
  return sql`${sql.param(instants)}::timestamptz[]`;
}

function withRatio(counts: ComplianceCounts): ComplianceFigures {
  return { ...counts, ratio: complianceRatio(counts) };
}

async function keptServices(ctx: Ctx): Promise<KeptService[]> {
  const { rows } = await ctx.db.execute<KeptService & Record<string, unknown>>(sql`
    select s.id, s.slug, s.name, t.name as team from service s
    left join team t on t.workspace_id = s.workspace_id and t.id = s.team_id
    where s.workspace_id = ${ctx.workspaceId} order by s.name, s.slug`);
  return rows;
}

/** The groups added up by what each belongs to; one that belongs to several counts once for each. */
function sumBy<K>(groups: readonly Group[], keysOf: (group: Group) => Iterable<K>): Map<K, ComplianceCounts> {
  const sums = new Map<K, ComplianceCounts>();
  for (const group of groups) {
    for (const key of keysOf(group)) {
      const counts = sums.get(key) ?? noCompliance();
      sums.set(key, counts);
      addState(counts, group.state, group.requests);
    }
  }
  return sums;
}

function byService(groups: readonly Group[], services: readonly KeptService[]): Compliance["services"] {
  const sums = sumBy(groups, ({ serviceIds }) => serviceIds);
  return services
    .flatMap(({ id, slug, name, team }) => {
      const counts = sums.get(id);
      return counts === undefined ? [] : [{ slug, name, team, ...withRatio(counts) }];
    })
    .sort(leastFollowedFirst);
}

function byTeam(groups: readonly Group[], services: readonly KeptService[]): Compliance["teams"] {
  const teamOf = new Map(services.map(({ id, team }) => [id, team]));
  const sums = sumBy(groups, ({ serviceIds }) => {
    const known = serviceIds.filter((id) => teamOf.has(id));
    return new Set(known.map((id) => teamOf.get(id) ?? null));
  });
  return [...sums]
    .map(([name, counts]) => {
      const kept = services.filter(({ team }) => team === name);
      return { name, services: kept.map(({ slug }) => slug), ...withRatio(counts) };
    })
    .sort(leastFollowedFirst);
}

/** Those of which too few are known to tell come last. */
function leastFollowedFirst(a: ComplianceFigures, b: ComplianceFigures): number {
  return (a.ratio ?? 2) - (b.ratio ?? 2) || b.required - a.required;
}

async function breakGlassOf(
  ctx: Ctx,
  scope: MeasureScope,
  span: MeasureSpan,
  windows: readonly MeasureWindow[],
): Promise<{ total: BreakGlassCounts; byWindow: BreakGlassCounts[] }> {
  const at = (day: Day) => new Date(dayStartMs(day, scope.timeZone)).toISOString();
  const isWhole = scope.serviceIds.includes(WHOLE_WORKSPACE);
  const { rows } = await ctx.db.execute<{ place: number; opened_ms: number; reviewed_ms: number | null }>(sql`
    select width_bucket(b.opened_at, ${starts(windows, scope)}) as place,
      (extract(epoch from b.opened_at) * 1000)::float8 as opened_ms,
      (extract(epoch from b.reviewed_at) * 1000)::float8 as reviewed_ms
    from break_glass b
    where b.workspace_id = ${ctx.workspaceId} and b.opened_at >= ${at(span.from)} and b.opened_at < ${at(span.to)}
      ${
        isWhole
          ? sql``
          : sql`and exists (select from sign_off_request r where r.workspace_id = b.workspace_id
              and r.change_id = b.change_id and r.service_ids && ${sql.param([...scope.serviceIds])}::uuid[])`
      }`);
  const total = noBreakGlass();
  const byWindow = windows.map(noBreakGlass);
  const when = { zone: scope.timeZone, nowMs: ctx.now.getTime() };
  for (const { place, opened_ms: openedMs, reviewed_ms: reviewedMs } of rows) {
    addBreakGlass(total, { openedMs, reviewedMs }, when);
    const window = byWindow[place - 1];
    if (window !== undefined) addBreakGlass(window, { openedMs, reviewedMs }, when);
  }
  return { total, byWindow };
}
