import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { type Assessment, assess } from "@/domain/sign-off/assess";
import { asksForBudgets } from "@/domain/sign-off/might-ask";
import { lockChanges } from "@/server/change/identity";
import type { Ctx } from "@/server/context";
import { resolveAuthors } from "@/server/person/resolve-author";
import { policiesInForce } from "@/server/policy/in-force";
import type { Assessed } from "./assessed";
import { type DecidingPolicy, decidingPolicy } from "./deciding-policy";
import type { RequestRow, SubjectKey } from "./draft";
import { requestRow } from "./request-row";
import { loadSubjects, type Subject } from "./subject";
import { writeAssessed } from "./write-assessed";

/**
 * Assesses subjects as they stand, within the caller's transaction: their requests, what happened to these, and how
 * their changes stand in the ledger. Assessing twice changes nothing. Whoever assesses one subject keeps others waiting.
 */
export async function assessSubjects(
  ctx: Ctx,
  keys: readonly SubjectKey[],
  { isTold = false }: { isTold?: boolean } = {},
): Promise<Assessed[]> {
  if (keys.length === 0) return [];
  const subjects = await lockAndLoad(ctx, keys);
  const policies = await policiesInForce(ctx);
  const assessed = subjects.map((subject) => ({
    ...assessOne(ctx, subject, decidingPolicy(ctx, subject.draft, policies)),
    isTold,
  }));
  await writeAssessed(ctx, assessed);
  return assessed;
}

/** The subjects, which nobody else assesses or signs until the end of the transaction. */
async function lockAndLoad(ctx: Ctx, keys: readonly SubjectKey[]): Promise<Subject[]> {
  const glance = await loadSubjects(ctx, keys);
  const names = new Set(glance.flatMap(({ draft }) => namesOf(draft)));
  for (const name of [...names].sort()) {
    await ctx.db.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`sign-off ${ctx.workspaceId} ${name}`}, 0))`,
    );
  }
  await knowReviewers(ctx, glance);
  const changeIds = glance.flatMap(({ draft }) => draft.changeId ?? []);
  // In the order of all writers of the ledger: changes first, then whatever hangs on them.
  await lockChanges(ctx, changeIds);
  const policies = await policiesInForce(ctx);
  const withBudgets = glance.some(({ draft }) => {
    const deciding = decidingPolicy(ctx, draft, policies);
    return draft.wentLiveAt === null || (deciding !== null && asksForBudgets(deciding.policy));
  });
  // Read anew: while we waited, somebody else may have written.
  return await loadSubjects(ctx, keys, { withBudgets });
}

/** A request and the change it becomes share a name, so that whoever comes by either waits. */
function namesOf({ changeId, repositoryId, pullRequest, agentActionId }: Subject["draft"]): string[] {
  return [
    ...(changeId === null ? [] : [changeId]),
    ...(pullRequest === null ? [] : [`${repositoryId} ${pullRequest}`]),
    ...(agentActionId === null ? [] : [agentActionId]),
  ];
}

/** Reviewers whom nobody has met yet become people off the roster, as the authors of changes do. */
async function knowReviewers(ctx: Ctx, subjects: readonly Subject[]): Promise<void> {
  const logins = new Set(subjects.flatMap(({ unknownLogins }) => unknownLogins));
  for (const { draft, author } of subjects) {
    if (author.personId === null && draft.authorLogin !== null) logins.add(draft.authorLogin);
  }
  if (logins.size === 0) return;
  await resolveAuthors(
    ctx,
    [...logins].sort().map((login) => ({ login })),
  );
}

function assessOne(ctx: Ctx, subject: Subject, deciding: DecidingPolicy | null): Omit<Assessed, "isTold"> {
  const before = subject.request;
  if (deciding === null)
    return { subject, deciding, assessment: null, before, after: lapsed(ctx, before, null) };
  const assessment = assess(subject, deciding.policy, ctx.now.toISOString());
  if (assessment.state === null) {
    return { subject, deciding, assessment, before, after: lapsed(ctx, before, assessment) };
  }
  const id = before?.id ?? uuidv7({ msecs: ctx.now.getTime() });
  const next = requestRow(ctx, { subject, assessment, deciding, id });
  return {
    subject,
    deciding,
    assessment,
    before,
    after: before !== null && isSame(before, next) ? before : next,
  };
}

/** Nothing is asked for any more; what was stays on record. */
function lapsed(ctx: Ctx, before: RequestRow | null, assessment: Assessment | null): RequestRow | null {
  if (before === null || before.state === "lapsed") return before;
  return {
    ...before,
    state: "lapsed",
    holds: false,
    reason: assessment?.evaluation.reason ?? "No policy is in force.",
    missingApprovals: 0,
    decidedAt: null,
    version: before.version + 1,
    updatedAt: ctx.now,
  };
}

function isSame(before: RequestRow, next: RequestRow): boolean {
  const { version: _v, updatedAt: _u, ...a } = before;
  const { version: _w, updatedAt: _x, ...b } = next;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

const sorted = (row: object) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
