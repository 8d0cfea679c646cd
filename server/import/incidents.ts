import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { incident, incidentSource } from "@/db/schema";
import type { ImportRefusal, NormalizedIncident } from "@/domain/import/plan";
import type { ImpactLevel } from "@/domain/incident/schema";
import { checkImpact, checkTimes } from "@/domain/incident/times";
import { type Ctx, inTransaction } from "@/server/context";
import { type IncidentRecord, replaceIncidents, writeIncidents } from "@/server/incident/write-many";
import { emptyTally, refusalOf, type Tally } from "./tally";

/** What a batch needs to know of the workspace. */
export interface ImportSurroundings {
  serviceIds: ReadonlyMap<string, string>;
  levelFractions: Readonly<Record<ImpactLevel, number>>;
}

/** The source of tables whose origin nobody named. */
const UNNAMED_TABLE = "csv:";

type Prepared = { row: number; record: IncidentRecord; external: NonNullable<IncidentRecord["external"]> };

/**
 * Writes one batch of incidents in one transaction. A row that is there already with the same content is left alone;
 * one that changed at its origin is replaced, unless it was edited here since: that is refused, nothing is lost.
 */
export async function importIncidents(
  ctx: Ctx,
  incidents: readonly NormalizedIncident[],
  surroundings: ImportSurroundings,
): Promise<Tally> {
  const tally = emptyTally();
  const prepared = prepare(ctx, incidents, surroundings, tally);
  if (prepared.length === 0) return tally;
  await inTransaction(ctx, async (tx) => {
    const known = await knownIncidents(tx, prepared);
    const fresh: Prepared[] = [];
    const changed: { id: string; record: IncidentRecord }[] = [];
    for (const entry of prepared) {
      const before = known.get(keyOf(entry.external));
      if (!before) fresh.push(entry);
      else if (before.contentHash === entry.external.contentHash) tally.unchanged++;
      else if (before.version !== before.importedVersion)
        tally.refusals.push(editedHere(entry, before.number));
      else if (isAnother(entry, before)) tally.refusals.push(anotherIncident(entry, before));
      else if (before.resolvedAt && knowsLess(entry, before.resolvedAt)) {
        tally.refusals.push(olderVersion(entry, before.number, before.resolvedAt));
      } else changed.push({ id: before.incidentId, record: entry.record });
    }
    await writeIncidents(
      tx,
      fresh.map((entry) => entry.record),
    );
    await replaceIncidents(tx, changed);
    tally.created += fresh.length;
    tally.updated += changed.length;
  });
  return tally;
}

/** Turns rows into records; what cannot be is refused, and a row named twice in one file counts once. */
function prepare(
  ctx: Ctx,
  incidents: readonly NormalizedIncident[],
  surroundings: ImportSurroundings,
  tally: Tally,
): Prepared[] {
  const byKey = new Map<string, Prepared>();
  for (const row of incidents) {
    try {
      const record = toRecord(row, surroundings);
      checkRecord(record, ctx.now.getTime());
      const prepared = { row: row.row, record, external: record.external };
      if (byKey.has(keyOf(record.external))) tally.unchanged++;
      byKey.set(keyOf(record.external), prepared);
    } catch (error) {
      tally.refusals.push(refusalOf(error, row.row, row.source.externalId));
    }
  }
  return [...byKey.values()];
}

function toRecord(row: NormalizedIncident, { serviceIds, levelFractions }: ImportSurroundings) {
  const instant = (text: string | null | undefined) => (text ? new Date(text) : null);
  const { row: _place, ...content } = row;
  return {
    title: row.title,
    severity: row.severity,
    status: row.status,
    summary: row.notes.length > 0 ? row.notes.join("\n\n") : null,
    impactStartedAt: new Date(row.impactStartedAt),
    detectedAt: instant(row.detectedAt),
    declaredAt: instant(row.declaredAt),
    acknowledgedAt: instant(row.acknowledgedAt),
    mitigatedAt: instant(row.mitigatedAt),
    resolvedAt: instant(row.resolvedAt),
    impacts: row.impacts.map((entry) => ({
      serviceId: serviceIds.get(entry.serviceSlug) ?? "",
      level: entry.fraction === undefined ? (entry.level ?? "major") : null,
      fraction: entry.fraction ?? levelFractions[entry.level ?? "major"],
      startedAt: new Date(entry.startedAt),
      endedAt: instant(entry.endedAt),
    })),
    causes: row.causes.map((cause) => ({
      ...cause,
      statedBy: "Import",
      statedAt: row.resolvedAt ?? row.impactStartedAt,
    })),
    timeline: row.timeline.map((update) => ({
      at: new Date(update.at),
      kind: "update" as const,
      body: update.body,
      author: sourceName(row),
    })),
    record: "imported" as const,
    sourceName: sourceName(row),
    sourceUrl: row.source.url ?? null,
    regions: row.regions ?? [],
    customersAffectedRatio: row.customersAffectedRatio ?? null,
    external: {
      source: `${row.source.kind}:${row.source.page ?? ""}`,
      externalId: row.source.externalId,
      contentHash: createHash("sha256")
        .update(JSON.stringify([content, levelFractions]))
        .digest("base64url"),
    },
  };
}

function checkRecord(record: IncidentRecord, nowMs: number): void {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  const times = {
    impactStartedAt: record.impactStartedAt.getTime(),
    detectedAt: ms(record.detectedAt),
    declaredAt: ms(record.declaredAt),
    acknowledgedAt: ms(record.acknowledgedAt),
    mitigatedAt: ms(record.mitigatedAt),
    resolvedAt: ms(record.resolvedAt),
  };
  checkTimes(times, nowMs);
  for (const [index, entry] of record.impacts.entries()) {
    checkImpact(
      { startedAt: entry.startedAt.getTime(), endedAt: ms(entry.endedAt) },
      times,
      nowMs,
      `impacts.${index}`,
    );
  }
}

async function knownIncidents(ctx: Ctx, prepared: readonly Prepared[]) {
  const rows = await ctx.db
    .select({
      source: incidentSource.source,
      externalId: incidentSource.externalId,
      incidentId: incidentSource.incidentId,
      contentHash: incidentSource.contentHash,
      importedVersion: incidentSource.importedVersion,
      version: incident.version,
      number: incident.number,
      title: incident.title,
      impactStartedAt: incident.impactStartedAt,
      resolvedAt: incident.resolvedAt,
    })
    .from(incidentSource)
    .innerJoin(
      incident,
      and(eq(incident.workspaceId, incidentSource.workspaceId), eq(incident.id, incidentSource.incidentId)),
    )
    .where(
      and(
        eq(incidentSource.workspaceId, ctx.workspaceId),
        // One parameter for any number of ids, so that a batch of thousands is one plan.
        sql`${incidentSource.source} = any(${sql.param([...new Set(prepared.map((entry) => entry.external.source))])})`,
        sql`${incidentSource.externalId} = any(${sql.param(prepared.map((entry) => entry.external.externalId))})`,
      ),
    )
    .orderBy(incident.id)
    .for("update", { of: incident });
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function keyOf(external: { source: string; externalId: string }): string {
  return `${external.source}\n${external.externalId}`;
}

function editedHere(entry: Prepared, number: number): ImportRefusal {
  return {
    row: entry.row,
    ref: entry.external.externalId,
    field: "version",
    code: "edited-here",
    reason: `It changed at its origin, but INC-${number} was edited here since it was imported, so it is left as it is. Correct INC-${number} by hand.`,
  };
}

/**
 * Tables of two tools may both count from 1. Where nobody named the origin, a known id with another title and another
 * start is another incident, and must not overwrite the first.
 */
function isAnother(
  { record }: Prepared,
  before: { source: string; title: string; impactStartedAt: Date },
): boolean {
  const sameStart = before.impactStartedAt.getTime() === record.impactStartedAt.getTime();
  return before.source === UNNAMED_TABLE && before.title !== record.title && !sameStart;
}

function anotherIncident(entry: Prepared, before: { number: number; title: string }): ImportRefusal {
  const { externalId } = entry.external;
  return {
    row: entry.row,
    ref: externalId,
    field: "externalId",
    code: "id-taken",
    reason: `The id ${externalId} was imported before as INC-${before.number} "${before.title.slice(0, 80)}", with another title and start. If this file comes from elsewhere, name its origin (page) and import it again.`,
  };
}

/** A file from before the end must not open again what a later file has ended; one that tells of more may. */
function knowsLess({ record }: Prepared, resolvedAt: Date): boolean {
  return record.resolvedAt === null && record.timeline.every(({ at }) => at <= resolvedAt);
}

function olderVersion(entry: Prepared, number: number, resolvedAt: Date): ImportRefusal {
  return {
    row: entry.row,
    ref: entry.external.externalId,
    field: "resolvedAt",
    code: "older-version",
    reason: `The file has no end for it, but an earlier import ended it as INC-${number} at ${resolvedAt.toISOString()}; it is left as it is.`,
  };
}

function sourceName(row: NormalizedIncident): string {
  const names = {
    statuspage: "Statuspage",
    "google-cloud": "Google Cloud status",
    "github-history": "GitHub history",
    csv: "CSV file",
  };
  const kind = names[row.source.kind];
  return row.source.page ? `${kind}, ${row.source.page}` : kind;
}
