import { sql } from "drizzle-orm";
import { repositoryName } from "@/domain/repository/name";
import { evaluateSubject } from "@/domain/sign-off/assess";
import type { Evaluation } from "@/domain/sign-off/evaluation";
import { asksForBudgets } from "@/domain/sign-off/might-ask";
import type { Ctx } from "@/server/context";
import { policiesInForce } from "@/server/policy/in-force";
import { decidingPolicy } from "./deciding-policy";
import type { SubjectKey } from "./draft";
import { loadSubjects, type Subject } from "./subject";
import { changeOfRevision } from "./subject-changes";

export type AskedAbout =
  | { changeIds: readonly string[] }
  /** A whole revision: a prefix names nothing. */
  | { repository: string; revision: string };

/** The subjects that a pipeline asks about: changes by id, or the change or the request of a revision. */
export async function subjectsOf(
  ctx: Ctx,
  asked: AskedAbout,
  { environment }: { environment?: string } = {},
): Promise<Subject[]> {
  const keys =
    "changeIds" in asked
      ? asked.changeIds.map((changeId) => ({ changeId }))
      : await keysOfRevision(ctx, asked.repository, asked.revision);
  if (keys.length === 0) return [];
  const inForce = (await policiesInForce(ctx)).at(ctx.now);
  const withBudgets = inForce !== null && asksForBudgets(inForce.policy);
  return await loadSubjects(ctx, keys, { environment, withBudgets });
}

async function keysOfRevision(ctx: Ctx, repository: string, revision: string): Promise<SubjectKey[]> {
  const name = repositoryName(repository);
  if (name === null) return [];
  const changeId = await changeOfRevision(ctx, name, revision);
  if (changeId !== null) return [{ changeId }];
  const { rows } = await ctx.db.execute<{ repository_id: string; number: number }>(sql`
    select p.repository_id, p.number from repository r
    join pull_request p on p.workspace_id = r.workspace_id and p.repository_id = r.id
    where r.workspace_id = ${ctx.workspaceId} and r.name = ${name}
      and lower(p.head_revision) = ${revision.toLowerCase()}
    order by p.state = 'open' desc, p.number desc limit 1`);
  return rows.map((row) => ({ repositoryId: row.repository_id, pullRequest: row.number }));
}

export interface Judgement {
  evaluation: Evaluation;
  /** Null where no policy is in force, and nothing is asked for. */
  policyVersion: number | null;
}

/** Whether a subject may go out now, by the policy in force now; nothing is written. */
export async function judgeSubject(ctx: Ctx, subject: Subject): Promise<Judgement> {
  const draft = { ...subject.draft, wentLiveAt: null };
  const deciding = decidingPolicy(ctx, draft, await policiesInForce(ctx));
  if (deciding === null) return { evaluation: NO_POLICY, policyVersion: null };
  return {
    evaluation: evaluateSubject(subject, deciding.policy, ctx.now.toISOString()),
    policyVersion: deciding.version,
  };
}

const NO_POLICY: Evaluation = {
  decision: "not-required",
  rule: null,
  missing: null,
  reason: "No policy is in force.",
  holds: false,
  late: false,
};
