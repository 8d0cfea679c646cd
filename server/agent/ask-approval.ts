import { v7 as uuidv7 } from "uuid";
import { type agentAction, signOffEvent, signOffRequest } from "@/db/schema";
import type { ActionDecision } from "@/domain/agent/decide";
import type { ChangeAuthor } from "@/domain/sign-off/approvals";
import type { Ctx } from "@/server/context";
import { notify } from "@/server/notification/notify";
import { signOffTold } from "@/server/notification/sign-off-told";
import type { AgentRow } from "./queries";

/** Above what an ordinary change comes to: somebody waits, and a destructive action is not taken back. */
const RISK = { usual: 60, destructive: 95 };

interface Asked {
  agent: AgentRow;
  action: typeof agentAction.$inferInsert;
  decided: ActionDecision;
  asker: ChangeAuthor;
}

/** Asks people to approve an action, in the queue that they clear anyway. */
export async function askApproval(ctx: Ctx, asked: Asked): Promise<void> {
  const { agent, action, decided } = asked;
  const row = requestRowOf(ctx, asked);
  await ctx.db.insert(signOffRequest).values(row);
  await ctx.db.insert(signOffEvent).values({
    workspaceId: ctx.workspaceId,
    requestId: row.id,
    id: uuidv7({ msecs: ctx.now.getTime() }),
    kind: "requested",
    at: ctx.now,
    by: agent.name,
    body: `${decided.reason} ${action.reason}`,
  });
  const until = `${action.expiresAt.toISOString().slice(11, 16)} UTC`;
  const sentence = `It waits until ${until}. ${decided.reason} Why: ${action.reason}`;
  await notify(ctx, "agent-action.requested", signOffTold(row, sentence));
}

/**
 * What is asked. The owner is asked by name, unless it was at their own word; whoever else the rule takes may approve
 * it as well.
 */
export function requestRowOf(ctx: Ctx, asked: Asked) {
  const { agent, action, decided } = asked;
  const own = [action.promptedById, action.askedByPersonId];
  return {
    workspaceId: ctx.workspaceId,
    id: uuidv7({ msecs: ctx.now.getTime() }),
    subject: "agent-action",
    agentActionId: action.id,
    state: "waiting",
    holds: true,
    ...ruleColumns(asked),
    environment: action.environment,
    kind: "agent-action",
    title: `${agent.name}: ${action.action} ${action.target}`,
    serviceIds: action.serviceIds ?? [],
    ...authorColumns(asked),
    promptedById: action.promptedById ?? null,
    involvement: "ai",
    aiRole: "acted",
    aiTool: agent.tool,
    aiGrade: "attested",
    requestedAt: action.requestedAt,
    dueAt: action.expiresAt,
    assigneeId: agent.ownerId !== null && !own.includes(agent.ownerId) ? agent.ownerId : null,
    risk: decided.isDestructive ? RISK.destructive : RISK.usual,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  } satisfies typeof signOffRequest.$inferInsert;
}

function ruleColumns({ action, decided }: Asked) {
  const { rule, require, missing, reason } = decided;
  const lacking = missing?.approvals ?? 1;
  return {
    policyVersion: action.policyVersion ?? 0,
    ruleId: rule?.id ?? "",
    ruleName: rule?.name ?? "",
    mode: "enforce",
    reason,
    missingApprovals: lacking === "nobody" ? null : lacking,
    minimumLevel: require?.minimumLevel ?? null,
    approverRole: require?.role ?? null,
    approverTeam: require?.team ?? "any",
  } as const;
}

function authorColumns({ action, asker }: Asked) {
  return {
    authorId: asker.personId,
    authorName: action.askedBy,
    authorLevel: asker.level,
    authorTeamId: asker.teamId ?? null,
  };
}
