import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { ensureMonths } from "@/db/partitions";
import { canRecordChange } from "@/domain/access/change";
import { dayOf } from "@/domain/calendar/day";
import { mergeStates } from "@/domain/change/merge";
import { instantOf } from "@/domain/change/project";
import type { ChangeState } from "@/domain/change/telling";
import { authorise } from "@/server/access";
import { type Ctx, inTransaction } from "@/server/context";
import { levelsOn } from "@/server/person/resolve-author";
import { workspaceZone } from "@/server/rollup/service-lock";
import { moveInRollup } from "./day-rollup";
import { commitIdentity, NOBODY, OWN_SOURCE } from "./identity";
import { type Claim, claimIdentities, claimKey, type KnownChange, loadKnown } from "./record-claim";
import { type PreparedTelling, prepareTellings, type Refusal, type Telling } from "./record-inputs";
import { type Outcome, type ToldChange, visibleOf } from "./record-row";
import { writeChanges } from "./record-write";
import { withReverts } from "./reverts";

export type { Telling } from "./record-inputs";
export type Recorded = { status: "created" | "updated" | "unchanged"; id: string } | Refusal;

/**
 * The one writer of the ledger: whatever the source, a change is told of here. Answers in the order of the tellings;
 * several of one change merge, whatever their order. One call to a transaction, or two writers may wait in a circle.
 */
export async function recordChanges(ctx: Ctx, tellings: readonly Telling[]): Promise<Recorded[]> {
  authorise(
    canRecordChange(ctx.actor),
    "Telling of a change needs a responder, or a token with the write scope.",
  );
  if (tellings.length === 0) return [];
  return await inTransaction(ctx, (tx) => recordAll(tx, tellings));
}

async function recordAll(ctx: Ctx, tellings: readonly Telling[]): Promise<Recorded[]> {
  // Whoever changes the zone locks this table, so the zone that is read now holds until the end.
  await ctx.db.execute(sql`lock table change_day in row exclusive mode`);
  const zone = await workspaceZone(ctx);
  const prepared = await prepareTellings(ctx, tellings);
  await ensureMonths(
    ctx.db,
    prepared.tellings.map(({ state }) => new Date(instantOf(state))),
  );
  const groups = await groupByChange(ctx, prepared.tellings);
  const outcomes = new Map<number, Recorded>(prepared.refusals);
  const merged = groups.map((group) => mergeGroup(group, outcomes));
  const told = await withReverts(ctx, merged, prepared.repositories);
  await setLevels(ctx, told, zone);
  const moves = await writeChanges(ctx, told, prepared.repositories);
  await moveInRollup(ctx, moves, zone);
  return tellings.map((_, index) => outcomes.get(index) ?? missing(index));
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
  const claims = new Map<string, Claim>();
  const keys = tellings.map((one) => {
    const id = uuidv7({ msecs: ctx.now.getTime() });
    const identity = one.identity ?? { source: OWN_SOURCE, externalId: id };
    const key = claimKey(identity);
    if (!claims.has(key)) claims.set(key, { ...identity, changeId: id, at: new Date(instantOf(one.state)) });
    return key;
  });
  for (const { state, repository } of tellings) {
    const reverted = state.facts.reverts?.value;
    if (reverted === undefined || repository === null) continue;
    const identity = commitIdentity(repository.name, reverted);
    const key = claimKey(identity);
    if (!claims.has(key)) claims.set(key, { ...identity, changeId: NOBODY, at: ctx.now });
  }
  const owners = await claimIdentities(ctx, [...claims.values()]);
  const own = new Set([...claims.values()].map(({ changeId }) => changeId));
  const older = [...new Set(owners.values())].filter((id) => id !== NOBODY && !own.has(id));
  const known = await loadKnown(ctx, older);
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

/** The author's level on the day that the change went live; asked anew where author or instant are new. */
async function setLevels(ctx: Ctx, told: readonly ToldChange[], zone: string): Promise<void> {
  const asked = told.flatMap((one) => {
    const personId = one.state.facts.author?.value.personId ?? null;
    if (personId === null) {
      one.authorLevel = null;
      return [];
    }
    const isSame =
      one.known?.row.authorId === personId && one.known.row.at.getTime() === instantOf(one.state);
    return isSame ? [] : [{ one, personId, day: dayOf(instantOf(one.state), zone) }];
  });
  const levels = await levelsOn(ctx, asked);
  for (const [place, { one }] of asked.entries()) one.authorLevel = levels[place] ?? null;
}
