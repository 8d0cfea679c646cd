import { dueMs } from "@/domain/sign-off/approvals";
import type { Assessment } from "@/domain/sign-off/assess";
import { riskOf } from "@/domain/sign-off/risk";
import type { SignOffState } from "@/domain/sign-off/states";
import type { Ctx } from "@/server/context";
import type { DecidingPolicy } from "./deciding-policy";
import type { Draft, RequestRow } from "./draft";
import type { Subject } from "./subject";
import { revisionInForce } from "./subject-words";

/** How risky a subject looks, with what makes it so. */
export function subjectRisk({ draft, author, change, services }: Subject) {
  const spent = change.services.flatMap(({ budgetSpentRatio }) => budgetSpentRatio ?? []);
  return riskOf({
    kind: draft.kind,
    additions: draft.additions,
    deletions: draft.deletions,
    aiRole: draft.aiRole ?? null,
    aiGrade: draft.aiGrade ?? null,
    authorLevel: author.level,
    weightShareRatio: Math.max(0, ...services.map(({ weightShareRatio }) => weightShareRatio)),
    budgetSpentRatio: spent.length === 0 ? null : Math.max(...spent),
  });
}

interface RowInput {
  subject: Subject;
  assessment: Assessment;
  deciding: DecidingPolicy;
  id: string;
}

/** The row of a request as it stands after an assessment that asks for something. */
export function requestRow(ctx: Ctx, { subject, assessment, deciding, id }: RowInput): RequestRow {
  const { draft, request, author, people } = subject;
  const { evaluation, state } = assessment;
  const { rule, missing } = evaluation;
  const require = deciding.policy.rules.find((one) => one.id === rule?.id)?.require;
  const isLive = draft.wentLiveAt !== null;
  const requestedAt = waitsSince(ctx, subject, state);
  const due =
    require === undefined
      ? null
      : dueMs(require, { ...subject.change, requestedAt: requestedAt.toISOString() });
  const authorPerson = author.personId === null ? null : people.get(author.personId);
  return {
    workspaceId: ctx.workspaceId,
    id,
    ...subjectColumns(subject),
    state: state ?? "lapsed",
    holds: evaluation.holds && !isLive,
    policyVersion: deciding.version,
    ruleId: rule?.id ?? "",
    ruleName: rule?.name ?? "",
    mode: rule?.mode ?? "monitor",
    reason: evaluation.reason,
    missingApprovals: missing === null ? 0 : missing.approvals === "nobody" ? null : missing.approvals,
    minimumLevel: require?.minimumLevel ?? null,
    approverRole: require?.role ?? null,
    approverTeam: require?.team ?? "any",
    authorId: author.personId,
    authorName: authorPerson?.name ?? draft.authorName,
    authorLevel: author.level,
    authorTeamId: author.teamId ?? null,
    requestedAt,
    dueAt: due === null ? null : new Date(due),
    liveAt: draft.wentLiveAt,
    decidedAt: assessment.decidedAt === null ? null : new Date(assessment.decidedAt),
    assigneeId: request?.assigneeId ?? null,
    risk: isLive ? (request?.risk ?? subjectRisk(subject).score) : subjectRisk(subject).score,
    generated: request?.generated ?? draft.generated,
    version: (request?.version ?? 0) + 1,
    createdAt: request?.createdAt ?? ctx.now,
    updatedAt: ctx.now,
  };
}

function subjectColumns({ draft, request, change }: Subject) {
  return {
    subject: draft.subject,
    changeId: draft.changeId,
    changeAt: draft.changeAt,
    repositoryId: draft.repositoryId,
    pullRequest: draft.pullRequest,
    agentActionId: draft.agentActionId,
    revision: draft.revision,
    environment: draft.environment,
    kind: draft.kind,
    title: draft.title,
    url: draft.url,
    additions: draft.additions,
    deletions: draft.deletions,
    files: draft.files,
    serviceIds:
      draft.serviceIds.length === 0 && draft.changeId === null
        ? (request?.serviceIds ?? [])
        : [...draft.serviceIds],
    prompterIds: [...(change.prompterIds ?? [])],
    involvement: draft.involvement,
    aiRole: draft.aiRole ?? null,
    aiTool: draft.aiTool ?? null,
    aiGrade: draft.aiGrade ?? null,
  };
}

/** Since the asking; and anew since whatever took back what had been decided, such as a push. */
function waitsSince(ctx: Ctx, { draft, request, change }: Subject, state: SignOffState | null): Date {
  const wasDecided = request !== null && request.decidedAt !== null && request.liveAt === null;
  const isUndone = wasDecided && state === "waiting" && !isSameContent(draft, request.revision);
  return isUndone ? ctx.now : (request?.requestedAt ?? new Date(change.requestedAt ?? ctx.now));
}

/** Whether a revision is the final one, or another name of the same content. */
export function isSameContent(draft: Draft, revision: string | null): boolean {
  return revisionInForce(draft, revision) === draft.revision;
}
