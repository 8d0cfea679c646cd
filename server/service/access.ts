import { canKeepService } from "@/domain/access/roster";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";

/** Refuses whoever does not keep the services of the team. `what` begins the sentence: "Editing a service". */
export function authoriseKeeping(ctx: Ctx, teamId: string | null, what: string): void {
  const whose = teamId === null ? "for the whole workspace" : "for its team or for the whole workspace";
  authorise(canKeepService(ctx.actor, { teamId }), `${what} needs the responder role, ${whose}.`);
}
