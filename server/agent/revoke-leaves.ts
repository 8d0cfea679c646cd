import { and, eq, inArray } from "drizzle-orm";
import { agentAction } from "@/db/schema";
import { authorizeAction } from "@/domain/agent/authorize";
import { countsAsProduction } from "@/domain/agent/environment";
import { OPEN_STATES } from "@/domain/agent/states";
import type { Ctx } from "@/server/context";
import type { AgentRow } from "./queries";

/** More open leaves than this of one agent are ended by their time alone. */
const OPEN_MAX = 1000;

/**
 * Ends the open leaves of an agent whose entry has just become stricter: what it may not do any more, and what it got
 * alone and would have to ask for now. Called in the transaction of the edit, with the entry locked.
 */
export async function revokeLeaves(ctx: Ctx, row: AgentRow): Promise<void> {
  const open = await ctx.db
    .select()
    .from(agentAction)
    .where(
      and(
        eq(agentAction.workspaceId, ctx.workspaceId),
        eq(agentAction.agentId, row.id),
        inArray(agentAction.state, OPEN_STATES),
      ),
    )
    .orderBy(agentAction.id)
    .limit(OPEN_MAX)
    .for("update");
  const agent = { ...row, isDisabled: row.disabledAt !== null };
  for (const action of open) {
    const { decision, reason } = authorizeAction(agent, action, {
      isProduction: countsAsProduction(action.environment),
    });
    const isStill = decision === "allow" || (decision === "needs-approval" && action.state !== "allowed");
    if (isStill) continue;
    await ctx.db
      .update(agentAction)
      .set({
        state: "denied",
        decisionReason: decision === "deny" ? reason : `${reason} The register has changed: ask again.`,
        decidedAt: ctx.now,
        decidedBy: [ctx.actor.name],
        version: action.version + 1,
      })
      .where(and(eq(agentAction.workspaceId, ctx.workspaceId), eq(agentAction.id, action.id)));
  }
}
