import { SUBJECTS_MAX } from "@/domain/gate/limits";
import { ruleForUnknown } from "@/domain/gate/unknown";
import type { Ctx } from "@/server/context";
import type { Asked, PartialAnswer } from "./answer-subjects";
import { openedFor, openedWords } from "./opened-for";

interface Place {
  repositoryId: string | null;
  revision: string;
}

/**
 * The answer about a revision that is not on record. Nobody can tell what is in it, so an enforcing rule that could ask
 * for a sign-off of it holds it; without one it may go, and the answer says that it was not looked at.
 */
export async function answerUnknown(
  ctx: Ctx,
  asked: Asked,
  place: Place & { repository: string },
): Promise<PartialAnswer> {
  const what =
    place.repositoryId === null
      ? `The repository ${place.repository} is not on record, so nobody can tell what is in this revision.`
      : `Revision ${place.revision.slice(0, 12)} of ${place.repository} is not on record, so nobody can tell what is in it.`;
  return { ...(await judgeUnseen(ctx, asked, { ...place, what })), onRecord: false, changeCount: 0 };
}

/** Too many changes to be looked at one by one are as good as unknown. Null where no enforcing rule could matter. */
export async function answerCut(
  ctx: Ctx,
  asked: Asked,
  place: Place & { changeCount: number },
): Promise<PartialAnswer | null> {
  const what = `More than ${SUBJECTS_MAX.toLocaleString("en")} changes would go out at once, too many to look at: deploy an earlier revision first.`;
  const judged = await judgeUnseen(ctx, asked, { ...place, what });
  if (judged.decision === "allow" && judged.rule?.mode !== "enforce") return null;
  return { ...judged, onRecord: true, changeCount: place.changeCount };
}

async function judgeUnseen(
  ctx: Ctx,
  { inForce, environment, slug }: Asked,
  { repositoryId, revision, what }: Place & { what: string },
): Promise<Omit<PartialAnswer, "onRecord" | "changeCount">> {
  const at = ctx.now.toISOString();
  const rule = inForce === null ? null : ruleForUnknown(inForce.policy, { environment, at });
  const nothing = { missing: null, heldCount: 0, changes: [], heldIds: [], path: `/${slug}/sign-offs` };
  if (rule === null) {
    const reason = `${what} No rule in force could ask for a sign-off of it.`;
    return { ...nothing, decision: "allow", reason, rule: null };
  }
  const named = { id: rule.id, name: rule.name, mode: rule.mode };
  if (rule.mode === "monitor") {
    const reason = `${what} “${rule.name}” could ask for a sign-off of it, but only monitors.`;
    return { ...nothing, decision: "allow", reason, rule: named };
  }
  const opened = repositoryId === null ? null : await openedFor(ctx, { repositoryId, revision, environment });
  const reason = `${what} “${rule.name}” could ask for a sign-off of it.`;
  if (opened === null) return { ...nothing, decision: "hold", reason, rule: named };
  return { ...nothing, decision: "allow", reason: `${openedWords(opened)} ${reason}`, rule: named };
}
