import { and, eq } from "drizzle-orm";
import { agentAction, person, signOff, signOffRequest } from "@/db/schema";
import { type ActionDecision, decideAction } from "@/domain/agent/decide";
import { leaveEndsMs, stateAt } from "@/domain/agent/states";
import { InvalidTransition, NotFound } from "@/domain/errors";
import type { Approval } from "@/domain/sign-off/approvals";
import { recordAudit } from "@/server/audit/record";
import type { Ctx } from "@/server/context";
import { policyInForce } from "@/server/policy/in-force";
import { type AgentActionRow, isAction } from "./actions";
import { askerOf } from "./asker";
import { findAgentById } from "./queries";
import { servicesById } from "./services";

type Settled = { state: AgentActionRow["state"]; decided: ActionDecision };

/**
 * Decides an action that waits anew, by the register, the policy and the people of now; called in the transaction of
 * whoever signed or declined it. Its leave begins with the approval that was the last one missing.
 * @throws InvalidTransition where it does not wait any more: whoever comes late approves nothing
 */
export async function settleAgentAction(ctx: Ctx, id: string): Promise<Settled> {
  const [row] = await ctx.db.select().from(agentAction).where(isAction(ctx, id)).for("update");
  if (row === undefined) throw new NotFound("agent action", id);
  const standing = stateAt(row.state, row.expiresAt.getTime(), ctx.now.getTime());
  if (standing !== "waiting") {
    throw new InvalidTransition(
      `This action does not wait for approval any more: it is ${standing}. The agent has to ask again.`,
    );
  }
  const words = await wordsOn(ctx, id);
  const decided = await decideAnew(ctx, row, words);
  const declined = words.find(({ decision }) => decision === "declined");
  const state = declined ? "declined" : STATES[decided.decision];
  if (state === "waiting") return { state, decided };
  const names = (declined ? [declined] : words).map(({ name }) => name);
  await ctx.db
    .update(agentAction)
    .set({
      state,
      decidedAt: ctx.now,
      decidedBy: state === "denied" ? [] : [...new Set(names)],
      ...(state === "denied" ? { decisionReason: decided.reason } : {}),
      ...(state === "approved" ? { expiresAt: new Date(leaveEndsMs(ctx.now.getTime())) } : {}),
      version: row.version + 1,
    })
    .where(isAction(ctx, id));
  await recordAudit(ctx, {
    action: `agent-action.${AUDITED[state]}`,
    objectKind: "agent-action",
    objectId: id,
    before: { state: row.state },
    after: { state, decidedBy: names },
  });
  return { state, decided };
}

const STATES = { allow: "approved", "needs-approval": "waiting", deny: "denied" } as const;
const AUDITED = { approved: "approve", declined: "decline", denied: "deny" } as const;

type Word = Approval & { decision: "approved" | "declined"; name: string };

/** What people have said of it and not taken back. */
async function wordsOn(ctx: Ctx, id: string): Promise<Word[]> {
  const rows = await ctx.db
    .select({ word: signOff, name: person.name })
    .from(signOff)
    .innerJoin(
      signOffRequest,
      and(eq(signOffRequest.workspaceId, signOff.workspaceId), eq(signOffRequest.id, signOff.requestId)),
    )
    .innerJoin(person, and(eq(person.workspaceId, signOff.workspaceId), eq(person.id, signOff.personId)))
    .where(and(eq(signOff.workspaceId, ctx.workspaceId), eq(signOffRequest.agentActionId, id)));
  return rows
    .filter(({ word }) => word.withdrawnAt === null)
    .map(({ word, name }) => ({
      name,
      decision: word.decision,
      personId: word.personId,
      level: word.level,
      teamId: word.teamId,
      roles: word.roles,
      revision: word.revision,
      at: word.at.toISOString(),
    }));
}

async function decideAnew(ctx: Ctx, row: AgentActionRow, words: readonly Word[]): Promise<ActionDecision> {
  const agent = await findAgentById(ctx, row.agentId);
  const services = await servicesById(ctx, row.serviceIds);
  const asker = await askerOf(ctx, row.askedByPersonId ?? row.promptedById);
  const inForce = await policyInForce(ctx, ctx.now);
  return decideAction({
    agent: { ...agent, isDisabled: agent.disabledAt !== null },
    request: row,
    policy: inForce?.policy ?? { rules: [] },
    asker,
    promptedBy: row.promptedById,
    services: [...services.values()],
    approvals: words.filter(({ decision }) => decision === "approved"),
    requestedAt: row.requestedAt.toISOString(),
    at: ctx.now.toISOString(),
  });
}
