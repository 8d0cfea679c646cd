import { sql } from "drizzle-orm";
import { causeRevision, incident } from "@/db/schema";
import { dayOf } from "@/domain/calendar/day";
import { impactsCount, type PlannedIncident, planIncident } from "@/domain/incident/logging";
import type { Incident, IncidentInput } from "@/domain/incident/schema";
import { storedImpactMs } from "@/domain/incident/state";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { markDaysDirty } from "@/server/rollup/dirty-days";
import { recomputeServiceDays } from "@/server/rollup/recompute";
import { workspaceZone } from "@/server/rollup/service-lock";
import { authoriseResponse } from "./access";
import { causeColumns, causeEvent, causeRows } from "./causes";
import { levelFractions } from "./level-fractions";
import { columnsOf } from "./load";
import { readIncident } from "./queries";
import { spanOf, upsertImpacts } from "./save";
import { serviceIdsOf } from "./service-ids";
import { addTimeline, type NewEvent } from "./timeline";

/** Logs an incident, running or past. Only a title, a severity and one service are needed. */
export async function logIncident(ctx: Ctx, input: IncidentInput): Promise<Incident> {
  const id = await inTransaction(ctx, (tx) => writeIncident(tx, input));
  return readIncident(ctx, id);
}

async function writeIncident(ctx: Ctx, input: IncidentInput): Promise<string> {
  // Whoever responds to nothing at all is told so before what they sent is looked at.
  await authoriseResponse(ctx, [], "Logging an incident");
  const fractions = await levelFractions(ctx);
  const plan = planIncident(input, { nowMs: ctx.now.getTime(), fractions });
  const serviceIds = await serviceIdsOf(
    ctx,
    plan.impacts.map((impact, index) => ({ slug: impact.service, field: `impacts.${index}.service` })),
  );
  await authoriseResponse(ctx, serviceIds.values(), "Logging an incident");
  const newId = idMaker(ctx);
  const id = newId();
  const causes = await causeRows(ctx, id, input.causes ?? [], newId, (index) => `causes.${index}`);
  const impacts = plan.impacts.map(({ service, ...impact }) => ({
    ...impact,
    id: newId(),
    serviceId: serviceIds.get(service) ?? "",
  }));
  const state = { ...plan, impacts };
  const row = {
    workspaceId: ctx.workspaceId,
    id,
    number: await nextNumber(ctx),
    title: input.title,
    summary: input.summary ?? null,
    severity: input.severity,
    ...columnsOf(state),
    impactMs: storedImpactMs(state),
    ...causeColumns(
      causes.map((cause) => ({
        ...cause,
        claim: cause.claim ?? null,
        statedAt: cause.statedAt.toISOString(),
        recordedAt: cause.recordedAt.toISOString(),
      })),
    ),
    customersAffectedRatio: input.customersAffectedRatio ?? null,
    ordersLost: input.ordersLost ?? null,
    revenueLost: input.revenueLost ?? null,
    currency: input.currency ?? null,
    regions: input.regions ?? [],
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.db.insert(incident).values(row);
  await upsertImpacts(ctx, id, impacts, impactsCount(state.status));
  if (causes.length > 0) await ctx.db.insert(causeRevision).values(causes);
  await recomputeServiceDays(ctx, impacts.map(spanOf), { made: [id] });
  await markDaysDirty(ctx, [dayOf(state.times.impactStartedAt, await workspaceZone(ctx))]);
  await addTimeline(ctx, id, newId, [...openingEvents(ctx, input, plan), ...causes.map(causeEvent)]);
  await recordAudit(ctx, {
    action: "incident.log",
    objectKind: "incident",
    objectId: id,
    after: { ...row, impacts },
  });
  return id;
}

/** Numbers are given out without gaps, so that whoever logs at the same time waits for this transaction. */
async function nextNumber(ctx: Ctx): Promise<number> {
  const result = await ctx.db.execute<{ last_number: number }>(sql`
    insert into incident_counter as c (workspace_id, last_number) values (${ctx.workspaceId}, 1)
    on conflict (workspace_id) do update set last_number = c.last_number + 1
    returning last_number`);
  const number = result.rows[0]?.last_number;
  if (number === undefined) throw new Error("The counter gave no number.");
  return number;
}

/** What the stamps tell, as the timeline's first events. */
function openingEvents(ctx: Ctx, input: IncidentInput, plan: PlannedIncident): NewEvent[] {
  const { times } = plan;
  const services = [...new Set(plan.impacts.map((impact) => impact.service))].join(", ");
  const events: NewEvent[] = [
    {
      atMs: times.declaredAt ?? ctx.now.getTime(),
      kind: "declared",
      body: `Logged as ${input.severity}: ${services}`,
    },
  ];
  const stamped = (atMs: number | null, body: string) => {
    if (atMs !== null) events.push({ atMs, kind: "status", body });
  };
  stamped(times.detectedAt, "Detected");
  stamped(times.acknowledgedAt, "Acknowledged");
  stamped(times.mitigatedAt, "Mitigated");
  stamped(times.resolvedAt, "Resolved");
  return events;
}
