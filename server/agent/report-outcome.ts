import { agentAction } from "@/db/schema";
import { canActForAgent } from "@/domain/access/agent";
import { wordsOf } from "@/domain/agent/names";
import type { AgentAction, OutcomeInput } from "@/domain/agent/schema";
import { LEAVE_FLAG_WORDS, type LeaveFlag, leaveFlagOf } from "@/domain/agent/states";
import type { ChangeInput } from "@/domain/change/schema";
import { Conflict, Forbidden, Invalid, NotFound } from "@/domain/errors";
import { authorise } from "@/server/access";
import { recordAudit } from "@/server/audit/record";
import { recordChanges } from "@/server/change/record";
import { type Ctx, inTransaction } from "@/server/context";
import { notify } from "@/server/notification/notify";
import { queueAssessments } from "@/server/sign-off/queue-assessment";
import { type AgentActionRow, isAction, readAgentAction } from "./actions";
import { authoriseAs, credentialsOf } from "./asker";
import { ASKING_NEEDS } from "./authorize";
import { type AgentRow, findAgentById } from "./queries";
import { servicesById } from "./services";

/** A clock that goes ahead of ours by more than this tells of the future. */
const AHEAD_MS_MAX = 5 * 60_000;
const SOURCE = "faultline-agents";

/**
 * What came of an action, told by whoever asked leave for it: once, however often it is told. It becomes a change of the
 * ledger, with leave or without: what happened is on record, and what was wrong with it is flagged.
 */
export function reportOutcome(
  ctx: Ctx,
  { id, ...input }: OutcomeInput & { id: string },
): Promise<AgentAction> {
  authorise(canActForAgent(ctx.actor), ASKING_NEEDS);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(agentAction).where(isAction(tx, id)).for("update");
    if (row === undefined) throw new NotFound("agent action", id);
    const agent = await findAgentById(tx, row.agentId);
    authoriseAs(tx.actor, agent);
    if (row.askedById !== credentialsOf(tx.actor).id) {
      throw new Forbidden(
        "The outcome of an action is told by whoever asked leave for it, with the same credentials.",
      );
    }
    if (row.reportedAt !== null) return answerAgain(tx, row, input);
    const { startedAt, endedAt } = timesOf(tx, input);
    const flag = leaveFlagOf(
      {
        state: row.state,
        fromMs: (row.decidedAt ?? row.requestedAt).getTime(),
        expiresAtMs: row.expiresAt.getTime(),
      },
      { startedAtMs: startedAt.getTime(), isSameAction: isSame(row, input) },
    );
    const changeId = await recordAsChange(tx, { agent, row, input, startedAt, flag });
    const told = { state: input.status, outcome: input.summary, flag, changeId };
    await tx.db
      .update(agentAction)
      .set({ ...told, startedAt, endedAt, reportedAt: tx.now, version: row.version + 1 })
      .where(isAction(tx, id));
    // The request for its approval becomes the change's.
    await queueAssessments(tx, { changeIds: [changeId] });
    await recordAudit(tx, {
      action: flag === null ? "agent-action.report" : "agent-action.report-without-leave",
      objectKind: "agent-action",
      objectId: id,
      before: { state: row.state },
      after: { ...told, action: input.action, target: input.target, environment: input.environment },
    });
    if (flag !== null) await tellOfFlag(tx, { agent, row, input, startedAt, flag }, changeId);
    return readAgentAction(tx, id);
  });
}

/** What was done without leave is told at once, to whoever wants to hear of it. */
async function tellOfFlag(
  ctx: Ctx,
  { agent, row, input, flag }: Reported & { flag: LeaveFlag },
  changeId: string,
) {
  const environment = input.environment ?? row.environment;
  await notify(ctx, "agent-action.unapproved", {
    title: `${agent.name}: ${input.action ?? row.action} ${input.target ?? row.target}`,
    sentence: `${LEAVE_FLAG_WORDS[flag]}. It reported: ${input.summary}`,
    path: `/changes/${changeId}`,
    facts: [
      { name: "Agent", value: agent.name },
      { name: "Environment", value: environment },
    ],
    data: { agentActionId: row.id, agent: agent.slug, changeId, flag, environment },
  });
}

/** Told again, it is the same; told otherwise, the first word stands. */
function answerAgain(ctx: Ctx, row: AgentActionRow, input: OutcomeInput): Promise<AgentAction> {
  if (row.state === input.status && row.outcome === input.summary) return readAgentAction(ctx, row.id);
  throw new Conflict(
    "outcome-reported",
    `The outcome of this action was told already: it ${row.state}. Ask leave anew for what is done after it.`,
    "status",
  );
}

function timesOf(ctx: Ctx, input: OutcomeInput): { startedAt: Date; endedAt: Date | null } {
  const startedAt = input.startedAt === undefined ? ctx.now : new Date(input.startedAt);
  const endedAt = input.endedAt === undefined ? null : new Date(input.endedAt);
  for (const [field, at] of [["startedAt", startedAt] as const, ["endedAt", endedAt] as const]) {
    if (at !== null && at.getTime() > ctx.now.getTime() + AHEAD_MS_MAX) {
      throw new Invalid(field, "This lies ahead: tell of an action once it is over.");
    }
  }
  if (endedAt !== null && endedAt < startedAt) {
    throw new Invalid("endedAt", "It ended before it started.");
  }
  return { startedAt, endedAt };
}

/** What is not told again is as it was asked for. */
function isSame(row: AgentActionRow, { action, target, environment }: OutcomeInput): boolean {
  const isIt = (told: string | undefined, asked: string) => told === undefined || told === asked;
  const isAct = action === undefined || wordsOf(action) === wordsOf(row.action);
  return isAct && isIt(target, row.target) && isIt(environment, row.environment);
}

interface Reported {
  agent: AgentRow;
  row: AgentActionRow;
  input: OutcomeInput;
  startedAt: Date;
  flag: LeaveFlag | null;
  generated?: boolean;
}

/** What was done, in the ledger; told again it is the same change. */
export async function recordAsChange(ctx: Ctx, reported: Reported): Promise<string> {
  const { agent, generated } = reported;
  const input = await changeOf(ctx, reported);
  const evidence = evidenceOf(ctx, reported);
  const [recorded] = await recordChanges(ctx, [
    {
      input,
      source: generated ? "sample" : "api",
      what: agent.name,
      ...(generated ? { generated } : {}),
      ...(evidence === null ? {} : { evidence: [evidence] }),
    },
  ]);
  if (recorded === undefined) throw new Error("The outcome came to nothing.");
  if (recorded.status !== "refused") return recorded.id;
  const field = recorded.field === "deployedAt" ? "startedAt" : recorded.field;
  throw new Invalid(field, recorded.reason, recorded.code);
}

async function changeOf(ctx: Ctx, { agent, row, input, startedAt, flag }: Reported): Promise<ChangeInput> {
  const [action, target] = [input.action ?? row.action, input.target ?? row.target];
  const about = [
    flag === null ? null : `${LEAVE_FLAG_WORDS[flag]}.`,
    input.summary,
    ...(input.changes ?? []).map((line) => `- ${line}`),
    `Asked leave for: ${row.action} ${row.target} in ${row.environment}. ${row.reason}`,
    `Answer: ${row.decisionReason}`,
    row.decidedBy.length === 0 ? null : `Decided by ${row.decidedBy.join(", ")}.`,
  ];
  return {
    kind: "agent-action",
    title: `${agent.name}: ${action} ${target}`.slice(0, 500),
    description: about.filter(Boolean).join("\n\n"),
    source: SOURCE,
    externalId: row.id,
    services: [...(await servicesById(ctx, row.serviceIds)).values()].map(({ slug }) => slug),
    environment: input.environment ?? row.environment,
    author: { name: agent.name, bot: true },
    labels: [...(row.destructive ? ["destructive"] : []), ...(flag === null ? [] : [flag])],
    deployedAt: startedAt.toISOString(),
    outcome: input.status,
    ai: {
      role: "acted",
      tool: agent.tool,
      statement: `${agent.name} reported: ${input.summary}`.slice(0, 1000),
    },
  };
}

/**
 * What a program asked before it acted and told of after it is a record that the tool wrote as it worked. What a person
 * enters in its stead is their declaration, and so is a report of what nobody was asked about.
 */
function evidenceOf(ctx: Ctx, { agent, row, flag, generated }: Reported) {
  if (ctx.actor.kind === "user" || flag === "other-action") return null;
  return {
    grade: "attested" as const,
    tool: agent.tool,
    quote: `${agent.name} asked leave to ${row.action} ${row.target} at ${row.requestedAt.toISOString()} and reported it ${(generated ? row.reportedAt : null)?.toISOString() ?? ctx.now.toISOString()}`,
    foundIn: "agent action",
    revision: null,
  };
}
