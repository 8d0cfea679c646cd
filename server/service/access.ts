import { and, eq } from "drizzle-orm";
import { service } from "@/db/schema";
import { canKeepService } from "@/domain/access/roster";
import { authorise, authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";

/** Refuses whoever does not keep the services of the team. `what` begins the sentence: "Editing a service". */
export function authoriseKeeping(ctx: Ctx, teamId: string | null, what: string): void {
  const whose = teamId === null ? "for the whole workspace" : "for its team or for the whole workspace";
  authorise(canKeepService(ctx.actor, { teamId }), `${what} needs the responder role, ${whose}.`);
}

/** Whether the actor may edit the service, for its page. */
export async function serviceAbilities(ctx: Ctx, slug: string): Promise<{ keepServices: boolean }> {
  authoriseReading(ctx);
  const [row] = await ctx.db
    .select({ teamId: service.teamId })
    .from(service)
    .where(and(eq(service.workspaceId, ctx.workspaceId), eq(service.slug, slug)));
  return { keepServices: row !== undefined && canKeepService(ctx.actor, row) };
}
