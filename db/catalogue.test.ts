import { expect, test } from "vitest";
import { testDatabase } from "./testing/test-database";

const database = testDatabase();

/** What is looked up before a workspace is known: its slug, a token, an invitation; and the accounts behind members. */
const EXCEPTIONS = new Set([
  "workspace_slug",
  "api_token_hash",
  "invitation_token",
  "member_user",
  "api_token_user",
]);
/** Accounts belong to the installation, not to a workspace. */
const ACCOUNTS = /^auth_/;

async function rowsOf<T>(query: string): Promise<T[]> {
  return (await database.pool.query(query)).rows;
}

test("every primary key, unique index and foreign key begins with the workspace", async () => {
  const keys = await rowsOf<{ name: string; owner: string; first: string }>(`
    select c.relname as name, t.relname as owner,
      coalesce((select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[0]), '(expression)') as first
    from pg_index x
    join pg_class c on c.oid = x.indexrelid
    join pg_class t on t.oid = x.indrelid
    where t.relnamespace = 'public'::regnamespace and x.indisunique
    union all
    select f.conname, t.relname,
      (select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = f.conkey[1])
        || ' -> ' ||
      (select a.attname from pg_attribute a where a.attrelid = f.confrelid and a.attnum = f.confkey[1])
    from pg_constraint f join pg_class t on t.oid = f.conrelid
    where f.contype = 'f' and t.relnamespace = 'public'::regnamespace`);
  expect(keys.length).toBeGreaterThan(40);
  const wrong = keys.filter(
    ({ name, owner, first }) =>
      !EXCEPTIONS.has(name) &&
      !ACCOUNTS.test(owner) &&
      first !== "workspace_id" &&
      first !== "workspace_id -> workspace_id",
  );
  expect(wrong).toEqual([]);
});

test("every table has a primary key and a workspace that is never null", async () => {
  const tables = await rowsOf<{ name: string; keyed: boolean; owned: boolean }>(`
    select t.relname as name,
      exists (select 1 from pg_index x where x.indrelid = t.oid and x.indisprimary) as keyed,
      exists (select 1 from pg_attribute a
        where a.attrelid = t.oid and a.attname = 'workspace_id' and a.attnotnull) as owned
    from pg_class t where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')`);
  expect(tables.length).toBeGreaterThan(20);
  const wrong = tables.filter(({ name, keyed, owned }) => !keyed || !(owned || ACCOUNTS.test(name)));
  expect(wrong).toEqual([]);
});

test("no trigger, function or rule of ours lies in the database", async () => {
  const triggers = await rowsOf("select tgname from pg_trigger where not tgisinternal");
  const functions = await rowsOf("select proname from pg_proc where pronamespace = 'public'::regnamespace");
  const rules = await rowsOf("select rulename from pg_rules where schemaname = 'public'");
  expect([...triggers, ...functions, ...rules]).toEqual([]);
});

test("every time is stored with its zone, and every json as jsonb", async () => {
  const columns = await rowsOf<{ place: string; type: string }>(`
    select table_name || '.' || column_name as place, data_type as type
    from information_schema.columns where table_schema = 'public'`);
  const types = new Set(columns.map((column) => column.type));
  expect(types).toContain("timestamp with time zone");
  const zoneless = ["timestamp without time zone", "time without time zone", "json"];
  expect(columns.filter((column) => zoneless.includes(column.type))).toEqual([]);
});
