import { sql } from "drizzle-orm";
import { instantOf } from "@/domain/change/project";
import { type ChangeState, DERIVED_RANK, type FactField } from "@/domain/change/telling";
import type { Ctx } from "@/server/context";
import { commitIdentity, type Mention, mentionIdentity, NOBODY } from "./identity";
import type { KnownChange } from "./record-claim";
import type { KnownRepository } from "./record-inputs";
import type { ToldChange } from "./record-row";

/** A revision of a repository. */
export interface NamedRevision {
  /** The repository's name. */
  source: string;
  revision: string;
}

export type Repositories = ReadonlyMap<string, KnownRepository>;

export const revisionKey = ({ source, revision }: NamedRevision) => `${source} ${revision.toLowerCase()}`;

export function repositoryNameOf({ facts }: ChangeState, repositories: Repositories): string | undefined {
  return repositories.get(facts.repositoryId?.value ?? "")?.name;
}

/** The revision by which others may have mentioned this code change before it was told of. */
export function ownRevision({ state }: ToldChange, repositories: Repositories): NamedRevision | null {
  const source = repositoryNameOf(state, repositories);
  const revision = state.facts.revision?.value;
  const isCode = state.facts.kind?.value === "code";
  return isCode && source !== undefined && revision !== undefined ? { source, revision } : null;
}

/** A known change of which nothing new was told. */
export function untouched(id: string, known: KnownChange): ToldChange {
  const { state, row } = known;
  return { id, known, state, tellings: [], isNews: false, isVisible: false, authorLevel: row.authorLevel };
}

/** Sets what is worked out from other rows, or takes it away again, unless somebody told it. */
export function deriveFact(
  one: ToldChange,
  field: Extract<FactField, "revertedAt" | "deployedAt">,
  value: number | null,
): void {
  const before = one.state.facts[field];
  if (before !== undefined && before.rank > DERIVED_RANK) return;
  if ((before?.value ?? null) === value) return;
  const { [field]: _before, ...facts } = one.state.facts;
  const fact =
    value === null ? {} : { [field]: { value, source: "faultline", rank: DERIVED_RANK, asOfMs: 0 } };
  one.state = { ...one.state, facts: { ...facts, ...fact } };
  one.isNews = true;
  one.isVisible = true;
}

export interface Mentioning extends NamedRevision {
  one: ToldChange;
}

/** Puts down what each change mentions, so that a revision told of later finds it. Answers who mentions more than before. */
export async function nameMentions(
  ctx: Ctx,
  mention: Mention,
  mentioning: readonly Mentioning[],
): Promise<Set<string>> {
  if (mentioning.length === 0) return new Set();
  const names = mentioning.map(({ one, source, revision }) =>
    mentionIdentity(mention, source, revision, one.id),
  );
  // A row that was there before is updated, and says so by having an end.
  const named = await ctx.db.execute<{ change_id: string; is_new: boolean }>(sql`
    insert into change_identity (workspace_id, source, external_id, change_id, change_at)
    select ${ctx.workspaceId}::uuid, t.* from unnest(
      ${sql.param(names.map(({ source }) => source))}::text[],
      ${sql.param(names.map(({ externalId }) => externalId))}::text[],
      ${sql.param(mentioning.map(({ one }) => one.id))}::uuid[],
      ${sql.param(mentioning.map(({ one }) => new Date(instantOf(one.state)).toISOString()))}::timestamptz[]
    ) as t (source, external_id, change_id, change_at)
    order by t.source collate "C", t.external_id collate "C"
    on conflict (workspace_id, source, external_id) do update set change_at = excluded.change_at
    returning change_id, xmax = 0 as is_new`);
  return new Set(named.rows.filter((row) => row.is_new).map((row) => row.change_id));
}

/** A change that undoes another one now no longer undoes the one before. */
export async function forgetMentions(
  ctx: Ctx,
  mention: Mention,
  mentioning: readonly Mentioning[],
): Promise<void> {
  const known = mentioning.filter(({ one }) => one.known !== null);
  if (known.length === 0) return;
  const names = known.map(({ one, ...named }) =>
    mentionIdentity(mention, named.source, named.revision, one.id),
  );
  await ctx.db.execute(sql`
    delete from change_identity where workspace_id = ${ctx.workspaceId}
      and external_id like ${`${mention}:%`}
      and change_id = any(${sql.param(known.map(({ one }) => one.id))}::uuid[])
      and external_id <> all(${sql.param(names.map(({ externalId }) => externalId))}::text[])`);
}

export interface FoundMention {
  /** The change whose revision it is, known by now. */
  changeId: string;
  mentionedBy: string;
  mentionedAtMs: number;
}

/** Who mentions these revisions, of those that are known changes. */
export async function readMentions(
  ctx: Ctx,
  mention: Mention,
  asked: readonly NamedRevision[],
): Promise<FoundMention[]> {
  if (asked.length === 0) return [];
  const names = asked.map(({ source, revision }) => commitIdentity(source, revision));
  const prefixes = names.map(({ externalId }) => `${externalId.replace(/^commit/, mention)}:`);
  // One look-up per name in the key's external ids alone: while a transaction fills the ledger, the planner knows
  // nothing of it, and would read all of a repository for each name.
  const result = await ctx.db.execute<{ change_id: string; mentioned_by: string; at_ms: number }>(sql`
    select i.change_id, r.change_id as mentioned_by,
      (extract(epoch from r.change_at) * 1000)::float8 as at_ms
    from unnest(
      ${sql.param(names.map(({ source }) => source))}::text[],
      ${sql.param(names.map(({ externalId }) => externalId))}::text[],
      ${sql.param(prefixes)}::text[]
    ) as t (source, external_id, prefix)
    cross join lateral (
      select n.source, n.change_id, n.change_at from change_identity n
      where n.workspace_id = ${ctx.workspaceId}
        and n.external_id >= t.prefix and n.external_id < (t.prefix || '~') offset 0
    ) r
    join change_identity i on i.workspace_id = ${ctx.workspaceId} and i.source = t.source
      and i.external_id = t.external_id
    where i.change_id <> ${NOBODY} and r.source = t.source`);
  return result.rows.map((row) => ({
    changeId: row.change_id,
    mentionedBy: row.mentioned_by,
    mentionedAtMs: row.at_ms,
  }));
}
