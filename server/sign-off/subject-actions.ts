import { and, eq, inArray } from "drizzle-orm";
import { agent, agentAction } from "@/db/schema";
import type { Ctx } from "@/server/context";
import type { Draft } from "./draft";

/** What agents asked leave for, as subjects. Who has an agent act is never who signs it. */
export async function actionDrafts(ctx: Ctx, ids: readonly string[]): Promise<Draft[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ action: agentAction, agent })
    .from(agentAction)
    .innerJoin(agent, and(eq(agent.workspaceId, agentAction.workspaceId), eq(agent.id, agentAction.agentId)))
    .where(and(eq(agentAction.workspaceId, ctx.workspaceId), inArray(agentAction.id, [...ids])));
  return rows.map(({ action, agent: who }) => ({
    subject: "agent-action",
    changeId: action.changeId,
    changeAt: null,
    repositoryId: null,
    repositoryName: null,
    pullRequest: null,
    agentActionId: action.id,
    revision: null,
    sameContent: [],
    kind: "agent-action",
    involvement: "ai",
    aiRole: "acted",
    aiTool: who.tool ?? who.name,
    aiGrade: "attested",
    additions: null,
    deletions: null,
    files: null,
    environment: action.environment,
    serviceIds: action.serviceIds,
    autonomy: action.autonomy,
    promptedById: action.promptedById,
    promptersTold: [],
    // Whose credentials asked signs it no more than whoever had it ask.
    authorId: action.askedByPersonId ?? action.promptedById,
    authorLogin: null,
    authorName: who.name,
    authorLevel: null,
    title: `${who.name}: ${action.action} ${action.target}`,
    url: null,
    wentLiveAt: action.reportedAt,
    // Denied or out of time without anybody's word; a decline is a word, and stands.
    isOver: action.state === "denied" || (action.state === "waiting" && action.expiresAt <= ctx.now),
    openedAt: action.requestedAt,
    generated: action.generated,
    reviewWords: [],
    registerAsks: action.registerAsks,
  }));
}
