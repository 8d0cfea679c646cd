import type { GateSubject } from "@/domain/gate/schema";
import type { Ctx } from "@/server/context";
import { queueUnlessWaiting } from "@/server/sign-off/queue-assessment";
import type { Subject } from "@/server/sign-off/subject";

/** What the queue and the ledger show is what was assessed last: where the rules say otherwise by now, it is due. */
export async function assessWhatDiffers(
  ctx: Ctx,
  subjects: readonly Subject[],
  judged: readonly GateSubject[],
): Promise<void> {
  const different = subjects.filter((subject, place) => {
    const now = judged[place];
    return now !== undefined && isDifferent(subject, now);
  });
  // A pipeline asks again every few seconds: what waits to be assessed is not put down a second time.
  await queueUnlessWaiting(
    ctx,
    different.flatMap(({ draft: { changeId, repositoryId, pullRequest } }) => {
      if (changeId !== null) return { changeId };
      return repositoryId !== null && pullRequest !== null ? { repositoryId, pullRequest } : [];
    }),
  );
}

/** Only what an assessment would see too: of something open, and in the environment that it is assessed for. */
function isDifferent({ request, draft, change, liveAt, isOver }: Subject, now: GateSubject): boolean {
  if (liveAt !== null || isOver) return false;
  if (request === null) return draft.environment === change.environment && now.decision !== "not-required";
  return request.environment === change.environment && request.holds !== now.holds;
}
