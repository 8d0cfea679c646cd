import { byWeight, decideTogether, decisionOf } from "@/domain/gate/answer";
import { KEPT_CHANGES_MAX, SUBJECTS_SHOWN_MAX } from "@/domain/gate/limits";
import type { GateAnswer, GateSubject } from "@/domain/gate/schema";
import { evaluateSubject } from "@/domain/sign-off/assess";
import { asksForBudgets } from "@/domain/sign-off/might-ask";
import type { Policy } from "@/domain/sign-off/policy";
import { policyWithRegister } from "@/domain/sign-off/register-rule";
import type { Ctx } from "@/server/context";
import type { PolicyInForce } from "@/server/policy/in-force";
import type { SubjectKey } from "@/server/sign-off/draft";
import { loadSubjects, type Subject } from "@/server/sign-off/subject";
import { assessWhatDiffers } from "./assess-differing";
import { openedFor, openedWords } from "./opened-for";

/** What is asked about, as every part of the answer needs it. */
export interface Asked {
  /** The question as one text. */
  name: string;
  repository: string | null;
  revision: string | null;
  environment: string;
  inForce: PolicyInForce | null;
  /** Of the workspace, for addresses of pages. */
  slug: string;
}

export type PartialAnswer = Pick<
  GateAnswer,
  "decision" | "reason" | "onRecord" | "rule" | "missing" | "changeCount" | "heldCount" | "changes" | "path"
> & {
  /** The changes to note with the decision. */
  heldIds: string[];
};

const NO_POLICY: Policy = { rules: [] };

/** The answer about everything that would go out together. */
export async function answerSubjects(
  ctx: Ctx,
  asked: Asked,
  {
    keys,
    repositoryId,
    isDeployed = false,
  }: { keys: readonly SubjectKey[]; repositoryId: string | null; isDeployed?: boolean },
): Promise<PartialAnswer> {
  const policy = asked.inForce?.policy ?? NO_POLICY;
  const subjects = await loadSubjects(ctx, keys, {
    environment: asked.environment,
    withBudgets: asksForBudgets(policy),
    ...(isDeployed && repositoryId !== null ? { deployed: new Set([repositoryId]) } : {}),
  });
  const judged = subjects.map((subject) => judge(ctx, asked, subject, policy));
  const told = decideTogether(judged);
  const { revision, environment } = asked;
  const [opened] = await Promise.all([
    told.decision === "hold" && repositoryId !== null && revision !== null
      ? openedFor(ctx, { repositoryId, revision, environment })
      : null,
    assessWhatDiffers(ctx, subjects, judged),
  ]);
  const shown = opened === null ? judged : judged.map(waived);
  const ordered = [...shown].sort(byWeight);
  const worst = ordered.filter(({ holds }) => holds);
  return {
    ...told,
    ...(opened === null
      ? {}
      : { decision: "allow", heldCount: 0, reason: `${openedWords(opened)} ${told.reason}` }),
    onRecord: true,
    changeCount: judged.length,
    changes: ordered.slice(0, SUBJECTS_SHOWN_MAX),
    path: ordered[0]?.path ?? `/${asked.slug}/sign-offs`,
    heldIds: (worst.length > 0 ? worst : ordered)
      .flatMap(({ changeId }) => changeId ?? [])
      .slice(0, KEPT_CHANGES_MAX),
  };
}

function judge(ctx: Ctx, { slug }: Asked, subject: Subject, policy: Policy): GateSubject {
  const { request, draft } = subject;
  const { registerAsks } = draft;
  const deciding = registerAsks === null ? policy : policyWithRegister(policy, registerAsks);
  const found = evaluateSubject(subject, deciding, ctx.now.toISOString());
  const { changeId } = draft;
  const page =
    request !== null ? `sign-offs/${request.id}` : changeId !== null ? `changes/${changeId}` : null;
  return {
    subject: draft.subject,
    changeId,
    pullRequest: draft.pullRequest,
    title: draft.title,
    revision: draft.revision,
    decision: decisionOf(found),
    holds: found.holds,
    rule: found.rule,
    missing: found.missing,
    reason: found.reason,
    path: page === null ? null : `/${slug}/${page}`,
  };
}

const waived = (one: GateSubject): GateSubject =>
  one.holds ? { ...one, holds: false, decision: "waived" } : one;
