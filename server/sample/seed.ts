import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import {
  aiUse,
  aiUseCoverage,
  aiUseWeek,
  incidentCounter,
  mark,
  person,
  personHandle,
  personLevel,
  service,
  serviceDependency,
  team,
  workspace,
} from "@/db/schema";
import { type Day, dayOf, dayStartMs, mondayOf } from "@/domain/calendar/day";
import { SAMPLE_FIRST_DAY, SAMPLE_SERVICES, SAMPLE_TEAMS, SAMPLE_WORKSPACE } from "@/domain/sample/company";
import { generatedChanges } from "@/domain/sample/generated-changes";
import { generatedIncidents } from "@/domain/sample/generated-incidents";
import type { SampleIncident } from "@/domain/sample/incident";
import { PUBLIC_INCIDENTS, PUBLIC_MARKS } from "@/domain/sample/public-record";
import {
  generatedAiUse,
  generatedCoverage,
  generatedRoster,
  type SampleAiUse,
  type SamplePerson,
} from "@/domain/sample/roster";
import { recordAudit } from "@/server/audit/record";
import type { Ctx } from "@/server/context";
import { type IncidentRecord, writeIncidents } from "@/server/incident/write-many";
import { writeSampleAgents } from "./seed-agents";
import { writeSampleLedger } from "./seed-changes";
import { writeSampleSignOffs } from "./seed-sign-offs";

const AI_USE_SOURCE = "generated";

/** Makes the sample workspace in one transaction, whole or not at all; returns its id. */
export function seedSample(db: Database, now: Date): Promise<string> {
  return db.transaction(async (tx) => {
    const ctx: Ctx = {
      db: tx,
      actor: { kind: "system", name: "Sample" },
      now,
      workspaceId: uuidv7({ msecs: now.getTime() }),
      requestId: "sample",
    };
    await writeWorkspace(ctx);
    const teams = await writeTeams(ctx);
    const services = await writeServices(ctx, teams);
    const { people, uses } = await writeRoster(ctx, teams);
    await writeMarks(ctx);
    const incidents = [...PUBLIC_INCIDENTS, ...generatedIncidents(now.getTime())].sort(
      (a, b) => Date.parse(a.impactStartedAt) - Date.parse(b.impactStartedAt),
    );
    const incidentIds = await writeIncidents(
      ctx,
      incidents.map((incident) => toRecord(incident, services)),
    );
    const ledger = generatedChanges({ people, uses, incidents, nowMs: now.getTime() });
    const { written, broke } = await writeSampleLedger(ctx, ledger, {
      services,
      incidents: new Map(incidents.map((incident, index) => [incident, incidentIds[index] ?? ""])),
    });
    await writeSampleSignOffs(ctx, { people, services, broke });
    await writeSampleAgents(ctx, services);
    await recordAudit(ctx, {
      action: "workspace.create",
      objectKind: "workspace",
      objectId: ctx.workspaceId,
      after: {
        ...SAMPLE_WORKSPACE,
        isSample: true,
        incidents: incidents.length,
        changes: written,
      },
    });
    return ctx.workspaceId;
  });
}

async function writeWorkspace(ctx: Ctx): Promise<void> {
  const { workspaceId, now } = ctx;
  await ctx.db
    .insert(workspace)
    .values({ workspaceId, ...SAMPLE_WORKSPACE, isSample: true, createdAt: now, updatedAt: now });
  await ctx.db.insert(incidentCounter).values({ workspaceId });
}

async function writeTeams(ctx: Ctx): Promise<Map<string, string>> {
  const ids = new Map(SAMPLE_TEAMS.map((name) => [name, uuidv7()]));
  const rows = [...ids].map(([name, id]) => ({ workspaceId: ctx.workspaceId, id, name, createdAt: ctx.now }));
  await insertRows(ctx.db, team, rows);
  return ids;
}

async function writeServices(ctx: Ctx, teams: Map<string, string>): Promise<Map<string, string>> {
  const ids = new Map(SAMPLE_SERVICES.map(({ slug }) => [slug, uuidv7()]));
  const id = (slug: string) => required(ids, slug);
  const trackedFrom = new Date(dayStartMs(SAMPLE_FIRST_DAY, SAMPLE_WORKSPACE.timeZone));
  await insertRows(
    ctx.db,
    service,
    SAMPLE_SERVICES.map((entry) => ({
      workspaceId: ctx.workspaceId,
      id: id(entry.slug),
      slug: entry.slug,
      name: entry.name,
      teamId: required(teams, entry.team),
      weight: entry.weight,
      sloTarget: entry.sloTarget,
      trackedFrom,
      trackedFromIsStated: true,
      generated: true,
      version: 1,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })),
  );
  await insertRows(
    ctx.db,
    serviceDependency,
    SAMPLE_SERVICES.flatMap((entry) =>
      entry.dependsOn.map(([slug, criticality]) => ({
        workspaceId: ctx.workspaceId,
        serviceId: id(entry.slug),
        dependsOnId: id(slug),
        criticality,
      })),
    ),
  );
  return ids;
}

async function writeRoster(
  ctx: Ctx,
  teams: Map<string, string>,
): Promise<{ people: SamplePerson[]; uses: SampleAiUse[] }> {
  const { workspaceId } = ctx;
  const people = generatedRoster();
  const ids = new Map(people.map((entry) => [entry, uuidv7()]));
  const id = (entry: SamplePerson) => required(ids, entry);
  await insertRows(
    ctx.db,
    person,
    people.map((entry) => ({
      workspaceId,
      id: id(entry),
      name: entry.name,
      email: entry.email,
      teamId: required(teams, entry.team),
      activeFrom: entry.activeFrom,
      activeTo: entry.activeTo,
      onRoster: true,
      generated: true,
      version: 1,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })),
  );
  await insertRows(
    ctx.db,
    personHandle,
    people.map((entry) => ({ workspaceId, handle: entry.handle, personId: id(entry) })),
  );
  await insertRows(
    ctx.db,
    personLevel,
    people.flatMap((entry) =>
      entry.levels.map(({ level, from }) => ({
        workspaceId,
        personId: id(entry),
        effectiveFrom: from ?? "-infinity",
        level,
      })),
    ),
  );
  return { people, uses: await writeAiUse(ctx, people, id) };
}

async function writeAiUse(
  ctx: Ctx,
  people: SamplePerson[],
  id: (entry: SamplePerson) => string,
): Promise<SampleAiUse[]> {
  const { workspaceId } = ctx;
  const today = dayOf(ctx.now.getTime(), SAMPLE_WORKSPACE.timeZone);
  const uses = generatedAiUse(people, today);
  await insertRows(
    ctx.db,
    aiUse,
    uses.map((use) => ({
      workspaceId,
      personId: id(use.person),
      day: use.day,
      tool: use.tool,
      source: AI_USE_SOURCE,
      generated: true,
    })),
    { skipExisting: true },
  );
  const weeks = new Map<string, { workspaceId: string; weekStart: Day; personId: string }>();
  for (const use of uses) {
    const row = { workspaceId, weekStart: mondayOf(use.day), personId: id(use.person) };
    weeks.set(`${row.weekStart} ${row.personId}`, row);
  }
  await insertRows(ctx.db, aiUseWeek, [...weeks.values()]);
  await insertRows(
    ctx.db,
    aiUseCoverage,
    generatedCoverage(today).map((day) => ({ workspaceId, source: AI_USE_SOURCE, day })),
  );
  return uses;
}

async function writeMarks(ctx: Ctx): Promise<void> {
  await insertRows(
    ctx.db,
    mark,
    PUBLIC_MARKS.map((entry) => ({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      kind: entry.kind,
      day: entry.day,
      title: entry.title,
      detail: entry.detail ?? null,
      sourceName: entry.sourceName ?? null,
      sourceUrl: entry.sourceUrl ?? null,
      generated: false,
      createdAt: ctx.now,
    })),
  );
}

function toRecord(incident: SampleIncident, services: Map<string, string>): IncidentRecord {
  const instant = (text: string | null) => (text === null ? null : new Date(text));
  return {
    title: incident.title,
    severity: incident.severity,
    status: incident.resolvedAt === null ? "investigating" : "closed",
    summary: incident.summary,
    impactStartedAt: new Date(incident.impactStartedAt),
    detectedAt: instant(incident.detectedAt),
    declaredAt: instant(incident.declaredAt),
    acknowledgedAt: instant(incident.acknowledgedAt),
    mitigatedAt: instant(incident.mitigatedAt),
    resolvedAt: instant(incident.resolvedAt),
    impacts: incident.impacts.map((impact) => ({
      serviceId: required(services, impact.service),
      level: null,
      fraction: impact.fraction,
      startedAt: new Date(impact.startedAt),
      endedAt: instant(impact.endedAt),
    })),
    causes: [...incident.causes],
    timeline: incident.updates.map(([at, body]) => ({
      at: new Date(at),
      kind: "update",
      body,
      author: "Public record",
    })),
    record: incident.record,
    sourceName: incident.sourceName,
    sourceUrl: incident.sourceUrl,
    regions: [...incident.regions],
    customersAffectedRatio: null,
    external: null,
  };
}

function required<K, V>(map: Map<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The sample refers to ${String(key)}, which it does not have.`);
  return value;
}
