import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Ctx } from "@/server/context";

export interface PersonReference {
  person?: string | undefined;
  email?: string | undefined;
}

export interface KnownPeople {
  find(reference: PersonReference): { id: string } | { field: string; reason: string };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const keyOf = (text: string) => text.trim().toLowerCase();
const handleOf = (text: string) => keyOf(text).replace(/^@/, "");

/** Whom the references mean: an address, an id, a handle or a name that only one person has. */
export async function readKnownPeople(
  ctx: Ctx,
  references: readonly PersonReference[],
  keepUnknown: boolean,
): Promise<KnownPeople> {
  const names = new Set<string>();
  const emails = new Set<string>();
  for (const { person, email } of references) {
    if (person !== undefined) names.add(keyOf(person));
    if (email !== undefined) emails.add(keyOf(email));
    // A login is often an address, and an address may be known as a login.
    if (person?.includes("@")) emails.add(keyOf(person));
  }
  const byKey = await matches(ctx, [...names], [...emails]);
  if (keepUnknown) await keepOthers(ctx, references, byKey);
  return {
    find: ({ person, email }) => {
      const ids = idsOf(byKey, { person, email });
      const [id, other] = ids;
      const field = email !== undefined ? "email" : "person";
      const shown = email ?? person ?? "";
      if (id === undefined) {
        return { field, reason: `Nobody on the roster is ${shown}. Add them with POST /api/v1/people.` };
      }
      if (other !== undefined) {
        return {
          field,
          reason: `${shown} is the name of several people. Send an e-mail address or a handle.`,
        };
      }
      return { id };
    },
  };
}

/** The sharpest key that is known decides: the address, the id, the handle, then the name. */
function idsOf(byKey: ReadonlyMap<string, Set<string>>, { person, email }: PersonReference): string[] {
  const keys: string[] = [];
  if (email !== undefined) keys.push(`email ${keyOf(email)}`);
  if (person !== undefined) {
    keys.push(`id ${keyOf(person)}`, `handle ${handleOf(person)}`, `email ${keyOf(person)}`);
    keys.push(`name ${keyOf(person)}`);
  }
  for (const key of keys) {
    const ids = byKey.get(key);
    if (ids !== undefined) return [...ids];
  }
  return [];
}

async function matches(ctx: Ctx, names: string[], emails: string[]): Promise<Map<string, Set<string>>> {
  const ids = names.filter((name) => UUID.test(name));
  const handles = [...new Set(names.map(handleOf))];
  const result = await ctx.db.execute<{ kind: string; key: string; id: string }>(sql`
    select 'email' as kind, lower(email) as key, id from person
    where workspace_id = ${ctx.workspaceId} and lower(email) = any(${sql.param(emails)}::text[])
    union all
    select 'id', id::text, id from person
    where workspace_id = ${ctx.workspaceId} and id = any(${sql.param(ids)}::uuid[])
    union all
    select 'handle', handle, person_id from person_handle
    where workspace_id = ${ctx.workspaceId} and kind = 'login' and handle = any(${sql.param(handles)}::text[])
    union all
    select 'email', handle, person_id from person_handle
    where workspace_id = ${ctx.workspaceId} and kind = 'email' and handle = any(${sql.param(emails)}::text[])
    union all
    select 'name', lower(name), id from person
    where workspace_id = ${ctx.workspaceId} and on_roster and lower(name) = any(${sql.param(names)}::text[])`);
  const byKey = new Map<string, Set<string>>();
  for (const { kind, key, id } of result.rows) {
    const mapKey = `${kind} ${key}`;
    const known = byKey.get(mapKey);
    if (known) known.add(id);
    else byKey.set(mapKey, new Set([id]));
  }
  return byKey;
}

/** Makes people who are not on the roster of the references nobody has; one person per login or address. */
async function keepOthers(
  ctx: Ctx,
  references: readonly PersonReference[],
  byKey: Map<string, Set<string>>,
): Promise<void> {
  const made = new Map<string, { id: string; name: string; email: string | null; handle: string | null }>();
  for (const reference of references) {
    if (idsOf(byKey, reference).length > 0) continue;
    const { person, email } = reference;
    if (person === undefined && email === undefined) continue;
    const id = uuidv7({ msecs: ctx.now.getTime() });
    const handle = person === undefined ? null : handleOf(person);
    made.set(id, { id, name: person ?? email ?? "", email: email ? keyOf(email) : null, handle });
    if (email !== undefined) byKey.set(`email ${keyOf(email)}`, new Set([id]));
    if (handle !== null) byKey.set(`handle ${handle}`, new Set([id]));
  }
  const rows = [...made.values()];
  if (rows.length === 0) return;
  const iso = ctx.now.toISOString();
  await ctx.db.execute(sql`
    insert into person (workspace_id, id, name, email, on_roster, created_at, updated_at)
    select ${ctx.workspaceId}::uuid, t.id, t.name, t.email, false, ${iso}, ${iso} from unnest(
      ${sql.param(rows.map((row) => row.id))}::uuid[],
      ${sql.param(rows.map((row) => row.name))}::text[],
      ${sql.param(rows.map((row) => row.email))}::text[]
    ) as t (id, name, email)`);
  const handled = rows.filter((row) => row.handle !== null);
  await ctx.db.execute(sql`
    insert into person_handle (workspace_id, handle, person_id)
    select ${ctx.workspaceId}::uuid, * from unnest(
      ${sql.param(handled.map((row) => row.handle))}::text[],
      ${sql.param(handled.map((row) => row.id))}::uuid[])`);
}
