import { sql } from "drizzle-orm";
import { insertRows } from "@/db/insert-rows";
import { assessmentDue } from "@/db/schema";
import { mightAsk, mightAskOfCode } from "@/domain/sign-off/might-ask";
import type { SignOffState } from "@/domain/sign-off/states";
import type { Ctx } from "@/server/context";
import { idMaker } from "@/server/new-id";
import { type Policies, policiesInForce, rememberedPolicies } from "@/server/policy/in-force";

export interface PullRequestKey {
  repositoryId: string;
  pullRequest: number;
}

interface Due {
  changeIds?: readonly string[];
  pullRequests?: readonly PullRequestKey[];
  agentActionIds?: readonly string[];
  /** Not before then; now where it is left out. */
  dueAt?: Date;
}

/** Puts subjects down to be assessed anew, in the transaction of what changed about them. Nobody waits for it. */
export async function queueAssessments(ctx: Ctx, due: Due): Promise<void> {
  const { changeIds = [], pullRequests = [], agentActionIds = [], dueAt = ctx.now } = due;
  const newId = idMaker(ctx);
  const empty = { changeId: null, repositoryId: null, pullRequest: null, agentActionId: null };
  const keys = [
    ...[...new Set(changeIds)].map((changeId) => ({ changeId })),
    ...pullRequests,
    ...[...new Set(agentActionIds)].map((agentActionId) => ({ agentActionId })),
  ];
  await insertRows(
    ctx.db,
    assessmentDue,
    keys.map((key) => ({ ...empty, ...key, workspaceId: ctx.workspaceId, id: newId(), attempts: 0, dueAt })),
  );
}

/**
 * The same of those that do not wait already, for whoever comes by again and again. What is put down for later, as for
 * the end of a break-glass, does not wait; what could not be assessed and is tried again does.
 */
export async function queueUnlessWaiting(
  ctx: Ctx,
  keys: readonly Partial<PullRequestKey & { changeId: string }>[],
): Promise<void> {
  if (keys.length === 0) return;
  const newId = idMaker(ctx);
  const rows = keys.map((key) => ({ id: newId(), ...key }));
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const waiting = sql`from assessment_due d
    where d.workspace_id = ${ctx.workspaceId} and (d.due_at <= ${now} or d.attempts > 0)`;
  await ctx.db.execute(sql`
    insert into assessment_due (workspace_id, id, change_id, repository_id, pull_request, due_at)
    select ${ctx.workspaceId}, k.id, k."changeId", k."repositoryId", k."pullRequest", ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as k (id uuid, "changeId" uuid, "repositoryId" uuid, "pullRequest" int)
    where not exists (select ${waiting} and d.change_id = k."changeId")
      and not exists (
        select ${waiting} and d.repository_id = k."repositoryId" and d.pull_request = k."pullRequest")`);
}

/** The same of requests of a code host, where the policy in force could ask anything of code. */
export async function queuePullRequests(ctx: Ctx, keys: readonly PullRequestKey[]): Promise<void> {
  if (keys.length === 0) return;
  const inForce = (await policiesInForce(ctx)).at(ctx.now);
  if (inForce !== null && mightAskOfCode(inForce.policy)) await queueAssessments(ctx, { pullRequests: keys });
}

/** What a writer of the ledger knows of a row that it wrote. */
export interface WrittenChange {
  id: string;
  at: Date | string | number;
  involvement: string;
  aiRole: string | null;
  kind: string;
  environment: string;
  /** As it was assessed before; a change that is asked something is assessed whatever becomes of it. */
  signOff?: SignOffState | null;
}

/** Puts down those of the written changes of which a policy could ask anything: none at all without a policy. */
export async function queueWritten(ctx: Ctx, rows: readonly WrittenChange[]): Promise<void> {
  if (rows.length === 0) return;
  const policies = await policiesInForce(ctx);
  const asked = rows.filter((row) => isAsked(policies, ctx.now, row));
  await queueAssessments(ctx, { changeIds: asked.map(({ id }) => id) });
}

/**
 * The same question without one of the database, for the writer of one plain change: by the policies as they were a
 * moment ago. What falls into that moment is found by the sweep that saving a policy puts down.
 */
export async function couldBeAsked(ctx: Ctx, row: WrittenChange): Promise<boolean> {
  return isAsked(await rememberedPolicies(ctx), ctx.now, row);
}

/** The policy of the day that it went live, and today's where it has not. */
function isAsked(policies: Policies, now: Date, row: WrittenChange): boolean {
  if (row.signOff != null) return true;
  const [then, today] = [policies.at(new Date(row.at)), policies.at(now)];
  return [then, today].some((one) => one !== null && mightAsk(one.policy, row));
}

/** A writer may go by what it remembered of the policies for so long; by then it is over. */
const REMEMBERED_MS = 5_000;

/**
 * Has everything assessed anew that has not gone live, and whatever was written just before: whoever saves a policy
 * calls it, for each instant from which another rule asks.
 */
export async function queueSweep(ctx: Ctx, at: Date = ctx.now): Promise<void> {
  const newId = idMaker(ctx);
  const times = [at, new Date(at.getTime() + REMEMBERED_MS)];
  await insertRows(
    ctx.db,
    assessmentDue,
    times.map((dueAt) => ({ workspaceId: ctx.workspaceId, id: newId(), attempts: 0, dueAt })),
  );
}
