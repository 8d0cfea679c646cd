import { and, eq, inArray } from "drizzle-orm";
import { service } from "@/db/schema";
import { isLimitedToTeams } from "@/domain/access/holds";
import { canRespond, canWriteAbout } from "@/domain/access/incident";
import { authorise, authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { loadIncidentImpacts } from "./load";

const FOR_ITS_TEAM = "for the whole workspace or for a team whose service it hits";

/** Refuses whoever does not respond to what hits these services. `what` begins the sentence: "Logging an incident". */
export async function authoriseResponse(ctx: Ctx, serviceIds: Iterable<string>, what: string): Promise<void> {
  const teamIds = await teamIdsOf(ctx, serviceIds);
  authorise(canRespond(ctx.actor, { teamIds }), `${what} needs the responder role, ${FOR_ITS_TEAM}.`);
}

/** Refuses whoever may not write about what hits these services. */
export async function authoriseWritingAbout(
  ctx: Ctx,
  serviceIds: Iterable<string>,
  what: string,
): Promise<void> {
  const teamIds = await teamIdsOf(ctx, serviceIds);
  authorise(
    canWriteAbout(ctx.actor, { teamIds }),
    `${what} needs the responder or the author role, ${FOR_ITS_TEAM}.`,
  );
}

/** Teams matter to none but those who hold a role for a team, so nobody else waits for them to be read. */
async function teamIdsOf(ctx: Ctx, serviceIds: Iterable<string>): Promise<(string | null)[]> {
  const ids = [...new Set(serviceIds)];
  if (!isLimitedToTeams(ctx.actor) || ids.length === 0) return [];
  const rows = await ctx.db
    .select({ teamId: service.teamId })
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), inArray(service.id, ids)));
  return rows.map(({ teamId }) => teamId);
}

/** What the actor may do with the incident, for its page. */
export async function incidentAbilities(
  ctx: Ctx,
  incidentId: string,
): Promise<{ respond: boolean; writeAbout: boolean }> {
  authoriseReading(ctx);
  const impacts = isLimitedToTeams(ctx.actor) ? await loadIncidentImpacts(ctx, incidentId) : [];
  const teamIds = await teamIdsOf(
    ctx,
    impacts.map(({ serviceId }) => serviceId),
  );
  return {
    respond: canRespond(ctx.actor, { teamIds }),
    writeAbout: canWriteAbout(ctx.actor, { teamIds }),
  };
}
