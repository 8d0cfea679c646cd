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
import { queueAssessments } from "@/server/sign-off/queue-assessment";
import { loadSubjects, type Subject } from "@/server/sign-off/subject";
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
  { keys, repositoryId }: { keys: readonly SubjectKey[]; repositoryId: string | null },
): Promise<PartialAnswer> {
  const policy = asked.inForce?.policy ?? NO_POLICY;
  const subjects = await loadSubjects(ctx, keys, {
    environment: asked.environment,
    withBudgets: asksForBudgets(policy),
  });
  const judged = subjects.map((subject) => judge(ctx, asked, subject, policy));
  await assessWhatDiffers(ctx, subjects, judged);
  const told = decideTogether(judged);
  const opened =
    told.decision === "hold" && repositoryId !== null && asked.revision !== null
      ? await openedFor(ctx, { repositoryId, revision: asked.revision, environment: asked.environment })
      : null;
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

/** What the queue and the ledger show is what was assessed last: where the rules say otherwise by now, it is due. */
async function assessWhatDiffers(
  ctx: Ctx,
  subjects: readonly Subject[],
  judged: readonly GateSubject[],
): Promise<void> {
  const different = subjects.filter(({ request, change, liveAt }, place) => {
    const now = judged[place];
    if (now === undefined || liveAt !== null) return false;
    if (request === null) return now.decision !== "not-required";
    return request.environment === change.environment && request.holds !== now.holds;
  });
  if (different.length === 0) return;
  await queueAssessments(ctx, {
    changeIds: different.flatMap(({ draft }) => draft.changeId ?? []),
    pullRequests: different.flatMap(({ draft: { changeId, repositoryId, pullRequest } }) =>
      changeId === null && repositoryId !== null && pullRequest !== null
        ? [{ repositoryId, pullRequest }]
        : [],
    ),
  });
}
