import { dayOf } from "@/domain/calendar/day";
import { instantOf } from "@/domain/change/project";
import type { Ctx } from "@/server/context";
import { levelsOn } from "@/server/person/resolve-author";
import { workspaceZone } from "@/server/rollup/service-lock";
import type { RollupMove } from "./day-rollup";
import type { Repositories } from "./mentions";
import type { ToldChange } from "./record-row";
import { writeChanges } from "./record-write";
import { withReverts } from "./reverts";

/** Writes changes as they are told of by now, with those that they undo, and answers how all move in the rollup. */
export async function writeTold(
  ctx: Ctx,
  merged: readonly ToldChange[],
  repositories: Repositories,
): Promise<RollupMove[]> {
  if (merged.length === 0) return [];
  const told = await withReverts(ctx, merged, repositories);
  await setLevels(ctx, told);
  return await writeChanges(ctx, told, repositories);
}

/** The author's level on the day that the change went live; asked anew where author or instant are new. */
async function setLevels(ctx: Ctx, told: readonly ToldChange[]): Promise<void> {
  const stale = told.flatMap((one) => {
    const personId = one.state.facts.author?.value.personId ?? null;
    if (personId === null) {
      one.authorLevel = null;
      return [];
    }
    const atMs = instantOf(one.state);
    const isSame = one.known?.row.authorId === personId && one.known.row.at.getTime() === atMs;
    return isSame ? [] : [{ one, personId, atMs }];
  });
  if (stale.length === 0) return;
  const zone = await workspaceZone(ctx);
  const asked = stale.map(({ personId, atMs }) => ({ personId, day: dayOf(atMs, zone) }));
  const levels = await levelsOn(ctx, asked);
  for (const [place, { one }] of stale.entries()) one.authorLevel = levels[place] ?? null;
}
