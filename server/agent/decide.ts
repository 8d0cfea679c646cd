import { and, eq } from "drizzle-orm";
import { agentAction, person, signOff, signOffRequest } from "@/db/schema";
import { type ActionDecision, decideAction } from "@/domain/agent/decide";
import { type AgentActionState, leaveEndsMs } from "@/domain/agent/states";
import type { Approval } from "@/domain/sign-off/approvals";
import type { SignOffState } from "@/domain/sign-off/states";
import type { Ctx } from "@/server/context";
import { policyInForce } from "@/server/policy/in-force";
import { type AgentActionRow, isAction } from "./actions";
import { askerOf } from "./asker";
import { findAgentById } from "./queries";
import { servicesById, withBudgets } from "./services";

interface DecidedRequest {
  agentActionId: string | null;
  state: SignOffState;
  decidedAt: Date | null;
}

/** States in which a person's word still decides about an action: it has neither acted nor run out of time. */
const OPEN: ReadonlySet<AgentActionState> = new Set(["waiting", "approved", "declined"]);

const NEXT: Partial<Record<SignOffState, "waiting" | "approved" | "declined">> = {
  waiting: "waiting",
  satisfied: "approved",
  late: "approved",
  waived: "approved",
  declined: "declined",
};

/**
 * An agent's action follows the request for its approval: whoever signs or declines it decides about the action. Before
 * it is approved the register and the policy of now are asked again; its leave begins with the approval.
 */
export async function followAction(ctx: Ctx, request: DecidedRequest): Promise<void> {
  const next = NEXT[request.state];
  if (request.agentActionId === null || next === undefined) return;
  const [row] = await ctx.db
    .select()
    .from(agentAction)
    .where(isAction(ctx, request.agentActionId))
    .for("update");
  if (row === undefined || row.state === next || !OPEN.has(row.state) || row.expiresAt <= ctx.now) return;
  const words = await wordsOn(ctx, row.id);
  const names = (decision: Word["decision"]) =>
    [...new Set(words.filter((word) => word.decision === decision).map(({ name }) => name))].sort();
  const set = (changed: Partial<typeof agentAction.$inferInsert>) =>
    ctx.db
      .update(agentAction)
      .set({ ...changed, version: row.version + 1 })
      .where(isAction(ctx, row.id));
  if (next === "waiting") return void (await set({ state: next, decidedAt: null, decidedBy: [] }));
  const decidedAt = request.decidedAt ?? ctx.now;
  if (next === "declined") return void (await set({ state: next, decidedAt, decidedBy: names("declined") }));
  const { decision, reason } = await decideAnew(ctx, row, words);
  if (decision === "deny")
    return void (await set({ state: "denied", decidedAt: ctx.now, decisionReason: reason }));
  if (decision === "needs-approval") return;
  const expiresAt = new Date(leaveEndsMs(ctx.now.getTime()));
  await set({ state: "approved", decidedAt, decidedBy: names("approved"), expiresAt });
}

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
  const inForce = await policyInForce(ctx, ctx.now);
  const known = [...(await servicesById(ctx, row.serviceIds)).values()];
  const services = await withBudgets(ctx, known, inForce?.policy ?? null);
  const asker = await askerOf(ctx, row.askedByPersonId ?? row.promptedById);
  return decideAction({
    agent: { ...agent, isDisabled: agent.disabledAt !== null },
    request: row,
    policy: inForce?.policy ?? { rules: [] },
    asker,
    promptedBy: row.promptedById,
    services,
    approvals: words.filter(({ decision }) => decision === "approved"),
    requestedAt: row.requestedAt.toISOString(),
    at: ctx.now.toISOString(),
  });
}
