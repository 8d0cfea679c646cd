import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { insertRows } from "@/db/insert-rows";
import { agent, agentAction, signOff, signOffEvent, signOffRequest } from "@/db/schema";
import { decideAction } from "@/domain/agent/decide";
import { type AgentActionState, leaveEndsMs, waitEndsMs } from "@/domain/agent/states";
import {
  generatedAgentActions,
  outcomeOf,
  SAMPLE_AGENTS,
  type SampleAgent,
  type SampleAgentAction,
  type SampleFate,
} from "@/domain/sample/agents";
import { samplePolicyAt } from "@/domain/sample/sign-offs";
import type { Policy } from "@/domain/sign-off/policy";
import { recordAsChange } from "@/server/agent/report-outcome";
import type { Ctx } from "@/server/context";

type AgentRow = typeof agent.$inferSelect;
type ActionRow = typeof agentAction.$inferSelect;

interface Senior {
  id: string;
  name: string;
  teamId: string;
  team: string;
}

/** Agents, what they asked for in the last two months, and what came of it: generated, and marked so. */
export async function writeSampleAgents(ctx: Ctx, services: ReadonlyMap<string, string>): Promise<void> {
  const seniors = await seniorsNow(ctx);
  const agents = await writeRegister(ctx, seniors);
  const made = generatedAgentActions(ctx.now.getTime()).flatMap((one) => {
    const entry = agents.get(one.agent.slug);
    return entry === undefined ? [] : [madeAction(ctx, one, { entry, seniors, services })];
  });
  await insertRows(
    ctx.db,
    agentAction,
    made.map(({ row }) => row),
  );
  for (const { row, approver, decided, entry } of made) {
    if (row.decision === "needs-approval") await writeRequest(ctx, { row, approver, decided, entry });
    if (row.reportedAt !== null) await writeChange(ctx, entry, row);
  }
}

async function seniorsNow(ctx: Ctx): Promise<Senior[]> {
  const { rows } = await ctx.db.execute<{ id: string; name: string; teamId: string; team: string }>(sql`
    select p.id, p.name, p.team_id as "teamId", t.name as team from person p
    join team t on t.workspace_id = p.workspace_id and t.id = p.team_id
    cross join lateral (select level from person_level l where l.workspace_id = p.workspace_id
      and l.person_id = p.id and l.effective_from <= ${ctx.now.toISOString()}::date
      order by l.effective_from desc limit 1) l
    where p.workspace_id = ${ctx.workspaceId} and p.on_roster and l.level in ('senior', 'principal')
      and p.active_from is null and p.active_to is null order by p.name`);
  return rows;
}

async function writeRegister(ctx: Ctx, seniors: readonly Senior[]): Promise<Map<string, AgentRow>> {
  const at = new Date(ctx.now.getTime() - 200 * 86_400_000);
  const rows = SAMPLE_AGENTS.map((one): AgentRow => {
    const owner = seniors.find(({ team }) => team === one.team);
    return {
      workspaceId: ctx.workspaceId,
      id: uuidv7({ msecs: at.getTime() }),
      slug: one.slug,
      name: one.name,
      tool: one.tool,
      description: one.description,
      credentialScope: one.credentialScope,
      ownerId: owner?.id ?? null,
      teamId: owner?.teamId ?? null,
      permissions: one.permissions.map((permission) => ({
        environments: [...permission.environments],
        actions: [...permission.actions],
        autonomy: permission.autonomy,
        ...(permission.destructiveAlone ? { destructiveAlone: [...permission.destructiveAlone] } : {}),
      })),
      disabledAt: one.isDisabled ? new Date(ctx.now.getTime() - 20 * 86_400_000) : null,
      generated: true,
      version: 1,
      createdAt: at,
      updatedAt: at,
    };
  });
  await insertRows(ctx.db, agent, rows);
  return new Map(rows.map((row) => [row.slug, row]));
}

interface Known {
  entry: AgentRow;
  seniors: readonly Senior[];
  services: ReadonlyMap<string, string>;
}

/** One action as the functions of the product decide it, by the register's entry and the policy of its day. */
function madeAction(ctx: Ctx, one: SampleAgentAction, { entry, seniors, services }: Known) {
  const at = new Date(one.requestedMs).toISOString();
  const ownTeam = seniors.filter(({ teamId }) => teamId === entry.teamId);
  const prompter = one.isPrompted ? (ownTeam[Math.floor(one.draw * ownTeam.length)] ?? null) : null;
  const approver = ownTeam.find(({ id }) => id !== prompter?.id) ?? null;
  const policy: Policy & { version?: number } = samplePolicyAt(one.requestedMs) ?? { rules: [] };
  const decided = decideAction({
    agent: { ...entry, isDisabled: isOff(one.agent, entry, one.requestedMs) },
    request: one,
    policy,
    asker: { personId: prompter?.id ?? null, level: prompter === null ? null : "senior" },
    promptedBy: prompter?.id ?? null,
    services: [{ slug: one.service, weight: 1 }],
    approvals: [],
    requestedAt: at,
    at,
  });
  const fate = { allow: one.ifLeft, "needs-approval": one.ifAsked, deny: one.ifDenied }[decided.decision];
  const row: ActionRow = {
    workspaceId: ctx.workspaceId,
    id: uuidv7({ msecs: one.requestedMs }),
    agentId: entry.id,
    action: one.action,
    target: one.target,
    environment: one.environment,
    serviceIds: [services.get(one.service) ?? []].flat(),
    destructive: decided.isDestructive,
    reason: one.reason,
    promptedById: prompter?.id ?? null,
    askedBy: `${entry.name}’s token`,
    askedById: `sample ${entry.slug}`,
    askedByPersonId: null,
    autonomy: decided.autonomy,
    registerAsks: decided.registerAsks,
    decision: decided.decision,
    decisionReason: decided.reason,
    policyVersion: policy.version ?? null,
    ruleId: decided.rule?.id ?? null,
    ruleName: decided.rule?.name ?? null,
    requestedAt: new Date(one.requestedMs),
    generated: true,
    version: 1,
    ...cameOf(one, fate, decided, approver),
  };
  return { row, approver, decided, entry };
}

const isOff = ({ isDisabled }: SampleAgent, { disabledAt }: AgentRow, atMs: number) =>
  isDisabled === true && disabledAt !== null && atMs >= disabledAt.getTime();

type CameOf = Pick<
  ActionRow,
  | "state"
  | "expiresAt"
  | "decidedAt"
  | "decidedBy"
  | "outcome"
  | "startedAt"
  | "endedAt"
  | "reportedAt"
  | "flag"
  | "changeId"
>;

function cameOf(
  one: SampleAgentAction,
  fate: SampleFate,
  { decision, require }: ReturnType<typeof decideAction>,
  approver: Senior | null,
): CameOf {
  const { requestedMs } = one;
  const nothing = {
    decidedAt: null,
    decidedBy: [],
    outcome: null,
    startedAt: null,
    endedAt: null,
    reportedAt: null,
    flag: null,
    changeId: null,
  };
  const isAsked = decision === "needs-approval";
  const isOpen = fate === "waiting" || fate === "overdue";
  const waitEnds = new Date(waitEndsMs(requestedMs, require?.withinMinutes));
  if (isAsked && isOpen) return { ...nothing, state: "waiting", expiresAt: waitEnds };
  const decidedMs = isAsked ? requestedMs + one.decidedAfterMs : requestedMs;
  const by = isAsked
    ? { decidedAt: new Date(decidedMs), decidedBy: approver === null ? [] : [approver.name] }
    : {};
  if (fate === "declined") return { ...nothing, ...by, state: "declined", expiresAt: waitEnds };
  const expiresAt = new Date(decision === "deny" ? requestedMs : leaveEndsMs(decidedMs));
  const left: AgentActionState = decision === "deny" ? "denied" : isAsked ? "approved" : "allowed";
  if (fate === "unused") return { ...nothing, ...by, state: left, expiresAt };
  const startedMs = fate === "late" ? expiresAt.getTime() + one.actedAfterMs : decidedMs + one.actedAfterMs;
  const endedAt = new Date(startedMs + 2 * one.actedAfterMs);
  return {
    ...nothing,
    ...by,
    expiresAt,
    state: fate === "failed" ? "failed" : "succeeded",
    outcome: outcomeOf(fate, one.draw),
    startedAt: new Date(startedMs),
    endedAt,
    reportedAt: endedAt,
    flag: decision === "deny" ? "without-leave" : fate === "late" ? "outside-leave" : null,
  };
}

async function writeChange(ctx: Ctx, entry: AgentRow, row: ActionRow): Promise<void> {
  const changeId = await recordAsChange(ctx, {
    agent: entry,
    row,
    input: { status: row.state === "failed" ? "failed" : "succeeded", summary: row.outcome ?? "" },
    startedAt: row.startedAt ?? row.requestedAt,
    flag: row.flag,
    generated: true,
  });
  await ctx.db.execute(sql`
    update agent_action set change_id = ${changeId} where workspace_id = ${ctx.workspaceId} and id = ${row.id}`);
}

/** What people were asked, and said. */
async function writeRequest(
  ctx: Ctx,
  {
    row,
    approver,
    decided,
    entry,
  }: { row: ActionRow; approver: Senior | null; decided: ReturnType<typeof decideAction>; entry: AgentRow },
): Promise<void> {
  const isDeclined = row.state === "declined";
  const state = row.decidedAt === null ? "waiting" : isDeclined ? "declined" : "satisfied";
  const request = {
    ...requestColumns(ctx, row, decided, entry),
    state,
    holds: state !== "satisfied",
    missingApprovals: state === "satisfied" ? 0 : 1,
    decidedAt: row.decidedAt,
    liveAt: row.startedAt,
  } as const;
  await ctx.db.insert(signOffRequest).values(request);
  const own = { workspaceId: ctx.workspaceId, requestId: request.id, generated: true };
  const asked = { ...own, id: uuidv7(), kind: "requested" as const, at: row.requestedAt, by: entry.name };
  await ctx.db.insert(signOffEvent).values({ ...asked, body: `${decided.reason} ${row.reason}` });
  if (row.decidedAt === null || approver === null) return;
  const decision = isDeclined ? ("declined" as const) : ("approved" as const);
  await ctx.db.insert(signOff).values({
    ...own,
    id: uuidv7(),
    personId: approver.id,
    decision,
    level: "senior",
    teamId: approver.teamId,
    at: row.decidedAt,
    recordedAt: row.decidedAt,
    source: "sample",
  });
  await ctx.db
    .insert(signOffEvent)
    .values({ ...own, id: uuidv7(), kind: decision, at: row.decidedAt, by: approver.name, body: "" });
}

function requestColumns(
  ctx: Ctx,
  row: ActionRow,
  { rule, require, reason, isDestructive }: ReturnType<typeof decideAction>,
  { name, tool, ownerId }: AgentRow,
) {
  return {
    workspaceId: ctx.workspaceId,
    id: uuidv7({ msecs: row.requestedAt.getTime() }),
    subject: "agent-action",
    agentActionId: row.id,
    policyVersion: row.policyVersion ?? 0,
    ruleId: rule?.id ?? "",
    ruleName: rule?.name ?? "",
    mode: "enforce",
    reason,
    minimumLevel: require?.minimumLevel ?? null,
    environment: row.environment,
    kind: "agent-action",
    title: `${name}: ${row.action} ${row.target}`,
    serviceIds: row.serviceIds,
    authorId: row.promptedById,
    authorName: name,
    authorLevel: row.promptedById === null ? null : "senior",
    prompterIds: row.promptedById === null ? [] : [row.promptedById],
    involvement: "ai",
    aiRole: "acted",
    aiTool: tool,
    aiGrade: "attested",
    requestedAt: row.requestedAt,
    assigneeId: ownerId === row.promptedById ? null : ownerId,
    risk: isDestructive ? 80 : 50,
    generated: true,
    createdAt: row.requestedAt,
    updatedAt: row.requestedAt,
  } as const;
}
