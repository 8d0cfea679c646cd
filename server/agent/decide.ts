import { and, eq, inArray } from "drizzle-orm";
import { agentAction } from "@/db/schema";
import type { SignOffState } from "@/domain/sign-off/states";
import type { Ctx } from "@/server/context";

interface DecidedRequest {
  agentActionId: string | null;
  state: SignOffState;
  decidedAt: Date | null;
}

/** States in which a person's word still decides about an action: it has neither acted nor run out of time. */
const OPEN = ["waiting", "approved", "declined"] as const;

/** An agent's action follows the request for its approval: whoever signs or declines it decides about the action. */
export async function followAction(
  ctx: Ctx,
  { agentActionId, state, decidedAt }: DecidedRequest,
): Promise<void> {
  const next = NEXT[state];
  if (agentActionId === null || next === undefined) return;
  const [action] = await ctx.db
    .select({ state: agentAction.state, version: agentAction.version, expiresAt: agentAction.expiresAt })
    .from(agentAction)
    .where(isAction(ctx, agentActionId))
    .for("update");
  if (action === undefined || action.state === next) return;
  if (!OPEN.some((one) => one === action.state) || action.expiresAt <= ctx.now) return;
  await ctx.db
    .update(agentAction)
    .set({ state: next, decidedAt: next === "waiting" ? null : decidedAt, version: action.version + 1 })
    .where(and(isAction(ctx, agentActionId), inArray(agentAction.state, [...OPEN])));
}

const NEXT: Partial<Record<SignOffState, "waiting" | "approved" | "declined">> = {
  waiting: "waiting",
  satisfied: "approved",
  late: "approved",
  waived: "approved",
  declined: "declined",
};

const isAction = (ctx: Ctx, id: string) =>
  and(eq(agentAction.workspaceId, ctx.workspaceId), eq(agentAction.id, id));
