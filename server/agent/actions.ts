import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { agent, agentAction, person, signOffRequest } from "@/db/schema";
import type { AgentAction } from "@/domain/agent/schema";
import { type AgentActionState, stateAt } from "@/domain/agent/states";
import { NotFound } from "@/domain/errors";
import { authoriseReading } from "@/server/access";
import type { Ctx } from "@/server/context";
import { namesOf } from "./queries";
import { servicesById } from "./services";

export type AgentActionRow = typeof agentAction.$inferSelect;

export interface ActionListQuery {
  /** Slug of an agent. */
  agent?: string | undefined;
  states?: readonly AgentActionState[] | undefined;
  /** What was done against a leave, or without one. */
  flagged?: boolean | undefined;
  limit: number;
  cursor?: { at: string; id: string } | undefined;
}

/** A page of what agents asked leave for, newest first. */
export async function listAgentActions(
  ctx: Ctx,
  query: ActionListQuery,
): Promise<{ actions: AgentAction[]; next: { at: string; id: string } | null }> {
  authoriseReading(ctx);
  const agentId = query.agent === undefined ? undefined : await agentIdOf(ctx, query.agent);
  const rows = await ctx.db
    .select()
    .from(agentAction)
    .where(
      and(
        eq(agentAction.workspaceId, ctx.workspaceId),
        agentId === undefined ? undefined : eq(agentAction.agentId, agentId),
        query.states === undefined ? undefined : inArray(stateNow(ctx), [...query.states]),
        query.flagged === true ? sql`${agentAction.flag} is not null` : undefined,
        query.cursor === undefined
          ? undefined
          : sql`(${agentAction.requestedAt}, ${agentAction.id}) < (${query.cursor.at}::timestamptz, ${query.cursor.id}::uuid)`,
      ),
    )
    .orderBy(desc(agentAction.requestedAt), desc(agentAction.id))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    actions: await toActions(ctx, shown),
    next: rows.length > query.limit && last ? { at: last.requestedAt.toISOString(), id: last.id } : null,
  };
}

/** As `stateAt` has it: what is left open past its end has expired. */
function stateNow(ctx: Ctx) {
  const isOver = sql`${agentAction.expiresAt} <= ${ctx.now.toISOString()}::timestamptz`;
  return sql<AgentActionState>`case when ${agentAction.state} in ('allowed', 'waiting', 'approved') and ${isOver}
    then 'expired' else ${agentAction.state} end`;
}

async function agentIdOf(ctx: Ctx, slug: string): Promise<string> {
  const [row] = await ctx.db
    .select({ id: agent.id })
    .from(agent)
    .where(and(eq(agent.workspaceId, ctx.workspaceId), eq(agent.slug, slug)));
  if (!row) throw new NotFound("agent", slug);
  return row.id;
}

export async function getAgentAction(ctx: Ctx, id: string): Promise<AgentAction> {
  authoriseReading(ctx);
  return readAgentAction(ctx, id);
}

/** The same for a command, which shows whoever may write what they have written. */
export async function readAgentAction(ctx: Ctx, id: string): Promise<AgentAction> {
  const [row] = await ctx.db.select().from(agentAction).where(isAction(ctx, id));
  const [one] = row === undefined ? [] : await toActions(ctx, [row]);
  if (!one) throw new NotFound("agent action", id);
  return one;
}

export const isAction = (ctx: Ctx, id: string) =>
  and(eq(agentAction.workspaceId, ctx.workspaceId), eq(agentAction.id, id));

async function toActions(ctx: Ctx, rows: readonly AgentActionRow[]): Promise<AgentAction[]> {
  if (rows.length === 0) return [];
  // One after the other: in a command they share a connection.
  const agents = await agentsOf(ctx, rows);
  const prompterIds = rows.flatMap(({ promptedById }) => promptedById ?? []);
  const people = await namesOf(ctx, person, prompterIds);
  const serviceIds = rows.flatMap((row) => row.serviceIds);
  const services = await servicesById(ctx, serviceIds);
  const requests = await requestsOf(ctx, rows);
  return rows.map((row) => {
    const prompter = row.promptedById === null ? undefined : people.get(row.promptedById);
    return {
      id: row.id,
      agent: agents.get(row.agentId) ?? { slug: "", name: "" },
      action: row.action,
      target: row.target,
      environment: row.environment,
      services: row.serviceIds.flatMap((id) => {
        const found = services.get(id);
        return found === undefined ? [] : [{ slug: found.slug, name: found.name }];
      }),
      destructive: row.destructive,
      reason: row.reason,
      promptedBy:
        row.promptedById === null || prompter === undefined ? null : { id: row.promptedById, name: prompter },
      askedBy: row.askedBy,
      decision: row.decision,
      decisionReason: row.decisionReason,
      rule: row.ruleId === null ? null : { id: row.ruleId, name: row.ruleName ?? row.ruleId },
      policyVersion: row.policyVersion,
      state: stateAt(row.state, row.expiresAt.getTime(), ctx.now.getTime()),
      requestedAt: row.requestedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decidedBy: row.decidedBy,
      outcome: outcomeOf(row),
      flag: row.flag,
      changeId: row.changeId,
      signOffRequestId: requests.get(row.id) ?? null,
      generated: row.generated,
      version: row.version,
    };
  });
}

function outcomeOf({
  state,
  outcome,
  startedAt,
  endedAt,
  reportedAt,
}: AgentActionRow): AgentAction["outcome"] {
  if (reportedAt === null || (state !== "succeeded" && state !== "failed")) return null;
  return {
    status: state,
    summary: outcome ?? "",
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    reportedAt: reportedAt.toISOString(),
  };
}

async function agentsOf(ctx: Ctx, rows: readonly AgentActionRow[]) {
  const ids = [...new Set(rows.map(({ agentId }) => agentId))];
  const found = await ctx.db
    .select({ id: agent.id, slug: agent.slug, name: agent.name })
    .from(agent)
    .where(and(eq(agent.workspaceId, ctx.workspaceId), inArray(agent.id, ids)));
  return new Map(found.map(({ id, slug, name }) => [id, { slug, name }]));
}

async function requestsOf(ctx: Ctx, rows: readonly AgentActionRow[]): Promise<Map<string, string>> {
  const asked = rows.filter(({ decision }) => decision === "needs-approval").map(({ id }) => id);
  if (asked.length === 0) return new Map();
  const found = await ctx.db
    .select({ id: signOffRequest.id, actionId: signOffRequest.agentActionId })
    .from(signOffRequest)
    .where(
      and(eq(signOffRequest.workspaceId, ctx.workspaceId), inArray(signOffRequest.agentActionId, asked)),
    );
  return new Map(found.flatMap(({ id, actionId }) => (actionId === null ? [] : [[actionId, id] as const])));
}
