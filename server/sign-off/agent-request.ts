import type { Ctx } from "@/server/context";
import { assessSubjects } from "./assess";
import type { RequestRow } from "./draft";

/**
 * What a policy, or the agent's own register entry, asks of an action, within the caller's transaction: called where an
 * agent asks leave, and again where its action ended. Null where nothing is asked for.
 */
export async function requestForAgentAction(ctx: Ctx, actionId: string): Promise<RequestRow | null> {
  const [assessed] = await assessSubjects(ctx, [{ agentActionId: actionId }]);
  return assessed?.after ?? null;
}
