import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "@/server/context";
import { findChangeKey } from "./queries";

/** What a text asks for: changes that it names exactly, words of a title, or the number of a pull request. */
export interface TextSearch {
  named: { id: string; atMs: number }[];
  /** Every word must begin a word of the title; null where the text has no words to look for. */
  words: SQL | null;
  pullRequest: number | null;
  /** An address that names nothing known: it may still be the one a change was told with. */
  url: string | null;
  /** The repository that such an address is of. */
  repositoryId: string | null;
}

/** More changes than this are no longer named by a text. */
const NAMED_MAX = 200;

/** Shorter ones, and those without a figure, are words as well: "feed", "facade". */
const HASH = /^(?=.*\d)[0-9a-f]{4,64}$|^[0-9a-f]{7,64}$/i;
const NUMBER = /^(?:#|!|pr ?#?|mr ?!?)?(\d{1,9})$/i;
/** As hosts write a request of another repository: acme/shop#123, and !123 at GitLab. */
const REQUEST_OF = /^([\w.-]+(?:\/[\w.-]+)+)[#!](\d{1,9})$/;
/** A change's own page here, or its id. */
const OWN_PAGE = /^(?:\S*\/changes\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#]\S*)?$/i;

/** Finds what a text may mean: an address, the head of a revision, #123, an outside id; or else words. */
export async function readText(ctx: Ctx, text: string): Promise<TextSearch> {
  const asked = text.trim();
  const own = await namedByOwnPage(ctx, asked);
  if (own.length > 0) return onlyNamed(own);
  const address = await addressOf(ctx, asked);
  if (address !== null) return await readAddress(ctx, address);
  const number = NUMBER.exec(asked)?.[1];
  const pullRequest = number === undefined ? null : Number(number);
  const named = [
    ...(await namedOutside(ctx, asked)),
    ...(HASH.test(asked) ? await namedByRevision(ctx, asked.toLowerCase()) : []),
    ...(pullRequest === null ? [] : await namedByPullRequest(ctx, pullRequest, null)),
  ];
  const isNamed = named.length > 0;
  return {
    named,
    // What is named exactly is found where it lies; its name as a word would be looked for in every month.
    words: isNamed ? null : wordsCondition(asked),
    pullRequest: isNamed ? null : pullRequest,
    url: null,
    repositoryId: null,
  };
}

/** The address that a text is or stands for: whole, without its scheme, or acme/shop#123 of a known repository. */
async function addressOf(ctx: Ctx, text: string): Promise<string | null> {
  if (/^https?:\/\//i.test(text)) return text;
  const [, short, number] = REQUEST_OF.exec(text) ?? [];
  const name = short ?? (COMMIT_PAGE.exec(text) ?? REQUEST_PAGE.exec(text))?.[1];
  if (name === undefined) return null;
  const { rows } = await ctx.db.execute<{ name: string }>(sql`
    select name from repository where workspace_id = ${ctx.workspaceId}
      and (name = ${name.toLowerCase()} or right(name, ${name.length + 1}) = ${`/${name.toLowerCase()}`})
    order by name limit 1`);
  const known = rows[0]?.name;
  if (known === undefined) return null;
  return `https://${known}${number === undefined ? text.slice(name.length) : `/pull/${number}`}`;
}

/** The pages that hosts have for a commit and for a pull or merge request. */
const COMMIT_PAGE = /^([^?#]+?)\/(?:-\/)?commits?\/([0-9a-f]{4,64})/i;
const REQUEST_PAGE = /^([^?#]+?)\/(?:-\/)?(?:pulls?|merge_requests)\/(\d{1,9})(?!\d)/i;

async function readAddress(ctx: Ctx, url: string): Promise<TextSearch> {
  const path = url.replace(/^https?:\/\//i, "");
  const [, ofCommit = "", revision] = COMMIT_PAGE.exec(path) ?? [];
  const [, ofRequest = "", number] = REQUEST_PAGE.exec(path) ?? [];
  const pullRequest = number === undefined ? null : Number(number);
  const named = [
    ...(revision === undefined
      ? []
      : await namedByRevision(ctx, revision.toLowerCase(), ofCommit.toLowerCase())),
    ...(pullRequest === null ? [] : await namedByPullRequest(ctx, pullRequest, ofRequest.toLowerCase())),
  ];
  if (named.length > 0) return onlyNamed(named);
  const repositoryId = await repositoryOf(ctx, path.toLowerCase());
  // Another host's pull request of that number is another one.
  return { named, words: null, pullRequest: repositoryId === null ? null : pullRequest, url, repositoryId };
}

async function repositoryOf(ctx: Ctx, path: string): Promise<string | null> {
  const parts = path.split(/[/?#]/);
  const heads = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  const result = await ctx.db.execute<{ id: string }>(sql`
    select id from repository where workspace_id = ${ctx.workspaceId}
      and name = any(${sql.param(heads.slice(0, 20))}::text[])
    order by length(name) desc limit 1`);
  return result.rows[0]?.id ?? null;
}

function wordsCondition(text: string): SQL | null {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return null;
  const query = words.map((word) => `'${word.replaceAll(/['\\]/g, " ").trim()}':*`).join(" & ");
  return sql`to_tsvector('simple', c.title) @@ to_tsquery('simple', ${query})`;
}

type Named = TextSearch["named"];

function onlyNamed(named: Named): TextSearch {
  return { named, words: null, pullRequest: null, url: null, repositoryId: null };
}

async function namedByOwnPage(ctx: Ctx, text: string): Promise<Named> {
  const id = OWN_PAGE.exec(text)?.[1];
  const key = id === undefined ? null : await findChangeKey(ctx, id);
  return key === null ? [] : [{ id: key.id, atMs: key.at.getTime() }];
}

async function namedOutside(ctx: Ctx, externalId: string): Promise<Named> {
  return await named(
    ctx,
    sql`select change_id, change_at from change_identity
      where workspace_id = ${ctx.workspaceId} and external_id = ${externalId} limit ${NAMED_MAX}`,
  );
}

/** The change whose revision begins so, the one that a commit before the squash went into, and their deployments. */
async function namedByRevision(ctx: Ctx, head: string, repository?: string): Promise<Named> {
  const ofRepository = repository === undefined ? sql`` : sql`and source = ${repository}`;
  return await named(
    ctx,
    sql`with found as (
      (select change_id, change_at from change_identity
        where workspace_id = ${ctx.workspaceId} and external_id like ${`commit:${head}%`} ${ofRepository}
        limit ${NAMED_MAX})
      union
      (select i.change_id, i.change_at from code_commit k
        join change_identity i on i.workspace_id = k.workspace_id and i.change_id = k.change_id
        where k.workspace_id = ${ctx.workspaceId} and k.revision like ${`${head}%`} ${ofRepository}
        limit ${NAMED_MAX}))
    select change_id, change_at from found
    union
    (select d.deployment_id, d.deployment_at from deployment_carries d join found on found.change_id = d.change_id
      where d.workspace_id = ${ctx.workspaceId} limit ${NAMED_MAX})`,
  );
}

async function namedByPullRequest(ctx: Ctx, number: number, repository: string | null): Promise<Named> {
  const ofRepository = repository === null ? sql`` : sql`and r.name = ${repository}`;
  return await named(
    ctx,
    sql`select i.change_id, i.change_at
      from repository r
      cross join lateral (select p.merge_revision from pull_request p where p.workspace_id = r.workspace_id
        and p.repository_id = r.id and p.number = ${number} and p.merge_revision is not null) p
      join change_identity i on i.workspace_id = r.workspace_id and i.source = r.name
        and i.external_id = 'commit:' || p.merge_revision
      where r.workspace_id = ${ctx.workspaceId} ${ofRepository} limit ${NAMED_MAX}`,
  );
}

async function named(ctx: Ctx, query: SQL): Promise<Named> {
  const result = await ctx.db.execute<{ id: string; at_ms: number }>(sql`
    select n.change_id as id, (extract(epoch from n.change_at) * 1000)::float8 as at_ms from (${query}) n`);
  return result.rows.map(({ id, at_ms: atMs }) => ({ id, atMs }));
}
