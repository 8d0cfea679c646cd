import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database, DatabaseHandle } from "@/db/client";
import { workspace } from "@/db/schema";
import type { Ctx } from "@/server/context";
import { BENCH_NOW } from "./data";

export interface LedgerSize {
  changes: number;
  months: number;
  services: number;
  people: number;
  repositories: number;
}

export const LEDGER_SIZE: LedgerSize = {
  changes: 10_000_000,
  months: 60,
  services: 200,
  people: 400,
  repositories: 200,
};

/** Uniform in [0, 1), the same for the same row and salt. */
const uniform = (salt: number, row = "g") =>
  `((hashint8extended(${row}, ${salt}) & 1073741823) / 1073741824.0)`;

/** A time-ordered id of row `g` at `ms`, in the shape of a UUIDv7. */
const orderedId = (ms: string, row: string, kind: number) =>
  `(lpad(to_hex((${ms})::bigint), 12, '0') || '7${kind}00' || '8000' || lpad(to_hex((${row})::bigint), 12, '0'))::uuid`;

const pick = (words: readonly string[], salt: number) =>
  `(array['${words.join("','")}'])[1 + floor(${words.length} * ${uniform(salt)})::int]`;

/** A few are much in use and many a little. */
const skewed = (count: number, salt: number) => `(1 + floor(${count} * power(${uniform(salt)}, 2)))::bigint`;

/**
 * Fills a migrated, empty database: changes spread evenly over the months, made in the server, because ten million
 * rows are many. Months are filled before they are attached, so that their indexes are built at once.
 */
export async function fillLedger({ db }: DatabaseHandle, size: LedgerSize): Promise<Ctx> {
  const ctx = contextOf(db, uuidv7());
  await db.insert(workspace).values({
    workspaceId: ctx.workspaceId,
    slug: "bench",
    name: "Benchmark",
    createdAt: BENCH_NOW,
    updatedAt: BENCH_NOW,
  });
  await db.execute(
    sql.raw(`
    insert into service (workspace_id, id, slug, name, tracked_from, created_at, updated_at)
    select '${ctx.workspaceId}', ${orderedId("g", "g", 1)}, 'service-' || g, 'Service ' || g, now(), now(), now()
    from generate_series(1, ${size.services}) g`),
  );
  await db.execute(
    sql.raw(`
    insert into person (workspace_id, id, name, created_at, updated_at)
    select '${ctx.workspaceId}', ${orderedId("g", "g", 4)}, 'Engineer ' || g, now(), now()
    from generate_series(1, ${size.people}) g`),
  );
  await db.execute(
    sql.raw(`
    insert into repository (workspace_id, id, name, created_at, updated_at)
    select '${ctx.workspaceId}', ${orderedId("g", "g", 5)}, 'github.com/acme/shop-' || g, now(), now()
    from generate_series(1, ${size.repositories}) g`),
  );
  const months = monthsUntil(BENCH_NOW, size.months);
  const perMonth = Math.ceil(size.changes / months.length);
  const fillEvery = async (first: number) => {
    for (let index = first; index < months.length; index += 2) {
      const month = months[index];
      if (month) await fillMonth(db, ctx, size, { ...month, firstRow: index * perMonth, rows: perMonth });
    }
  };
  await Promise.all([fillEvery(0), fillEvery(1)]);
  await fillIdentities(db, ctx);
  await fillDays(db, ctx);
  return ctx;
}

/** Of a database that was filled before, or null of an empty one. */
export async function ledgerContext({ db }: DatabaseHandle): Promise<Ctx | null> {
  const [known] = await db.select({ id: workspace.workspaceId }).from(workspace);
  if (known === undefined) return null;
  // The days are counted last.
  const days = await db.execute(sql`select from change_day limit 1`);
  if (days.rowCount === 0)
    throw new Error("This ledger was left half made. Drop its database and run again.");
  return contextOf(db, known.id);
}

function contextOf(db: Database, workspaceId: string): Ctx {
  return {
    db,
    actor: { kind: "system", name: "Benchmark" },
    now: BENCH_NOW,
    workspaceId,
    requestId: "bench",
  };
}

interface Month {
  name: string;
  from: Date;
  to: Date;
}

function monthsUntil(now: Date, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count + 1 + index, 1));
    const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
    return { name: from.toISOString().slice(0, 7).replace("-", "_"), from, to };
  });
}

async function fillMonth(
  db: Database,
  ctx: Ctx,
  size: LedgerSize,
  month: Month & { firstRow: number; rows: number },
): Promise<void> {
  const bounds = `for values from ('${month.from.toISOString()}') to ('${month.to.toISOString()}')`;
  const endMs = Math.min(month.to.getTime(), BENCH_NOW.getTime()) - 1000;
  const run = (text: string) => db.execute(sql.raw(text));
  const [changes, services] = [`change_${month.name}`, `change_service_${month.name}`];
  await run(`create table ${changes} (like change including defaults including constraints)`);
  await run(`insert into ${changes} (${COLUMNS})
    ${changesSql(ctx, size, { firstMs: month.from.getTime(), endMs, firstRow: month.firstRow, rows: month.rows })}`);
  await run(`create table ${services} (like change_service including defaults including constraints)`);
  await run(`insert into ${services} (workspace_id, service_id, at, change_id)
    select workspace_id, unnest(service_ids), at, id from ${changes}`);
  await run(carriedSql(changes));
  await run(`alter table change attach partition ${changes} ${bounds}`);
  await run(`alter table change_service attach partition ${services} ${bounds}`);
  await run(`vacuum (analyze) ${changes}`);
  await run(`vacuum (analyze) ${services}`);
}

const COLUMNS = `workspace_id, id, at, kind, title, url, repository_id, revision, pull_request, environment, production, service_ids,
  author_id, author_name, author_is_bot, author_level, additions, deletions, files, merged_at, involvement,
  involvement_standing, ai_role, ai_tool, ai_grade, verdict, counts, source, generated, created_at, updated_at`;

const VERBS = ["Fix", "Add", "Remove", "Move", "Cache", "Retry", "Validate", "Rename", "Split", "Raise"];
const NOUNS = [
  "totals",
  "limits",
  "sessions",
  "queues",
  "tokens",
  "labels",
  "indexes",
  "timeouts",
  "regions",
  "carts",
];
const PLACES = [
  "checkout",
  "search",
  "orders",
  "billing",
  "mobile",
  "identity",
  "catalogue",
  "mail",
  "storage",
  "edge",
];
const TOOLS = [
  "copilot",
  "claude",
  "cursor",
  "copilot-swe-agent",
  "aider",
  "devin",
  "codex",
  "gemini",
  "windsurf",
  "amp",
];

function changesSql(
  ctx: Ctx,
  size: LedgerSize,
  month: { firstMs: number; endMs: number; firstRow: number; rows: number },
): string {
  const serviceNumber = skewed(size.services, 4);
  const beside = `(${serviceNumber} % ${size.services} + 1)`;
  const service = orderedId(serviceNumber, serviceNumber, 1);
  const author = skewed(size.people, 5);
  const repository = skewed(size.repositories, 20);
  const repositoryId = orderedId(repository, repository, 5);
  return `
    select '${ctx.workspaceId}'::uuid, ${orderedId("ms", "g", 2)}, to_timestamp(ms / 1000.0), kind,
      ${pick(VERBS, 11)} || ' ' || ${pick(NOUNS, 12)} || ' of ' || ${pick(PLACES, 13)} || ' ' || g % 100003,
      'https://github.com/acme/shop/pull/' || g, ${repositoryId}, md5(g::text) || left(md5((-g)::text), 8),
      case when kind = 'code' then g::int end, case when ${uniform(14)} < 0.95 then 'production' else 'staging' end,
      ${uniform(14)} < 0.95,
      case when ${uniform(3)} < 0.15 then array[${service}, ${orderedId(beside, beside, 1)}] else array[${service}] end,
      ${orderedId(author, author, 4)}, 'engineer', false,
      (array['junior','mid','senior','principal','manager'])[1 + (${author} % 5)::int],
      floor(400 * power(${uniform(7)}, 3))::int, floor(200 * power(${uniform(8)}, 3))::int, 1 + floor(12 * ${uniform(9)})::int,
      to_timestamp(ms / 1000.0), involvement, case when ${uniform(10)} < 0.001 then 'contested' else 'detected' end,
      case when involvement = 'ai' then 'wrote-code' end,
      case when involvement = 'ai' then (array['${TOOLS.join("','")}'])[1 + floor(10 * power(${uniform(15)}, 2))::int] end,
      case when involvement = 'ai' then ${pick(["attested", "trailer", "trailer", "author", "branch", "declared"], 16)} end,
      case when ${uniform(17)} < 0.02 then ${pick(["cause", "contributing", "suspect", "suspect", "cleared"], 18)} end,
      kind <> 'deployment', 'github', true, now(), now()
    from (
      select g, (${month.firstMs} + (g - ${month.firstRow} - ${uniform(1)}) * ${month.endMs - month.firstMs}::float8 / ${month.rows})::bigint as ms,
        case when ${uniform(2)} < 0.60 then 'code' when ${uniform(2)} < 0.80 then 'deployment'
          when ${uniform(2)} < 0.88 then 'config' when ${uniform(2)} < 0.92 then 'feature-flag'
          when ${uniform(2)} < 0.95 then 'infrastructure' when ${uniform(2)} < 0.98 then 'agent-action'
          when ${uniform(2)} < 0.99 then 'dns' else 'data-migration' end as kind,
        case when ${uniform(19)} < 0.30 then 'ai' when ${uniform(19)} < 0.38 then 'automation'
          when ${uniform(19)} < 0.93 then 'none-found' else 'unknown' end as involvement
      from generate_series(${month.firstRow + 1}::bigint, ${month.firstRow + month.rows}::bigint) g
    ) rows`;
}

/** Each deployment brought those of the two changes before it that are code. */
const carriedSql = (changes: string) => `
  insert into deployment_carries (workspace_id, deployment_id, change_id, deployment_at, change_at, stated)
  select workspace_id, id, before_id, at, before_at, false from (
    select workspace_id, id, at, kind, lag(id, 1) over place as id_1, lag(at, 1) over place as at_1,
      lag(kind, 1) over place as kind_1, lag(id, 2) over place as id_2, lag(at, 2) over place as at_2,
      lag(kind, 2) over place as kind_2
    from ${changes} window place as (order by at, id)
  ) one
  cross join lateral (values (id_1, at_1, kind_1), (id_2, at_2, kind_2)) as before (before_id, before_at, before_kind)
  where kind = 'deployment' and before_kind = 'code'`;

/** Names in the outside world, and statements of those who contested; with their indexes built afterwards. */
async function fillIdentities(db: Database, ctx: Ctx): Promise<void> {
  const run = (text: string) => db.execute(sql.raw(text));
  const stored = await db.execute<{ name: string; definition: string }>(sql`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'change_identity' and indexname not like '%pk%'`);
  for (const { name } of stored.rows) await run(`drop index ${name}`);
  await run(`insert into change_identity (workspace_id, source, external_id, change_id, change_at)
    select c.workspace_id, r.name, 'commit:' || c.revision, c.id, c.at from change c
    join repository r on r.workspace_id = c.workspace_id and r.id = c.repository_id`);
  for (const { definition } of stored.rows) await run(definition);
  await run(`insert into involvement_statement (workspace_id, change_id, id, kind, reason, stated_by, stated_at, generated)
    select workspace_id, id, id, 'contested', 'Typed by hand', 'Engineer', at, true
    from change where workspace_id = '${ctx.workspaceId}' and involvement_standing <> 'detected'`);
  await run("vacuum (analyze) change_identity");
  await run("vacuum (analyze) deployment_carries");
  await run("vacuum (analyze) involvement_statement");
}

/** The ledger's days as its writers keep them. */
async function fillDays(db: Database, ctx: Ctx): Promise<void> {
  const figures = `count(*)::int, (count(*) filter (where verdict in ('cause', 'contributing')))::int
    from change where workspace_id = '${ctx.workspaceId}' and counts`;
  await db.execute(
    sql.raw(`insert into change_day (workspace_id, service_id, day, involvement, slot, changes, failed)
    select workspace_id, service_id, day, involvement, 0, sum(n), sum(f) from (
      select workspace_id, unnest(service_ids) as service_id, (at at time zone 'UTC')::date as day, involvement,
        1 as n, case when verdict in ('cause', 'contributing') then 1 else 0 end as f
      from change where workspace_id = '${ctx.workspaceId}' and counts) one group by 1, 2, 3, 4`),
  );
  await db.execute(
    sql.raw(`insert into change_day (workspace_id, service_id, day, involvement, slot, changes, failed)
    select workspace_id, '00000000-0000-0000-0000-000000000000'::uuid, (at at time zone 'UTC')::date, involvement,
      (get_byte(uuid_send(id), 15) & 7)::smallint, ${figures} group by 1, 2, 3, 4, 5`),
  );
  await db.execute(sql.raw("vacuum (analyze) change_day"));
  await db.execute(sql.raw("vacuum (analyze) service"));
  await db.execute(sql.raw("vacuum (analyze) person"));
}
