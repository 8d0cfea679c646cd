import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
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

/**
 * Notes that the gate was asked, and its answer. Whoever asks the same again and is told the same adds to the count of
 * their last time, so that a pipeline that waits is one row.
 */
export function recordDecision(ctx: Ctx, decided: Decided): Promise<void> {
  authorise(canAskGate(ctx.actor), ASKING_NEEDS);
  const { question, environment, decision, reason, policyVersion, ruleId, changeIds } = decided;
  const name = `gate ${ctx.workspaceId} ${question} ${environment} ${ctx.actor.name}`;
  const now = ctx.now.toISOString();
  return inTransaction(ctx, async (tx) => {
    // The same question may be asked several times at once.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    const { rowCount } = await tx.db.execute(sql`
      with given as (
        select ${decision}::text as decision, ${reason}::text as reason, ${policyVersion}::int as policy_version,
          ${ruleId}::text as rule_id, ${sql.param([...changeIds])}::uuid[] as change_ids
      ), last as (
        select id, decision, reason, policy_version, rule_id, change_ids from gate_decision
        where workspace_id = ${ctx.workspaceId} and question = ${question} and environment = ${environment}
          and asked_by = ${ctx.actor.name}
        order by first_asked_at desc, id desc limit 1
      ), again as (
        update gate_decision d set asks = d.asks + 1, last_asked_at = greatest(d.last_asked_at, ${now}::timestamptz)
        from last, given
        where d.workspace_id = ${ctx.workspaceId} and d.id = last.id
          and (last.decision, last.reason, last.policy_version, last.rule_id, last.change_ids) is not distinct from
            (given.decision, given.reason, given.policy_version, given.rule_id, given.change_ids)
        returning d.id
      )
      insert into gate_decision (workspace_id, id, question, repository, revision, environment, change_ids, decision,
        reason, policy_version, rule_id, asked_by, first_asked_at, last_asked_at)
      select ${ctx.workspaceId}, ${uuidv7({ msecs: ctx.now.getTime() })}, ${question}, ${decided.repository},
        ${decided.revision}, ${environment}, given.change_ids, given.decision, given.reason, given.policy_version,
        given.rule_id, ${ctx.actor.name}, ${now}, ${now}
      from given where not exists (select from again)`);
    // A pipeline that waits and asks again is told of once.
    if (decision === "hold" && rowCount === 1) await notify(tx, "gate.held", heldTold(tx, decided));
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
