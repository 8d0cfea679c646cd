import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { copyTable } from "@/db/copy-table";
import { ensureMonths } from "@/db/partitions";
import { changeIdentity, deploymentCarries } from "@/db/schema";
import { dayOf } from "@/domain/calendar/day";
import { instantOf } from "@/domain/change/project";
import type { ChangeInput } from "@/domain/change/schema";
import { moveInRollup } from "@/server/change/day-rollup";
import { mentionIdentity } from "@/server/change/identity";
import { type PreparedTelling, prepareTellings } from "@/server/change/record-inputs";
import type { ToldChange } from "@/server/change/record-row";
import { writeChanges } from "@/server/change/record-write";
import type { Ctx } from "@/server/context";
import { levelsOn } from "@/server/person/resolve-author";
import { workspaceZone } from "@/server/rollup/service-lock";

/**
 * Writes changes that nobody can have told of before, as in a workspace that is being made: what they carry and undo is
 * said by them, so nothing has to be looked up or merged, and a first start does not wait for that.
 * @returns their ids, in the order given
 */
export async function writeNewChanges(ctx: Ctx, inputs: readonly ChangeInput[]): Promise<string[]> {
  const { tellings, refusals, repositories } = await prepareTellings(
    ctx,
    inputs.map((input, index) => ({
      telling: { input, source: "sample", what: "Generated sample", generated: true, line: index },
      index,
    })),
  );
  for (const [index, { reason }] of refusals) {
    throw new Error(`The sample's change "${inputs[index]?.title}" was refused: ${reason}`);
  }
  await ensureMonths(
    ctx.db,
    tellings.map(({ state }) => new Date(instantOf(state))),
  );
  const told = await toldOf(ctx, tellings);
  const moves = await writeChanges(ctx, told, repositories);
  await writeIdentities(ctx, told);
  const carriers = await writeCarried(ctx, told);
  await moveInRollup(
    ctx,
    moves.filter(({ after }) => after === null || !carriers.has(after.id)),
  );
  return told.map(({ id }) => id);
}

async function toldOf(ctx: Ctx, tellings: readonly PreparedTelling[]): Promise<ToldChange[]> {
  const zone = await workspaceZone(ctx);
  const told = tellings.map((telling): ToldChange => {
    const { state } = telling;
    const id = uuidv7({ msecs: ctx.now.getTime() });
    return { id, known: null, state, tellings: [telling], isNews: true, isVisible: true, authorLevel: null };
  });
  const authored = told.flatMap((one) => {
    const personId = one.state.facts.author?.value.personId ?? null;
    return personId === null ? [] : [{ one, personId, day: dayOf(instantOf(one.state), zone) }];
  });
  const levels = await levelsOn(ctx, authored);
  for (const [index, { one }] of authored.entries()) one.authorLevel = levels[index] ?? null;
  return told;
}

/** Their names in the outside world, and those under which what they carry or undo is found. */
async function writeIdentities(ctx: Ctx, told: readonly ToldChange[]): Promise<void> {
  const rows = told.flatMap(({ id, state, tellings }) =>
    tellings.flatMap(({ identity, repository, telling: { input } }) => {
      const mentioned =
        repository === null
          ? []
          : [
              ...(input.carries ?? []).map((one) => mentionIdentity("carries", repository.name, one, id)),
              ...(input.reverts ? [mentionIdentity("reverts", repository.name, input.reverts, id)] : []),
            ];
      const names = identity === null ? mentioned : [identity, ...mentioned];
      const changeAt = new Date(instantOf(state));
      return names.map((name) => ({ workspaceId: ctx.workspaceId, ...name, changeId: id, changeAt }));
    }),
  );
  await copyTable(ctx.db, changeIdentity, rows);
}

/** What deployments brought: of the same step, because both went live at one time. Answers the deployments. */
async function writeCarried(ctx: Ctx, told: readonly ToldChange[]): Promise<Set<string>> {
  const byRevision = new Map(
    told.flatMap((one) => {
      const { kind, revision } = one.state.facts;
      return kind?.value === "deployment" || revision === undefined ? [] : [[revision.value, one] as const];
    }),
  );
  const rows = told.flatMap((deployment) =>
    deployment.tellings.flatMap(({ telling: { input } }) =>
      (input.carries ?? []).flatMap((revision) => {
        const carried = byRevision.get(revision);
        if (carried === undefined) return [];
        return {
          workspaceId: ctx.workspaceId,
          deploymentId: deployment.id,
          changeId: carried.id,
          deploymentAt: new Date(instantOf(deployment.state)),
          changeAt: new Date(instantOf(carried.state)),
          stated: true,
        };
      }),
    ),
  );
  await copyTable(ctx.db, deploymentCarries, rows);
  const carriers = new Set(rows.map(({ deploymentId }) => deploymentId));
  const known = told.filter(({ id }) => carriers.has(id));
  await ctx.db.execute(sql`
    update change c set counts = false from unnest(
      ${sql.param(known.map(({ id }) => id))}::uuid[],
      ${sql.param(known.map(({ state }) => new Date(instantOf(state)).toISOString()))}::timestamptz[]) as t (id, at)
    where c.workspace_id = ${ctx.workspaceId} and c.id = t.id and c.at = t.at`);
  return carriers;
}
