import { is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import { ensureMonths } from "@/db/partitions";
import { canRecordChange } from "@/domain/access/change";
import { mergeStates } from "@/domain/change/merge";
import { instantOf } from "@/domain/change/project";
import type { ChangeState } from "@/domain/change/telling";
import { authorise } from "@/server/access";
import { type Ctx, inTransaction } from "@/server/context";
import { isRetryable } from "@/server/database-error";
import { workspaceZone } from "@/server/rollup/service-lock";
import { followCarriers } from "./carriers";
import { workOutCarried } from "./carry";
import { holdZone, moveInRollup, type RollupMove } from "./day-rollup";
import { newChangeId } from "./id-pool";
import { type ChangeIdentity, commitIdentity, NOBODY, OWN_SOURCE } from "./identity";
import type { Repositories } from "./mentions";
import { type Claim, claimIdentities, claimKey, type KnownChange, loadKnown } from "./record-claim";
import {
  type PreparedTelling,
  prepareTellings,
  type Recorded,
  readRepositoriesById,
  type Telling,
} from "./record-inputs";
import { recordPlain, recordPlainOne } from "./record-plain";
import { type Outcome, type ToldChange, visibleOf } from "./record-row";
import { writeTold } from "./record-told";

export type { Recorded, Telling } from "./record-inputs";

export function authoriseRecording({ actor }: Pick<Ctx, "actor">): void {
  authorise(canRecordChange(actor), "Telling of changes needs a responder, or a token with the write scope.");
}

/** Of two writers that waited for each other, the database sends one back. */
const ATTEMPTS_MAX = 5;

/**
 * The one writer of the ledger: whatever the source, a change is told of here. Answers in the order of the tellings;
 * several of one change merge, whatever their order. One call to a transaction, or two writers may wait in a circle.
 */
export async function recordChanges(ctx: Ctx, tellings: readonly Telling[]): Promise<Recorded[]> {
  authoriseRecording(ctx);
  const [first] = tellings;
  if (first === undefined) return [];
  const plain = tellings.length === 1 ? await recordPlainOne(ctx, first) : null;
  return plain !== null ? [plain] : await recordTogether(ctx, tellings);
}

/** The same in one transaction, whatever the tellings are. */
export async function recordTogether(ctx: Ctx, tellings: readonly Telling[]): Promise<Recorded[]> {
  if (is(ctx.db, PgTransaction)) return await recordAll(ctx, tellings);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(ctx, (tx) => recordAll(tx, tellings));
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * Math.random()));
    }
  }
}

async function recordAll(ctx: Ctx, tellings: readonly Telling[]): Promise<Recorded[]> {
  await holdZone(ctx);
  const zone = await workspaceZone(ctx);
  const { outcomes, moves } = await recordPlain(ctx, tellings, zone);
  const rest = tellings.flatMap((telling, index) => (outcomes.has(index) ? [] : [{ telling, index }]));
  if (rest.length > 0) moves.push(...(await recordMerged(ctx, rest, outcomes)));
  await moveInRollup(ctx, moves, zone);
  return tellings.map((_, index) => outcomes.get(index) ?? missing(index));
}

/** Whatever may be known already, or touch other changes. */
async function recordMerged(
  ctx: Ctx,
  asked: readonly { telling: Telling; index: number }[],
  outcomes: Map<number, Recorded>,
): Promise<RollupMove[]> {
  const prepared = await prepareTellings(ctx, asked);
  for (const [index, refusal] of prepared.refusals) outcomes.set(index, refusal);
  await ensureMonths(
    ctx.db,
    prepared.tellings.map(({ state }) => new Date(instantOf(state))),
  );
  const groups = await groupByChange(ctx, prepared.tellings);
  const merged = groups.map((group) => mergeGroup(group, outcomes));
  const repositories = await withKnownRepositories(ctx, prepared.repositories, merged);
  const moves = await writeTold(ctx, merged, repositories);
  const carried = await followCarriers(ctx, merged, repositories);
  moves.push(...carried.moves);
  moves.push(...(await workOutCarried(ctx, merged, { repositories, stating: carried.stating })));
  return moves;
}

/** A later telling may leave out the repository that an earlier one named. */
async function withKnownRepositories(
  ctx: Ctx,
  told: Repositories,
  merged: readonly ToldChange[],
): Promise<Repositories> {
  const ids = merged.flatMap(({ state }) => state.facts.repositoryId?.value ?? []);
  const missing = ids.filter((id) => !told.has(id));
  return missing.length === 0 ? told : new Map([...told, ...(await readRepositoriesById(ctx, missing))]);
}

function missing(index: number): never {
  throw new Error(`Telling ${index} came to nothing.`);
}

interface Group {
  id: string;
  known: KnownChange | null;
  tellings: PreparedTelling[];
}

/** The tellings by the change that they are of, which is locked where it is known. */
async function groupByChange(ctx: Ctx, tellings: readonly PreparedTelling[]): Promise<Group[]> {
  const claims = new Map<string, Claim & { state: ChangeState }>();
  const kept = new Map<string, Claim>();
  const keys = tellings.map((one) => {
    const id = newChangeId(ctx.now.getTime());
    const identity = one.identity ?? { source: OWN_SOURCE, externalId: id };
    const key = claimKey(identity);
    const claim = claims.get(key);
    // Where several tell of it, it lies where they put it together.
    const state = claim === undefined ? one.state : mergeStates(claim.state, one.state);
    const changeId = claim?.changeId ?? id;
    claims.set(key, { ...identity, changeId, at: new Date(instantOf(state)), state });
    return key;
  });
  for (const identity of tellings.flatMap(mentionedBy)) {
    const key = claimKey(identity);
    if (!claims.has(key)) kept.set(key, { ...identity, changeId: NOBODY, at: ctx.now });
  }
  const owners = await claimIdentities(ctx, [...claims.values(), ...kept.values()]);
  const own = new Set([...claims.values()].map(({ changeId }) => changeId));
  const older = [...new Set(owners.values())].filter((id) => id !== NOBODY && !own.has(id));
  const known = await loadKnown(ctx, older);
  const lost = older.find((id) => !known.has(id));
  if (lost !== undefined) throw new Error(`Change ${lost} does not lie where its name says.`);
  const groups = new Map<string, Group>();
  for (const [place, key] of keys.entries()) {
    const id = owners.get(key);
    const telling = tellings[place];
    if (id === undefined || telling === undefined) continue;
    const group = groups.get(id) ?? { id, known: known.get(id) ?? null, tellings: [] };
    group.tellings.push(telling);
    groups.set(id, group);
  }
  return [...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The names of other changes whose places are kept, so that whichever comes second finds the first. */
function mentionedBy({ state, repository, telling }: PreparedTelling): ChangeIdentity[] {
  if (repository === null) return [];
  const reverted = state.facts.reverts?.value;
  const revisions = [...(reverted === undefined ? [] : [reverted]), ...(telling.input.carries ?? [])];
  return revisions.map((revision) => commitIdentity(repository.name, revision));
}

function mergeGroup({ id, known, tellings }: Group, outcomes: Map<number, Recorded>): ToldChange {
  let state: ChangeState | null = known?.state ?? null;
  let isNews = false;
  let isVisible = false;
  for (const one of tellings) {
    const next: ChangeState = state === null ? one.state : mergeStates(state, one.state);
    const status: Outcome =
      state === null ? "created" : visibleOf(state) === visibleOf(next) ? "unchanged" : "updated";
    if (status === "updated") isVisible = true;
    if (status === "unchanged" && JSON.stringify(state) !== JSON.stringify(next)) isNews = true;
    outcomes.set(one.index, { status, id });
    state = next;
  }
  if (state === null) throw new Error(`Nothing was told of change ${id}.`);
  return {
    id,
    known,
    state,
    tellings,
    isNews: isNews || isVisible,
    isVisible,
    authorLevel: known?.row.authorLevel ?? null,
  };
}
