import type { GateSubject } from "@/domain/gate/schema";
import type { Ctx } from "@/server/context";
import { queueAssessments } from "@/server/sign-off/queue-assessment";
import type { Subject } from "@/server/sign-off/subject";

/** A pipeline asks again every few seconds: what it had put down waits still, or was assessed since. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_MAX = 50_000;
const putDown = new Map<string, number>();

/** What the queue and the ledger show is what was assessed last: where the rules say otherwise by now, it is due. */
export async function assessWhatDiffers(
  ctx: Ctx,
  subjects: readonly Subject[],
  judged: readonly GateSubject[],
): Promise<void> {
  const nowMs = ctx.now.getTime();
  const different = subjects.filter((subject, place) => {
    const now = judged[place];
    if (now === undefined || !isDifferent(subject, now)) return false;
    const knownMs = putDown.get(nameOf(ctx, subject));
    return knownMs === undefined || Math.abs(nowMs - knownMs) >= REMEMBERED_MS;
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
  if (putDown.size >= REMEMBERED_MAX) putDown.clear();
  for (const subject of different) putDown.set(nameOf(ctx, subject), nowMs);
}

function isDifferent({ request, change, liveAt }: Subject, now: GateSubject): boolean {
  if (liveAt !== null) return false;
  if (request === null) return now.decision !== "not-required";
  return request.environment === change.environment && request.holds !== now.holds;
}

const nameOf = ({ workspaceId }: Ctx, { draft: { changeId, repositoryId, pullRequest } }: Subject) =>
  `${workspaceId} ${changeId ?? `${repositoryId} ${pullRequest}`}`;
