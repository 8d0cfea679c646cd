import { and, asc, eq } from "drizzle-orm";
import { incident, incidentCost, timelineEvent } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { Incident } from "@/domain/incident/schema";
import { authoriseReading } from "@/server/access";
import { askAll, type Ctx } from "@/server/context";
import { openLoss } from "@/server/rollup/open-loss";
import { listCauses } from "./causes";
import { type IncidentRow, loadIncidentImpacts, referenceOf } from "./load";
import { type KnownService, listKnownServices, radiusOf } from "./observed-radius";
import { type Cost, summaryOf, timingsOf } from "./summary";

export { exportIncidentsCsv } from "./export";
export { countOpenIncidents, listIncidents, openIncidents } from "./list";
export { incidentMedians } from "./medians";

/** One incident, whole, by its id or its number ("INC-123"). */
export function getIncident(ctx: Ctx, idOrNumber: string): Promise<Incident> {
  authoriseReading(ctx);
  return readIncident(ctx, idOrNumber);
}

/** The same for a command, which shows whoever may write what they have written. */
export async function readIncident(ctx: Ctx, idOrNumber: string): Promise<Incident> {
  const [row] = await ctx.db.select().from(incident).where(referenceOf(ctx, idOrNumber));
  if (row === undefined) throw new NotFound("incident", idOrNumber);
  const nowMs = ctx.now.getTime();
  const [services, stored, causes, timeline] = await askAll(
    ctx,
    () => listKnownServices(ctx),
    () => loadIncidentImpacts(ctx, row.id),
    () => listCauses(ctx, row.id),
    () => listTimeline(ctx, row.id),
  );
  const totalWeight = services.reduce((sum, one) => sum + one.weight, 0);
  const known = new Map(services.map((one) => [one.id, one]));
  const hit = new Map(
    stored.flatMap(({ serviceId }) => {
      const one = known.get(serviceId);
      return one === undefined ? [] : [[serviceId, one] as const];
    }),
  );
  const [blastRadius, cost] = await askAll(
    ctx,
    () => radiusOf(ctx, row, stored, services),
    () => costOf(ctx, row, [...hit.keys()]),
  );
  const summary = summaryOf(
    row,
    cost,
    [...hit.values()].map(({ slug, name }) => ({ slug, name })),
    totalWeight,
    nowMs,
  );
  const timings = timingsOf(row, nowMs);
  return {
    ...summary,
    ...wireColumns(row),
    impacts: stored.map((impact) => ({
      id: impact.id,
      service: hit.get(impact.serviceId) ?? nameless(impact.serviceId),
      level: impact.level,
      fraction: impact.fraction,
      startedAt: new Date(impact.startedAt).toISOString(),
      endedAt: impact.endedAt === null ? null : new Date(impact.endedAt).toISOString(),
    })),
    causes: causes.toReversed(),
    timeline,
    metrics: { ...timings, impactMs: summary.impactMs, impactMinutes: summary.impactMinutes },
    blastRadius,
  };
}

/** The foreign key makes this impossible; the reader need not fail if it happens. */
function nameless(id: string): KnownService {
  return { id, slug: id, name: id, weight: 0 };
}

function wireColumns(row: IncidentRow) {
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    summary: row.summary,
    detectedAt: iso(row.detectedAt),
    declaredAt: iso(row.declaredAt),
    acknowledgedAt: iso(row.acknowledgedAt),
    mitigatedAt: iso(row.mitigatedAt),
    closedAt: iso(row.closedAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    sourceName: row.sourceName,
    sourceUrl: row.sourceUrl,
  };
}

async function costOf(ctx: Ctx, row: IncidentRow, serviceIds: readonly string[]): Promise<Cost> {
  const [cost] = await ctx.db
    .select({ lostWeightMs: incidentCost.lostWeightMs, peakWeight: incidentCost.peakWeight })
    .from(incidentCost)
    .where(and(eq(incidentCost.workspaceId, ctx.workspaceId), eq(incidentCost.incidentId, row.id)));
  // An open impact of another incident can take this one's loss over, but only on a service that both hit.
  const open = await openLoss(ctx, ctx.now.getTime(), serviceIds);
  return {
    lostWeightMs: (cost?.lostWeightMs ?? 0) + (open.lostWeightMsByIncident.get(row.id) ?? 0),
    peakWeight: cost?.peakWeight ?? 0,
  };
}

async function listTimeline(ctx: Ctx, incidentId: string): Promise<Incident["timeline"]> {
  const rows = await ctx.db
    .select()
    .from(timelineEvent)
    .where(and(eq(timelineEvent.workspaceId, ctx.workspaceId), eq(timelineEvent.incidentId, incidentId)))
    .orderBy(asc(timelineEvent.at), asc(timelineEvent.recordedAt), asc(timelineEvent.id));
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    body: row.body,
    changes: row.changes,
    author: row.author,
    recordedAt: row.recordedAt.toISOString(),
    generated: row.generated,
  }));
}
