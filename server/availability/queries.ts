import { sql } from "drizzle-orm";
import type { Availability, AvailabilityQuery } from "@/domain/availability/schema";
import { dayStartMs } from "@/domain/calendar/day";
import { type PeriodWindow, type Window, windowsOf } from "@/domain/calendar/period";
import { Invalid, NotFound } from "@/domain/errors";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { askedSpan } from "@/server/measure/asked-span";
import { freshRollups } from "@/server/rollup/dirty-days";
import { loadImpacts } from "@/server/rollup/impact-rows";
import { openLoss } from "@/server/rollup/open-loss";
import { readWorkspace } from "@/server/workspace/queries";
import {
  type LossAt,
  openLossAt,
  pieceLoss,
  pointsOf,
  type SeriesService,
  splitSpan,
  type WholeDays,
} from "./series";

/** Five years of days and some more; a finer answer to a longer question helps nobody. */
const POINTS_MAX = 4000;

/**
 * Availability per day, week, month or quarter of the workspace, of a team or of one service. Whole days come from
 * the rollups, pieces of days from the impacts, and what runs now is laid over both.
 */
export async function availabilitySeries(ctx: Ctx, query: AvailabilityQuery): Promise<Availability> {
  authoriseReading(ctx);
  const { timeZone } = await readWorkspace(ctx);
  const nowMs = ctx.now.getTime();
  const span = askedSpan(query, { zone: timeZone, nowMs });
  const windows = boundedWindows(span, query, timeZone);
  await freshRollups(ctx);
  return ctx.db.transaction(
    async (db) => {
      const reading = { ...ctx, db };
      const services = await readServices(reading, query);
      const { whole, pieces } = splitSpan(span, timeZone);
      const open = await openLoss(reading, nowMs);
      const losses = [
        ...(await storedLosses(reading, query, services, whole, timeZone)),
        ...openLossAt(open.services, services, whole, timeZone),
        ...(await pieceLosses(reading, pieces, services, nowMs)),
      ];
      return { grain: query.grain, timeZone, points: pointsOf(windows, services, losses, nowMs) };
    },
    // One moment for every statement: an impact that ends in between is neither missed nor counted twice.
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

function boundedWindows(span: Window, { grain }: AvailabilityQuery, zone: string): PeriodWindow[] {
  const days = (span.endMs - span.startMs) / 86_400_000;
  const windows =
    grain === "day" && days > POINTS_MAX + 1
      ? null
      : windowsOf({ fromMs: span.startMs, toMs: span.endMs, grain, zone });
  if (windows === null || windows.length > POINTS_MAX) {
    throw new Invalid(
      "grain",
      `That would be more than ${POINTS_MAX} points. Ask for a coarser grain or a shorter span.`,
    );
  }
  return windows;
}

async function readServices(ctx: Ctx, query: AvailabilityQuery): Promise<Map<string, SeriesService>> {
  if (query.team !== undefined) await refuseUnknownTeam(ctx, query.team);
  const result = await ctx.db.execute<{ id: string; weight: number; tracked_from_ms: number }>(sql`
    select s.id, s.weight, (extract(epoch from s.tracked_from) * 1000)::float8 as tracked_from_ms
    from service s left join team t on t.workspace_id = s.workspace_id and t.id = s.team_id
    where s.workspace_id = ${ctx.workspaceId}
      ${query.service === undefined ? sql`` : sql`and s.slug = ${query.service}`}
      ${query.team === undefined ? sql`` : sql`and t.name = ${query.team}`}`);
  if (query.service !== undefined && result.rows.length === 0) throw await noSuchService(ctx, query);
  return new Map(
    result.rows.map((row) => [
      row.id,
      { id: row.id, weight: row.weight, trackedFromMs: row.tracked_from_ms },
    ]),
  );
}

async function noSuchService(ctx: Ctx, { service, team }: AvailabilityQuery): Promise<Error> {
  const known = await ctx.db.execute(
    sql`select 1 from service where workspace_id = ${ctx.workspaceId} and slug = ${service ?? ""}`,
  );
  return known.rows.length > 0
    ? new Invalid("team", `The service ${service} is not one of the team ${team}. Leave one of the two out.`)
    : new NotFound("service", service ?? "");
}

async function refuseUnknownTeam(ctx: Ctx, name: string): Promise<void> {
  const known = await ctx.db.execute(
    sql`select 1 from team where workspace_id = ${ctx.workspaceId} and name = ${name}`,
  );
  if (known.rows.length === 0) throw new NotFound("team", name);
}

async function storedLosses(
  ctx: Ctx,
  query: AvailabilityQuery,
  services: ReadonlyMap<string, SeriesService>,
  whole: WholeDays,
  zone: string,
): Promise<LossAt[]> {
  if (whole.from >= whole.to || services.size === 0) return [];
  const isWorkspace = query.service === undefined && query.team === undefined;
  const inSpan = sql`d.workspace_id = ${ctx.workspaceId} and d.day >= ${whole.from} and d.day < ${whole.to}`;
  const result = isWorkspace
    ? await ctx.db.execute<{ day: string; lost: number }>(
        sql`select d.day, d.lost_weight_ms as lost from workspace_day d where ${inSpan}`,
      )
    : await ctx.db.execute<{ day: string; lost: number }>(sql`
        select d.day, sum(d.lost_ms * s.weight) as lost
        from service_day d join service s on s.workspace_id = d.workspace_id and s.id = d.service_id
        where ${inSpan} and d.service_id = any(${sql.param([...services.keys()])}::uuid[])
        group by d.day`);
  return result.rows.map((row) => ({ atMs: dayStartMs(row.day, zone), weightedLostMs: row.lost }));
}

async function pieceLosses(
  ctx: Ctx,
  pieces: readonly Window[],
  services: ReadonlyMap<string, SeriesService>,
  nowMs: number,
): Promise<LossAt[]> {
  const losses: LossAt[] = [];
  for (const piece of pieces) {
    const spans = [...services.keys()].map((serviceId) => ({
      serviceId,
      fromMs: piece.startMs,
      toMs: piece.endMs,
    }));
    losses.push(pieceLoss(piece, services, await loadImpacts(ctx, spans, { withOpen: true }), nowMs));
  }
  return losses;
}
