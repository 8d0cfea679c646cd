import { canAskGate } from "@/domain/access/reading";
import { wholeRevision } from "@/domain/change/revision";
import { Invalid, NotFound } from "@/domain/errors";
import type { GateAnswer, GateQuestion } from "@/domain/gate/schema";
import { repositoryName } from "@/domain/repository/name";
import { authorise } from "@/server/access";
import type { Ctx } from "@/server/context";
import { policyWithSlug } from "@/server/policy/in-force";
import { type Asked, answerSubjects, type PartialAnswer } from "./answer-subjects";
import { answerCut, answerUnknown } from "./answer-unknown";
import { findRevision } from "./find";
import { changesReached } from "./reach";
import { ASKING_NEEDS, recordDecision } from "./record-decision";

const PRODUCTION = "production";

/**
 * Whether a revision or a change may go to an environment, by the policy in force now. It asks the rules and not what
 * was assessed before, so that it is right at once; what it said is noted.
 */
export async function askGate(ctx: Ctx, question: GateQuestion): Promise<GateAnswer> {
  authorise(canAskGate(ctx.actor), ASKING_NEEDS);
  const place = placeOf(question);
  const { inForce, slug } = await policyWithSlug(ctx, ctx.now);
  const asked: Asked = { ...place, inForce, slug };
  const { heldIds, ...answer } =
    question.change === undefined
      ? await answerRevision(ctx, asked)
      : await answerChange(ctx, asked, question.change.toLowerCase());
  const whole: GateAnswer = {
    ...answer,
    repository: asked.repository,
    revision: asked.revision,
    environment: asked.environment,
    policyVersion: inForce?.version ?? null,
    whenUnreachable: inForce?.whenUnreachable ?? "closed",
    askedAt: ctx.now.toISOString(),
  };
  await recordDecision(ctx, {
    ...whole,
    question: asked.name,
    ruleId: whole.rule?.id ?? null,
    changeIds: heldIds,
  });
  return whole;
}

function placeOf({ repository, revision, change, environment = PRODUCTION }: GateQuestion) {
  if (change !== undefined) {
    return { name: `change:${change.toLowerCase()}`, repository: null, revision: null, environment };
  }
  const name = repositoryName(repository ?? "");
  if (name === null || !name.includes("/")) {
    throw new Invalid("repository", "Give the host and the path, such as github.com/acme/shop.");
  }
  const whole = wholeRevision(revision ?? "");
  if (whole === null) {
    throw new Invalid(
      "revision",
      "Give the whole revision, 40 or 64 hexadecimal digits: what begins alike may be something else. `git rev-parse HEAD` prints it.",
      "revision-not-whole",
    );
  }
  return { name: `revision:${name}@${whole}`, repository: name, revision: whole, environment };
}

async function answerRevision(ctx: Ctx, asked: Asked): Promise<PartialAnswer> {
  const place = { repository: asked.repository ?? "", revision: asked.revision ?? "" };
  const found = await findRevision(ctx, place);
  const { repositoryId } = found;
  if (repositoryId === null || found.kind === "unknown") {
    return await answerUnknown(ctx, asked, { ...place, repositoryId });
  }
  if (found.kind === "pull-requests") {
    const keys = found.numbers.map((pullRequest) => ({ repositoryId, pullRequest }));
    return await answerSubjects(ctx, asked, { keys, repositoryId });
  }
  const change = { id: found.changeId, at: found.changeAt };
  // Without a policy nothing is asked of any change, so that there is no need to know which they are.
  const { changes, isCut, isDeployed } =
    asked.inForce === null
      ? { changes: [change], isCut: false, isDeployed: false }
      : await changesReached(ctx, { ...asked, repository: place.repository, repositoryId, change });
  if (isCut) {
    const cut = await answerCut(ctx, asked, { ...place, repositoryId, changeCount: changes.length });
    if (cut !== null) return cut;
  }
  const keys = changes.map(({ id, at }) => ({ changeId: id, changeAt: at }));
  return await answerSubjects(ctx, asked, { keys, repositoryId, isDeployed });
}

async function answerChange(ctx: Ctx, asked: Asked, changeId: string): Promise<PartialAnswer> {
  const answer = await answerSubjects(ctx, asked, { keys: [{ changeId }], repositoryId: null });
  if (answer.changeCount === 0) throw new NotFound("change", changeId);
  return answer;
}
