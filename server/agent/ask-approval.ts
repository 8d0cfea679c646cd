import { and, eq } from "drizzle-orm";
import { type agentAction, signOffRequest } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { notify } from "@/server/notification/notify";
import { signOffTold } from "@/server/notification/sign-off-told";
import { requestForAgentAction } from "@/server/sign-off/agent-request";
import { queueAssessments } from "@/server/sign-off/queue-assessment";
import type { AgentRow } from "./queries";

type Waiting = Pick<
  typeof agentAction.$inferInsert,
  "id" | "promptedById" | "askedByPersonId" | "expiresAt" | "reason" | "decisionReason"
>;

/**
 * Asks people to approve an action, in the queue that they clear anyway. The owner is asked by name, unless it was at
 * their own word; whoever else the rule takes may approve it as well. When the time is up the request lapses.
 */
export async function askApproval(ctx: Ctx, agent: AgentRow, action: Waiting): Promise<void> {
  const request = await requestForAgentAction(ctx, action.id);
  if (request === null) throw new Error(`Nothing is asked of the action ${action.id}, which waits.`);
  await queueAssessments(ctx, { agentActionIds: [action.id], dueAt: action.expiresAt });
  const until = `${action.expiresAt.toISOString().slice(11, 16)} UTC`;
  const sentence = `It waits until ${until}. ${action.decisionReason} Why: ${action.reason}`;
  await notify(ctx, "agent-action.requested", signOffTold(request, sentence));
  const { ownerId } = agent;
  if (ownerId === null || ownerId === action.promptedById || ownerId === action.askedByPersonId) return;
  await ctx.db
    .update(signOffRequest)
    .set({ assigneeId: ownerId })
    .where(and(eq(signOffRequest.workspaceId, ctx.workspaceId), eq(signOffRequest.id, request.id)));
}
