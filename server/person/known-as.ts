import { sql } from "drizzle-orm";
import type { person } from "@/db/schema";
import type { Handle } from "@/domain/person/handle";
import { type Identity, realIdentity } from "@/domain/person/pseudonym";
import type { Ctx } from "@/server/context";

const HOST_ADDRESS = /^(?:\d+[+-])?([\w.-]+)@users\.noreply\.[\w.-]+$/;

/**
 * By what a person is known anywhere here: the roster, the handles, the account, and as their changes and commits name
 * them. A single word is known as a login is: where a name stands, and not in running text.
 */
export async function knownAs(
  ctx: Ctx,
  row: typeof person.$inferSelect,
  account: { name: string; email: string } | undefined,
): Promise<Identity> {
  const handles = await handlesOf(ctx, row.id);
  const of = (kind: Handle["kind"]) => handles.filter((one) => one.kind === kind).map(({ handle }) => handle);
  const logins = new Set(of("login"));
  const emails = new Set(
    [row.email, account?.email, ...of("email")].flatMap((email) => (email ? [email.toLowerCase()] : [])),
  );
  const names = new Set([row.name, ...(account ? [account.name] : []), ...of("name")]);
  for (const called of await authorNames(ctx, row.id)) names.add(called);
  for (const commit of await ownCommits(ctx, [...emails], [...logins])) {
    names.add(commit.name);
    emails.add(commit.email.toLowerCase());
  }
  const words = [...names].map((name) => name.trim()).filter((name) => name !== "");
  const isProper = (name: string) => name === row.name || name === account?.name || /\s/.test(name);
  return realIdentity({
    names: words.filter((name) => isProper(name) && !name.includes("@")),
    emails: [...emails, ...words.filter((name) => name.includes("@"))],
    handles: [
      ...new Set([...logins, ...words.filter((name) => !isProper(name) && !name.includes("@"))].map(lower)),
    ],
  });
}

const lower = (text: string) => text.toLowerCase();

async function handlesOf(ctx: Ctx, personId: string): Promise<Handle[]> {
  const result = await ctx.db.execute<{ kind: Handle["kind"]; handle: string }>(sql`
    select kind, handle from person_handle
    where workspace_id = ${ctx.workspaceId} and person_id = ${personId} order by kind, handle`);
  return result.rows;
}

async function authorNames(ctx: Ctx, personId: string): Promise<string[]> {
  const result = await ctx.db.execute<{ name: string }>(sql`
    select distinct author_name as name from change
    where workspace_id = ${ctx.workspaceId} and author_id = ${personId} and author_name is not null`);
  return result.rows.map(({ name }) => name);
}

/** Names and addresses of the commits by one of the addresses, or by an address that a host made of a login. */
async function ownCommits(
  ctx: Ctx,
  emails: readonly string[],
  logins: readonly string[],
): Promise<{ name: string; email: string }[]> {
  const result = await ctx.db.execute<{ name: string; email: string }>(sql`
    select author_name as name, author_email as email from code_commit
    where workspace_id = ${ctx.workspaceId}
      and (lower(author_email) = any(${sql.param([...emails])}::text[]) or author_email ilike '%@users.noreply.%')
    union
    select committer_name, committer_email from code_commit
    where workspace_id = ${ctx.workspaceId}
      and (lower(committer_email) = any(${sql.param([...emails])}::text[]) or committer_email ilike '%@users.noreply.%')`);
  return result.rows.filter(({ email }) => {
    const login = HOST_ADDRESS.exec(email.toLowerCase())?.[1];
    return emails.includes(email.toLowerCase()) || (login !== undefined && logins.includes(login));
  });
}
