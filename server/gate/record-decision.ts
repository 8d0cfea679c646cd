import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { namedQuery } from "@/db/named-query";
import { gateDecision } from "@/db/schema";
import { canAskGate } from "@/domain/access/reading";
import { shortRevision } from "@/domain/change/ref";
import type { GateAnswer } from "@/domain/gate/schema";
import type { Told } from "@/domain/notification/message";
import { authorise } from "@/server/access";
import { type Ctx, inTransaction } from "@/server/context";
import { notify } from "@/server/notification/notify";

export const ASKING_NEEDS =
  "Asking the gate needs a member of the workspace, or a token with the read scope.";

export interface Decided
  extends Pick<
    GateAnswer,
    "decision" | "reason" | "repository" | "revision" | "environment" | "policyVersion"
  > {
  /** What was asked about, as one text. */
  question: string;
  ruleId: string | null;
  changeIds: readonly string[];
}

const AGAIN = `
  update gate_decision d set asks = d.asks + 1, last_asked_at = greatest(d.last_asked_at, $5::timestamptz)
  from (
    select id, decision, reason, policy_version, rule_id, change_ids from gate_decision
    where workspace_id = $1 and question = $2 and environment = $3 and asked_by = $4
    order by first_asked_at desc, id desc limit 1
  ) last
  where d.workspace_id = $1 and d.id = last.id
    and (last.decision, last.reason, last.policy_version, last.rule_id, last.change_ids)
      is not distinct from ($6::text, $7::text, $8::int, $9::text, $10::uuid[])
  returning d.id`;

/** Whether it was the same question with the same answer as the caller's last one, which is counted then. */
async function countAgain(ctx: Ctx, { question, environment, ...answer }: Decided): Promise<boolean> {
  const { decision, reason, policyVersion, ruleId, changeIds } = answer;
  const asked = [ctx.workspaceId, question, environment, ctx.actor.name, ctx.now];
  const told = [decision, reason, policyVersion, ruleId, [...changeIds]];
  return (await namedQuery<{ id: string }>(ctx.db, AGAIN, [...asked, ...told])).length > 0;
}

/**
 * Notes that the gate was asked, and its answer. Whoever asks the same again and is told the same adds to the count of
 * their last time, so that a pipeline that waits is one row.
 */
export async function recordDecision(ctx: Ctx, decided: Decided): Promise<void> {
  authorise(canAskGate(ctx.actor), ASKING_NEEDS);
  if (await countAgain(ctx, decided)) return;
  const { question, environment, changeIds } = decided;
  const name = `gate ${ctx.workspaceId} ${question} ${environment} ${ctx.actor.name}`;
  await inTransaction(ctx, async (tx) => {
    // The same question may be asked several times at once.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    if (await countAgain(tx, decided)) return;
    await tx.db.insert(gateDecision).values({
      workspaceId: ctx.workspaceId,
      id: uuidv7({ msecs: ctx.now.getTime() }),
      question,
      repository: decided.repository,
      revision: decided.revision,
      environment,
      changeIds: [...changeIds],
      decision: decided.decision,
      reason: decided.reason,
      policyVersion: decided.policyVersion,
      ruleId: decided.ruleId,
      askedBy: ctx.actor.name,
      firstAskedAt: ctx.now,
      lastAskedAt: ctx.now,
    });
    // A pipeline that waits and asks again is told of once.
    if (decided.decision === "hold") await notify(tx, "gate.held", heldTold(tx, decided));
  });
}

function heldTold({ actor }: Ctx, decided: Decided): Told {
  const { reason, environment, repository, revision, changeIds, ruleId } = decided;
  return {
    title:
      repository === null || revision === null ? "A change" : `${repository} at ${shortRevision(revision)}`,
    sentence: reason,
    path: "/sign-offs/gate",
    facts: [
      { name: "Environment", value: environment },
      { name: "Asked by", value: actor.name },
    ],
    data: { environment, repository, revision, changeIds: [...changeIds], rule: ruleId },
  };
}
