import { and, eq, gt, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { agentAction } from "@/db/schema";
import { canActForAgent } from "@/domain/access/agent";
import { decideAction } from "@/domain/agent/decide";
import type { AgentAction, LeaveInput } from "@/domain/agent/schema";
import { leaveEndsMs, waitEndsMs } from "@/domain/agent/states";
import { Invalid } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { type Ctx, inTransaction } from "@/server/context";
import { policyInForce } from "@/server/policy/in-force";
import { readWorkspace } from "@/server/workspace/queries";
import { type AgentActionRow, readAgentAction } from "./actions";
import { askApproval } from "./ask-approval";
import { askerOf, authoriseAs, credentialsOf } from "./asker";
import { personOf } from "./entry";
import { type AgentRow, findAgentRow } from "./queries";
import { servicesNamed, withBudgets } from "./services";

export const ASKING_NEEDS = "Asking leave for an agent needs a responder, or a token with the write scope.";

/**
 * Answers whether an agent may do something now, by the register and the policy in force, whichever is stricter. What a
 * person has to approve is asked of people; the same asked again while it waits is the same request.
 */
export function authorizeAgentAction(ctx: Ctx, input: LeaveInput): Promise<AgentAction> {
  authorise(canActForAgent(ctx.actor), ASKING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const agent = await findAgentRow(tx, input.agent, "share");
    if (agent === null) {
      throw new Invalid(
        "agent",
        `No agent ${input.agent} is in the register, so it may do nothing. A policy owner enters it under Agents.`,
        "unknown-agent",
      );
    }
    authoriseAs(tx.actor, agent);
    const credentials = credentialsOf(tx.actor);
    const promptedById =
      input.promptedBy == null ? credentials.personId : await personOf(tx, input.promptedBy, "promptedBy");
    const waiting = await findWaiting(tx, agent, input, { askedById: credentials.id, promptedById });
    if (waiting !== null) return readAgentAction(tx, waiting);
    const row = await rowOf(tx, agent, input, { credentials, promptedById });
    await tx.db.insert(agentAction).values(row);
    if (row.state === "waiting") await askApproval(tx, agent, row);
    await recordAudit(tx, {
      action: "agent-action.authorize",
      objectKind: "agent-action",
      objectId: row.id,
      after: auditOf(agent, row),
    });
    return readAgentAction(tx, row.id);
  });
}

/** The page on which a person approves it; null where nobody has to. */
export async function approvalPathOf(ctx: Ctx, { signOffRequestId }: AgentAction): Promise<string | null> {
  authorise(canActForAgent(ctx.actor), ASKING_NEEDS);
  if (signOffRequestId === null) return null;
  const { slug } = await readWorkspace(ctx);
  return `/${slug}/sign-offs/${signOffRequestId}`;
}

async function findWaiting(
  ctx: Ctx,
  agent: AgentRow,
  { action, target, environment }: LeaveInput,
  { askedById, promptedById }: { askedById: string; promptedById: string | null },
): Promise<string | null> {
  const [found] = await ctx.db
    .select({ id: agentAction.id })
    .from(agentAction)
    .where(
      and(
        eq(agentAction.workspaceId, ctx.workspaceId),
        eq(agentAction.agentId, agent.id),
        eq(agentAction.state, "waiting"),
        gt(agentAction.expiresAt, ctx.now),
        eq(agentAction.askedById, askedById),
        eq(agentAction.action, action),
        eq(agentAction.target, target),
        eq(agentAction.environment, environment),
        sql`${agentAction.promptedById} is not distinct from ${promptedById}::uuid`,
      ),
    )
    .limit(1);
  return found?.id ?? null;
}

async function rowOf(
  ctx: Ctx,
  agent: AgentRow,
  input: LeaveInput,
  {
    credentials,
    promptedById,
  }: { credentials: ReturnType<typeof credentialsOf>; promptedById: string | null },
) {
  const inForce = await policyInForce(ctx, ctx.now);
  const services = await withBudgets(
    ctx,
    await servicesNamed(ctx, input.services ?? []),
    inForce?.policy ?? null,
  );
  const asker = await askerOf(ctx, credentials.personId ?? promptedById);
  const at = ctx.now.toISOString();
  const decided = decideAction({
    agent: { ...agent, isDisabled: agent.disabledAt !== null },
    request: input,
    policy: inForce?.policy ?? { rules: [] },
    asker,
    promptedBy: promptedById,
    services,
    approvals: [],
    requestedAt: at,
    at,
  });
  const { decision, require } = decided;
  const nowMs = ctx.now.getTime();
  const endsMs =
    decision === "needs-approval" ? waitEndsMs(nowMs, require?.withinMinutes) : leaveEndsMs(nowMs);
  return {
    workspaceId: ctx.workspaceId,
    id: uuidv7({ msecs: nowMs }),
    agentId: agent.id,
    action: input.action,
    target: input.target,
    environment: input.environment,
    serviceIds: services.map(({ id }) => id),
    destructive: decided.isDestructive,
    reason: input.reason,
    promptedById,
    askedBy: ctx.actor.name,
    askedById: credentials.id,
    askedByPersonId: credentials.personId,
    autonomy: decided.autonomy,
    registerAsks: decided.registerAsks,
    decision,
    decisionReason: decided.reason,
    policyVersion: inForce?.version ?? null,
    ruleId: decided.rule?.id ?? null,
    ruleName: decided.rule?.name ?? null,
    state: STATES[decision],
    requestedAt: ctx.now,
    expiresAt: new Date(decision === "deny" ? nowMs : endsMs),
  } satisfies typeof agentAction.$inferInsert;
}

const STATES = { allow: "allowed", "needs-approval": "waiting", deny: "denied" } as const;

function auditOf(
  agent: AgentRow,
  row: Pick<AgentActionRow, "action" | "target" | "environment" | "reason" | "decision" | "decisionReason">,
) {
  const { action, target, environment, reason, decision, decisionReason } = row;
  return { agent: agent.slug, action, target, environment, reason, decision, decisionReason };
}
