import { and, eq, inArray } from "drizzle-orm";
import { service } from "@/db/schema";
import { isLimitedToTeams } from "@/domain/access/holds";
import type { Ctx } from "@/server/context";

/** The teams of a change's services; read only for those who hold a role for a team, as they matter to nobody else. */
export async function teamIdsOfServices(ctx: Ctx, serviceIds: readonly string[]): Promise<(string | null)[]> {
  if (!isLimitedToTeams(ctx.actor) || serviceIds.length === 0) return [];
  const rows = await ctx.db
    .select({ teamId: service.teamId })
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), inArray(service.id, [...serviceIds])));
  return rows.map(({ teamId }) => teamId);
}
