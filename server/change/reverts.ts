import type { Ctx } from "@/server/context";
import {
  deriveFact,
  forgetMentions,
  type Mentioning,
  type NamedRevision,
  nameMentions,
  ownRevision,
  type Repositories,
  readMentions,
  repositoryNameOf,
  revisionKey,
  untouched,
} from "./mentions";
import { loadKnown } from "./record-claim";
import type { ToldChange } from "./record-row";

/**
 * Says of each change that another one undoes since when it is undone, whichever of the two was told of first.
 * Answers the changes with those that are touched by it.
 */
export async function withReverts(
  ctx: Ctx,
  told: readonly ToldChange[],
  repositories: Repositories,
): Promise<ToldChange[]> {
  const undoing = told.flatMap((one): Mentioning[] => {
    const source = repositoryNameOf(one.state, repositories);
    const revision = one.state.facts.reverts?.value;
    return source === undefined || revision === undefined ? [] : [{ one, source, revision }];
  });
  await forgetMentions(ctx, "reverts", undoing);
  await nameMentions(ctx, "reverts", undoing);
  const touched = new Map<string, NamedRevision>(undoing.map((one) => [revisionKey(one), one]));
  for (const one of told) {
    const own = one.known === null ? ownRevision(one, repositories) : null;
    if (own !== null) touched.set(revisionKey(own), own);
  }
  const found = await readMentions(ctx, "reverts", [...touched.values()]);
  const since = new Map<string, number>();
  for (const { changeId, mentionedAtMs } of found) {
    since.set(changeId, Math.min(mentionedAtMs, since.get(changeId) ?? mentionedAtMs));
  }
  const byId = new Map(told.map((one) => [one.id, one]));
  const others = await loadKnown(
    ctx,
    [...since.keys()].filter((id) => !byId.has(id)),
  );
  for (const [id, known] of others) byId.set(id, untouched(id, known));
  for (const [id, sinceMs] of since) {
    const one = byId.get(id);
    if (one !== undefined) deriveFact(one, "revertedAt", sinceMs);
  }
  return [...byId.values()];
}
