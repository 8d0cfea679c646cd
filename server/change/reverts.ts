import { sql } from "drizzle-orm";
import { instantOf } from "@/domain/change/project";
import { type ChangeState, DERIVED_RANK, type FactField } from "@/domain/change/telling";
import type { Ctx } from "@/server/context";
import { commitIdentity, NOBODY, revertIdentity } from "./identity";
import { type KnownChange, loadKnown } from "./record-claim";
import type { KnownRepository } from "./record-inputs";
import type { ToldChange } from "./record-row";

interface Undone {
  source: string;
  revision: string;
}

/** The names of commits are locked before; see `groupByChange`. */
const keyOf = ({ source, revision }: Undone) => `${source} ${revision.toLowerCase()}`;

/**
 * Says of each change that another one undoes since when it is undone, whichever of the two was told of first.
 * Answers the changes with those that are touched by it.
 */
export async function withReverts(
  ctx: Ctx,
  told: readonly ToldChange[],
  repositories: ReadonlyMap<string, KnownRepository>,
): Promise<ToldChange[]> {
  const nameOf = ({ facts }: ChangeState) => repositories.get(facts.repositoryId?.value ?? "")?.name;
  const undoing = told.flatMap((one) => {
    const source = nameOf(one.state);
    const revision = one.state.facts.reverts?.value;
    return source === undefined || revision === undefined ? [] : [{ one, source, revision }];
  });
  await nameReverts(ctx, undoing);
  const touched = new Map<string, Undone>(undoing.map((one) => [keyOf(one), one]));
  for (const one of told) {
    const source = nameOf(one.state);
    const revision = one.state.facts.revision?.value;
    const isCode = one.state.facts.kind?.value === "code" && source !== undefined && revision !== undefined;
    if (isCode && one.known === null) touched.set(keyOf({ source, revision }), { source, revision });
  }
  if (touched.size === 0) return [...told];
  const found = await readUndone(ctx, [...touched.values()]);
  const byId = new Map(told.map((one) => [one.id, one]));
  const others = await loadKnown(
    ctx,
    found.flatMap(({ change_id: id }) => (byId.has(id) ? [] : [id])),
  );
  for (const [id, known] of others) byId.set(id, untouched(id, known));
  for (const { change_id: id, since_ms: sinceMs } of found) {
    const one = byId.get(id);
    if (one !== undefined) deriveFact(one, "revertedAt", sinceMs);
  }
  return [...byId.values()];
}

export function untouched(id: string, known: KnownChange): ToldChange {
  const { state, row } = known;
  return { id, known, state, tellings: [], isNews: false, isVisible: false, authorLevel: row.authorLevel };
}

/** Sets what is worked out from other rows, unless somebody told it. */
export function deriveFact(
  one: ToldChange,
  field: Extract<FactField, "revertedAt" | "deployedAt">,
  value: number,
): void {
  const before = one.state.facts[field];
  if (before !== undefined && (before.rank > DERIVED_RANK || before.value === value)) return;
  const fact = { value, source: "faultline", rank: DERIVED_RANK, asOfMs: 0 };
  one.state = { ...one.state, facts: { ...one.state.facts, [field]: fact } };
  one.isNews = true;
  one.isVisible = true;
}

/** Each undoing change has a name by which the undone one finds it; of one that undoes another now, the old name goes. */
async function nameReverts(
  ctx: Ctx,
  undoing: readonly { one: ToldChange; source: string; revision: string }[],
): Promise<void> {
  if (undoing.length === 0) return;
  const names = undoing.map(({ one, source, revision }) => revertIdentity(source, revision, one.id));
  const ids = undoing.map(({ one }) => one.id);
  await ctx.db.execute(sql`
    delete from change_identity where workspace_id = ${ctx.workspaceId} and external_id like 'reverts:%'
      and change_id = any(${sql.param(ids)}::uuid[])
      and external_id <> all(${sql.param(names.map(({ externalId }) => externalId))}::text[])`);
  await ctx.db.execute(sql`
    insert into change_identity (workspace_id, source, external_id, change_id, change_at)
    select ${ctx.workspaceId}::uuid, t.* from unnest(
      ${sql.param(names.map(({ source }) => source))}::text[],
      ${sql.param(names.map(({ externalId }) => externalId))}::text[],
      ${sql.param(ids)}::uuid[],
      ${sql.param(undoing.map(({ one }) => new Date(instantOf(one.state)).toISOString()))}::timestamptz[]
    ) as t (source, external_id, change_id, change_at)
    order by t.source, t.external_id
    on conflict (workspace_id, source, external_id) do update set change_at = excluded.change_at`);
}

/** Of these revisions, the changes that are known and since when each is undone. */
async function readUndone(
  ctx: Ctx,
  asked: readonly Undone[],
): Promise<{ change_id: string; since_ms: number }[]> {
  const names = asked.map(({ source, revision }) => commitIdentity(source, revision));
  const result = await ctx.db.execute<{ change_id: string; since_ms: number }>(sql`
    select i.change_id, (extract(epoch from undone.since) * 1000)::float8 as since_ms
    from unnest(
      ${sql.param(names.map(({ source }) => source))}::text[],
      ${sql.param(names.map(({ externalId }) => externalId))}::text[],
      ${sql.param(names.map(({ externalId }) => `${externalId.replace(/^commit:/, "reverts:")}:`))}::text[]
    ) as t (source, external_id, prefix)
    cross join lateral (
      select min(r.change_at) as since from change_identity r
      where r.workspace_id = ${ctx.workspaceId} and r.source = t.source
        and r.external_id ~>=~ t.prefix and r.external_id ~<~ (t.prefix || '~')
    ) undone
    join change_identity i on i.workspace_id = ${ctx.workspaceId} and i.source = t.source
      and i.external_id = t.external_id
    where undone.since is not null and i.change_id <> ${NOBODY}
    order by i.change_id`);
  return result.rows;
}
