import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { type InsertStep, insertInTurn, insertStep } from "@/db/insert-rows";
import { causeRevision, impact, incident, incidentCounter, incidentSource, timelineEvent } from "@/db/schema";
import { type Day, dayOf, nextDay } from "@/domain/calendar/day";
import { aiCauseState, currentCauses } from "@/domain/cause/current";
import type { CauseInput } from "@/domain/cause/schema";
import type { Status } from "@/domain/incident/lifecycle";
import type { ImpactLevel, Severity } from "@/domain/incident/schema";
import { storedImpactMs } from "@/domain/incident/state";
import type { Ctx } from "@/server/context";
import { markDaysDirty } from "@/server/rollup/dirty-days";
import { recomputeServiceDays, type Touched } from "@/server/rollup/recompute";
import { workspaceZone } from "@/server/rollup/service-lock";

/** An incident as an importer or the sample knows it: validated, its services resolved, every time final. */
export interface IncidentRecord {
  title: string;
  severity: Severity;
  status: Status;
  summary: string | null;
  impactStartedAt: Date;
  detectedAt: Date | null;
  declaredAt: Date | null;
  acknowledgedAt: Date | null;
  mitigatedAt: Date | null;
  resolvedAt: Date | null;
  impacts: {
    serviceId: string;
    level: ImpactLevel | null;
    fraction: number;
    startedAt: Date;
    endedAt: Date | null;
  }[];
  causes: CauseInput[];
  timeline: { at: Date; kind: "update" | "declared"; body: string; author: string }[];
  record: "imported" | "public-record" | "generated";
  sourceName: string | null;
  sourceUrl: string | null;
  regions: string[];
  customersAffectedRatio: number | null;
  /** Identity at its origin, so that the same row is written once. */
  external: { source: string; externalId: string; contentHash: string } | null;
}

/**
 * Writes many new incidents with their impacts, causes, timelines and rollups, in the caller's transaction.
 * @returns their ids, in the order given
 */
export async function writeIncidents(ctx: Ctx, records: readonly IncidentRecord[]): Promise<string[]> {
  if (records.length === 0) return [];
  const firstNumber = (await reserveNumbers(ctx, records.length)) - records.length + 1;
  const entries = records.map((record, index) => ({ record, id: uuidv7(), number: firstNumber + index }));
  await insertInTurn(ctx.db, [
    insertStep(incident, () =>
      entries.map(({ record, id, number }) => ({
        ...incidentRow(ctx, record),
        id,
        number,
        version: 1,
        createdAt: ctx.now,
      })),
    ),
    ...partSteps(ctx, entries),
    insertStep(incidentSource, () =>
      entries.flatMap(({ record, id }) =>
        record.external
          ? [
              {
                workspaceId: ctx.workspaceId,
                ...record.external,
                incidentId: id,
                importedVersion: 1,
                importedAt: ctx.now,
              },
            ]
          : [],
      ),
    ),
  ]);
  await settle(ctx, entries, [], []);
  return entries.map(({ id }) => id);
}

/**
 * Gives incidents that an import wrote the content they have at their origin now, in the caller's transaction.
 * The caller has made sure that nobody edited them here since.
 */
export async function replaceIncidents(
  ctx: Ctx,
  entries: readonly { id: string; record: IncidentRecord }[],
): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map(({ id }) => id);
  const starts = await ctx.db
    .select({ impactStartedAt: incident.impactStartedAt })
    .from(incident)
    .where(and(eq(incident.workspaceId, ctx.workspaceId), inArray(incident.id, ids)));
  const before = await ctx.db
    .select({ serviceId: impact.serviceId, startedAt: impact.startedAt, endedAt: impact.endedAt })
    .from(impact)
    .where(and(eq(impact.workspaceId, ctx.workspaceId), inArray(impact.incidentId, ids)));
  for (const table of [impact, causeRevision, timelineEvent]) {
    await ctx.db
      .delete(table)
      .where(and(eq(table.workspaceId, ctx.workspaceId), inArray(table.incidentId, ids)));
  }
  for (const { id, record } of entries) {
    const [row] = await ctx.db
      .update(incident)
      .set({ ...incidentRow(ctx, record), version: sql`${incident.version} + 1` })
      .where(and(eq(incident.workspaceId, ctx.workspaceId), eq(incident.id, id)))
      .returning({ version: incident.version });
    await ctx.db
      .update(incidentSource)
      .set({ contentHash: record.external?.contentHash, importedVersion: row?.version, importedAt: ctx.now })
      .where(and(eq(incidentSource.workspaceId, ctx.workspaceId), eq(incidentSource.incidentId, id)));
  }
  await insertInTurn(ctx.db, partSteps(ctx, entries));
  await settle(ctx, entries, before, starts);
}

interface Entry {
  id: string;
  record: IncidentRecord;
}

function partSteps(ctx: Ctx, entries: readonly Entry[]): InsertStep[] {
  return [
    insertStep(impact, () => entries.flatMap(({ record, id }) => impactRows(ctx, record, id))),
    insertStep(causeRevision, () => entries.flatMap(({ record, id }) => causeRows(ctx, record, id))),
    insertStep(timelineEvent, () => entries.flatMap(({ record, id }) => timelineRows(ctx, record, id))),
  ];
}

type Span = { serviceId: string; startedAt: Date; endedAt: Date | null };

/**
 * Brings the rollups in step. Every day that the impacts cover or covered is dirty, and those on which an incident
 * begins or began: its cause or severity may be another than before while its loss is the same.
 */
async function settle(
  ctx: Ctx,
  entries: readonly Entry[],
  before: readonly Span[],
  startedBefore: readonly { impactStartedAt: Date }[],
): Promise<void> {
  const touched = [...entries.flatMap(({ record }) => record.impacts), ...before].map(
    (span): Touched => ({
      serviceId: span.serviceId,
      fromMs: span.startedAt.getTime(),
      toMs: (span.endedAt ?? ctx.now).getTime(),
    }),
  );
  const ids = entries.map(({ id }) => id);
  await recomputeServiceDays(ctx, touched, startedBefore.length === 0 ? { made: ids } : { edited: ids });
  const zone = await workspaceZone(ctx);
  const days = new Set<Day>();
  for (const { fromMs, toMs } of touched) {
    const last = dayOf(Math.max(fromMs, toMs - 1), zone);
    for (let day = dayOf(fromMs, zone); day <= last; day = nextDay(day)) days.add(day);
  }
  for (const { impactStartedAt } of [...entries.map(({ record }) => record), ...startedBefore]) {
    days.add(dayOf(impactStartedAt.getTime(), zone));
  }
  await markDaysDirty(ctx, days);
}

async function reserveNumbers(ctx: Ctx, count: number): Promise<number> {
  const [row] = await ctx.db
    .insert(incidentCounter)
    .values({ workspaceId: ctx.workspaceId, lastNumber: count })
    .onConflictDoUpdate({
      target: incidentCounter.workspaceId,
      set: { lastNumber: sql`${incidentCounter.lastNumber} + ${count}` },
    })
    .returning({ lastNumber: incidentCounter.lastNumber });
  if (!row) throw new Error("The incident counter returned no row.");
  return row.lastNumber;
}

function incidentRow(ctx: Ctx, record: IncidentRecord) {
  const statements = record.causes.map((cause) => ({
    ...cause,
    statedAt: cause.statedAt ?? record.impactStartedAt.toISOString(),
    recordedAt: ctx.now.toISOString(),
  }));
  const current = currentCauses(statements);
  const standing = current.primary ? [current.primary, ...current.contributing] : current.contributing;
  return {
    workspaceId: ctx.workspaceId,
    title: record.title,
    summary: record.summary,
    severity: record.severity,
    status: record.status,
    impactStartedAt: record.impactStartedAt,
    detectedAt: record.detectedAt,
    declaredAt: record.declaredAt,
    acknowledgedAt: record.acknowledgedAt,
    mitigatedAt: record.mitigatedAt,
    resolvedAt: record.resolvedAt,
    closedAt: record.status === "closed" ? record.resolvedAt : null,
    impactMs: impactMsOf(record),
    primaryCauseKind: current.primary?.kind ?? null,
    primaryCauseStatus: current.primary?.status ?? null,
    contributingCauseKinds: current.contributing.map((cause) => cause.kind),
    aiCause: aiCauseState(standing),
    customersAffectedRatio: record.customersAffectedRatio,
    regions: record.regions,
    record: record.record,
    sourceName: record.sourceName,
    sourceUrl: record.sourceUrl,
    updatedAt: ctx.now,
  };
}

function impactMsOf({ impactStartedAt, resolvedAt, impacts }: IncidentRecord): number | null {
  return storedImpactMs({
    times: { impactStartedAt: impactStartedAt.getTime(), resolvedAt: resolvedAt?.getTime() ?? null },
    closedAt: null,
    impacts: impacts.map(({ endedAt }) => ({ endedAt: endedAt?.getTime() ?? null })),
  });
}

function impactRows(ctx: Ctx, record: IncidentRecord, incidentId: string): (typeof impact.$inferInsert)[] {
  return record.impacts.map((entry) => ({
    workspaceId: ctx.workspaceId,
    id: uuidv7(),
    incidentId,
    ...entry,
    counts: record.status !== "cancelled",
  }));
}

function causeRows(
  ctx: Ctx,
  record: IncidentRecord,
  incidentId: string,
): (typeof causeRevision.$inferInsert)[] {
  return record.causes.map((cause) => ({
    workspaceId: ctx.workspaceId,
    id: uuidv7(),
    incidentId,
    kind: cause.kind,
    role: cause.role,
    status: cause.status,
    aiRole: cause.aiRole ?? null,
    tool: cause.tool ?? null,
    permissions: cause.permissions ?? null,
    claim: cause.claim ?? null,
    note: cause.note ?? null,
    source: cause.source ?? null,
    sourceUrl: cause.sourceUrl ?? null,
    statedBy: cause.statedBy ?? ctx.actor.name,
    statedAt: cause.statedAt ? new Date(cause.statedAt) : record.impactStartedAt,
    recordedAt: ctx.now,
    generated: record.record === "generated",
  }));
}

function timelineRows(
  ctx: Ctx,
  record: IncidentRecord,
  incidentId: string,
): (typeof timelineEvent.$inferInsert)[] {
  return record.timeline.map((event) => ({
    workspaceId: ctx.workspaceId,
    id: uuidv7(),
    incidentId,
    ...event,
    changes: [],
    recordedAt: ctx.now,
    generated: record.record === "generated",
  }));
}
