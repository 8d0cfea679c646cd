import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { aiEvidence, change, changeDetail } from "@/db/schema";
import type { ChangeState } from "@/domain/change/telling";
import type { Ctx } from "@/server/context";
import { type ChangeIdentity, lockChanges, NOBODY } from "./identity";
import { FOUND_IN_STATEMENT } from "./involvement-statements";
import { type ChangeRow, type DetailRow, stateOfRows } from "./record-state";

export interface Claim extends ChangeIdentity {
  /** The id that a new change takes; NOBODY keeps the place for one that has not been told of yet. */
  changeId: string;
  at: Date;
}

export const claimKey = ({ source, externalId }: ChangeIdentity) => `${source}\n${externalId}`;

/**
 * Whose the names are, by `claimKey`: an older change's, which is locked with that, or the one that claims it. First
 * every name is put down in one order, then the known ones are locked in the same: nobody waits in a circle.
 */
export async function claimIdentities(ctx: Ctx, claims: readonly Claim[]): Promise<Map<string, string>> {
  const owners = new Map<string, string>();
  if (claims.length === 0) return owners;
  const made = await ctx.db.execute<{ source: string; external_id: string; change_id: string }>(sql`
    insert into change_identity (workspace_id, source, external_id, change_id, change_at)
    select ${ctx.workspaceId}::uuid, t.* from unnest(
      ${sql.param(claims.map(({ source }) => source))}::text[],
      ${sql.param(claims.map(({ externalId }) => externalId))}::text[],
      ${sql.param(claims.map(({ changeId }) => changeId))}::uuid[],
      ${sql.param(claims.map(({ at }) => at.toISOString()))}::timestamptz[]
    ) as t (source, external_id, change_id, change_at)
    order by t.source collate "C", t.external_id collate "C"
    on conflict do nothing returning source, external_id, change_id`);
  for (const row of made.rows)
    owners.set(claimKey({ source: row.source, externalId: row.external_id }), row.change_id);
  const known = claims.filter((claim) => !owners.has(claimKey(claim)));
  if (known.length === 0) return owners;
  const locked = await ctx.db.execute<{ source: string; external_id: string; change_id: string }>(sql`
    select i.source, i.external_id, i.change_id from change_identity i
    join unnest(
      ${sql.param(known.map(({ source }) => source))}::text[],
      ${sql.param(known.map(({ externalId }) => externalId))}::text[]
    ) as t (source, external_id) on i.source = t.source and i.external_id = t.external_id
    where i.workspace_id = ${ctx.workspaceId}
    order by i.source, i.external_id for update of i`);
  for (const row of locked.rows) {
    owners.set(claimKey({ source: row.source, externalId: row.external_id }), row.change_id);
  }
  await takeOver(ctx, known, owners);
  return owners;
}

/** A name whose place was kept becomes its claimant's. */
async function takeOver(ctx: Ctx, claims: readonly Claim[], owners: Map<string, string>): Promise<void> {
  const free = claims.filter((one) => one.changeId !== NOBODY && owners.get(claimKey(one)) === NOBODY);
  if (free.length === 0) return;
  await ctx.db.execute(sql`
    update change_identity i set change_id = t.change_id, change_at = t.change_at from unnest(
      ${sql.param(free.map(({ source }) => source))}::text[],
      ${sql.param(free.map(({ externalId }) => externalId))}::text[],
      ${sql.param(free.map(({ changeId }) => changeId))}::uuid[],
      ${sql.param(free.map(({ at }) => at.toISOString()))}::timestamptz[]
    ) as t (source, external_id, change_id, change_at)
    where i.workspace_id = ${ctx.workspaceId} and i.source = t.source and i.external_id = t.external_id`);
  for (const one of free) owners.set(claimKey(one), one.changeId);
}

/** A change as it stands, locked. */
export interface KnownChange {
  row: ChangeRow;
  detail: DetailRow | null;
  state: ChangeState;
}

/** The changes with everything that was told of them. */
export async function loadKnown(ctx: Ctx, ids: readonly string[]): Promise<Map<string, KnownChange>> {
  if (ids.length === 0) return new Map();
  const places = await lockChanges(ctx, ids);
  const asked = [...places.keys()];
  const instants = [...new Set([...places.values()].map((at) => at.toISOString()))];
  const rows = await ctx.db
    .select()
    .from(change)
    .where(
      and(
        eq(change.workspaceId, ctx.workspaceId),
        inArray(change.id, asked),
        inArray(
          change.at,
          instants.map((one) => new Date(one)),
        ),
      ),
    );
  const details = await ctx.db
    .select()
    .from(changeDetail)
    .where(and(eq(changeDetail.workspaceId, ctx.workspaceId), inArray(changeDetail.changeId, asked)));
  const evidence = await ctx.db
    .select()
    .from(aiEvidence)
    .where(
      and(
        eq(aiEvidence.workspaceId, ctx.workspaceId),
        inArray(aiEvidence.changeId, asked),
        ne(aiEvidence.foundIn, FOUND_IN_STATEMENT),
      ),
    );
  const detailOf = new Map(details.map((one) => [one.changeId, one]));
  const evidenceOf = new Map<string, typeof evidence>();
  for (const one of evidence) evidenceOf.set(one.changeId, [...(evidenceOf.get(one.changeId) ?? []), one]);
  return new Map(
    rows.map((row) => {
      const detail = detailOf.get(row.id) ?? null;
      return [row.id, { row, detail, state: stateOfRows(row, detail, evidenceOf.get(row.id) ?? []) }];
    }),
  );
}
