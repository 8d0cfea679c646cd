import { and, asc, eq, type SQL } from "drizzle-orm";
import { impact, incident } from "@/db/schema";
import { NotFound } from "@/domain/errors";
import type { ImpactLevel } from "@/domain/incident/schema";
import type { ImpactState, IncidentState } from "@/domain/incident/state";
import { staleEdit } from "@/server/audit/stale-edit";
import type { Ctx } from "@/server/context";

export type IncidentRow = typeof incident.$inferSelect;
export type IncidentColumns = Partial<Omit<IncidentRow, "workspaceId" | "id" | "number" | "version">>;

export interface StoredImpact extends ImpactState {
  serviceId: string;
  level: ImpactLevel | null;
  fraction: number;
}

export interface LoadedIncident {
  row: IncidentRow;
  state: IncidentState<StoredImpact>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Finds by id or by number: "INC-123", "inc-123", "123". */
export function referenceOf(ctx: Ctx, reference: string): SQL | undefined {
  if (UUID.test(reference)) {
    return and(eq(incident.workspaceId, ctx.workspaceId), eq(incident.id, reference));
  }
  const number = /^(?:INC-)?(\d{1,9})$/i.exec(reference.trim())?.[1];
  if (number === undefined) throw new NotFound("incident", reference);
  return and(eq(incident.workspaceId, ctx.workspaceId), eq(incident.number, Number(number)));
}

/**
 * Locks the incident's row and loads it. Every writer takes this lock first (after the shared one on the workspace's
 * levels, where it reads them), then the services', then the costs', so that none wait for each other in a circle.
 * @throws PreconditionFailed when a version is given and is not the present one
 */
export async function loadForUpdate(
  ctx: Ctx,
  reference: string,
  version: number | null | undefined,
): Promise<LoadedIncident> {
  const [row] = await ctx.db.select().from(incident).where(referenceOf(ctx, reference)).for("no key update");
  if (row === undefined) throw new NotFound("incident", reference);
  if (version !== null && version !== undefined && version !== row.version) {
    throw await staleEdit(ctx, row.version, ["incident", row.id]);
  }
  return { row, state: stateOf(row, await loadIncidentImpacts(ctx, row.id)) };
}

/** The services that the incident hits. */
export function hitBy({ state }: LoadedIncident): string[] {
  return state.impacts.map(({ serviceId }) => serviceId);
}

export async function loadIncidentImpacts(ctx: Ctx, incidentId: string): Promise<StoredImpact[]> {
  const rows = await ctx.db
    .select()
    .from(impact)
    .where(and(eq(impact.workspaceId, ctx.workspaceId), eq(impact.incidentId, incidentId)))
    .orderBy(asc(impact.startedAt), asc(impact.id));
  return rows.map((row) => ({
    id: row.id,
    serviceId: row.serviceId,
    level: row.level,
    fraction: row.fraction,
    startedAt: row.startedAt.getTime(),
    endedAt: msOf(row.endedAt),
  }));
}

function stateOf(row: IncidentRow, impacts: readonly StoredImpact[]): IncidentState<StoredImpact> {
  return {
    status: row.status,
    times: {
      impactStartedAt: row.impactStartedAt.getTime(),
      detectedAt: msOf(row.detectedAt),
      declaredAt: msOf(row.declaredAt),
      acknowledgedAt: msOf(row.acknowledgedAt),
      mitigatedAt: msOf(row.mitigatedAt),
      resolvedAt: msOf(row.resolvedAt),
    },
    closedAt: msOf(row.closedAt),
    impacts,
  };
}

function msOf(date: Date | null): number | null {
  return date === null ? null : date.getTime();
}

/** The columns that a state is stored in. */
export function columnsOf(state: IncidentState) {
  const at = (ms: number | null) => (ms === null ? null : new Date(ms));
  return {
    status: state.status,
    impactStartedAt: new Date(state.times.impactStartedAt),
    detectedAt: at(state.times.detectedAt),
    declaredAt: at(state.times.declaredAt),
    acknowledgedAt: at(state.times.acknowledgedAt),
    mitigatedAt: at(state.times.mitigatedAt),
    resolvedAt: at(state.times.resolvedAt),
    closedAt: at(state.closedAt),
  };
}
