import { sql } from "drizzle-orm";
import type { QueryConfig } from "pg";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { createDatabase } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { ensureMonths } from "@/db/partitions";
import { person, personHandle, personLevel, service, workspace } from "@/db/schema";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import { plainStatement } from "@/server/change/plain-statement";
import { recordChanges } from "@/server/change/record";
import { recordLines } from "@/server/change/record-lines";
import { plainRow } from "@/server/change/record-plain";
import type { Ctx } from "@/server/context";

const NOW = new Date("2026-03-18T12:00:00Z");
const SERVICES = 50;
const PEOPLE = 400;
const DAYS = 60;
const DAY_MS = 86_400_000;
const CONNECTIONS = 8;
const SINGLE_MS = 4_000;
const BULK_LINES = 60_000;
const NAIVE_MS = 3_000;

/** Rates of the ways in, each with its floor and the naive way in the same run, on a database of its own. */
export async function benchChangesIngest(database: DatabaseHandle, url?: string): Promise<void> {
  const own =
    url === undefined ? null : createDatabase(url, { statementTimeoutMs: 0, maxConnections: CONNECTIONS });
  try {
    await benchOn(own ?? database);
  } finally {
    await own?.close();
  }
}

async function benchOn(database: DatabaseHandle): Promise<void> {
  const ctx = await makeLedger(database);
  const makeId = (prefix: string) => {
    let next = 0;
    return () => `${prefix}-${next++}`;
  };
  const single = makeId("single");
  const floor = await rate(SINGLE_MS, () => bareInsert(database, bareRow(ctx, single())));
  const ready = inputs(single);
  const ours = await rate(SINGLE_MS, () =>
    recordChanges(ctx, [{ input: ready(), source: "api", what: "bench", line: 1 }]),
  );
  const statement = statements(ctx, single);
  const alone = await rate(SINGLE_MS, () => database.pool.query(statement()));
  const naive = await rate(NAIVE_MS, () => naiveInsert(database, ctx, input(single())));
  print(`One change at a time, ${CONNECTIONS} connections`, [
    ["floor: a prepared INSERT into change, same indexes", floor],
    ["ours: recordChanges, one telling", ours],
    ["of it the database's side: the statement alone", alone],
    ["naive: a query per table", naive],
  ]);
  const bulkFloor = await bareBulk(database, ctx, makeId("floor"));
  const bulk = await bulkRate(ctx, makeId("bulk"));
  print("In bulk", [
    ["floor: unnest into change in batches, same indexes", bulkFloor],
    ["ours: NDJSON to rows, days and report", bulk],
    ["naive: a query per table", naive],
  ]);
}

function print(title: string, lines: readonly (readonly [string, number])[]): void {
  const floor = lines[0]?.[1] ?? Number.NaN;
  console.log(`\n${title}`);
  for (const [name, perSecond] of lines) {
    const ratio = perSecond === floor ? "floor" : `${(perSecond / floor).toFixed(2)} x`;
    console.log(
      `  ${name.padEnd(52)} ${Math.round(perSecond).toLocaleString("en").padStart(8)} /s  ${ratio.padStart(8)}`,
    );
  }
}

async function rate(forMs: number, work: () => Promise<unknown>): Promise<number> {
  for (let warmUp = 0; warmUp < 50; warmUp++) await work();
  const startedMs = performance.now();
  let done = 0;
  const worker = async () => {
    while (performance.now() - startedMs < forMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return (done / (performance.now() - startedMs)) * 1000;
}

const services: string[] = [];
const people: string[] = [];

async function makeLedger({ db }: DatabaseHandle): Promise<Ctx> {
  const workspaceId = uuidv7();
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await db
    .insert(workspace)
    .values({ workspaceId, slug: `b-${workspaceId}`, name: "Bench", timeZone: "Europe/Berlin", ...stamps });
  const made = Array.from({ length: SERVICES }, (_, index) => ({
    workspaceId,
    id: uuidv7(),
    slug: `service-${index}`,
    name: `Service ${index}`,
    trackedFrom: NOW,
    ...stamps,
  }));
  services.push(...made.map(({ id }) => id));
  await insertRows(db, service, made);
  const roster = Array.from({ length: PEOPLE }, (_, index) => ({
    workspaceId,
    id: uuidv7(),
    name: `Person ${index}`,
    ...stamps,
  }));
  people.push(...roster.map(({ id }) => id));
  await insertRows(db, person, roster);
  await insertRows(
    db,
    personHandle,
    roster.map(({ id }, index) => ({
      workspaceId,
      kind: "login" as const,
      handle: `dev-${index}`,
      personId: id,
    })),
  );
  await insertRows(
    db,
    personLevel,
    roster.map(({ id }) => ({
      workspaceId,
      personId: id,
      effectiveFrom: "2020-01-01",
      level: "senior" as const,
    })),
  );
  await ensureMonths(
    db,
    Array.from({ length: DAYS + 1 }, (_, day) => new Date(NOW.getTime() - day * DAY_MS)),
  );
  const actor = { kind: "system", name: "bench" } as const;
  return { db, actor, now: NOW, workspaceId, requestId: "bench" };
}

let sequence = 0;

/** As pipelines tell of changes: one in three was written with a tool's help, a few came from a bot. */
function told(externalId: string): Record<string, unknown> {
  sequence += 1;
  const n = sequence;
  const at = new Date(NOW.getTime() - ((n * 7919) % (DAYS * 86_400)) * 1000);
  return {
    kind: n % 4 === 0 ? "config" : n % 4 === 1 ? "feature-flag" : "deployment",
    title: `Raise the connection limit of pool ${n % 977} and drain ${n % 31}`,
    source: "pipeline",
    externalId,
    services: [`service-${n % SERVICES}`],
    environment: "production",
    author: { login: `dev-${n % PEOPLE}` },
    additions: n % 300,
    deletions: n % 40,
    files: 1 + (n % 9),
    deployedAt: at.toISOString(),
    ...(n % 3 === 0 ? { ai: { role: "wrote-code", tool: "Claude Code" } } : {}),
  };
}

/** Made before they are told, so that only the telling is measured. */
function inputs(id: () => string): () => ChangeInput {
  const made = Array.from({ length: 60_000 }, () => input(id()));
  let next = 0;
  return () => made[next++] ?? input(id());
}

/** What recordChanges sends for one telling, made before it is sent. */
function statements(ctx: Ctx, id: () => string): () => QueryConfig {
  const names = {
    zone: "Europe/Berlin",
    services: new Map(services.map((serviceId, index) => [`service-${index}`, serviceId])),
    author: ({ author }: ChangeInput) => {
      const name = author?.login ?? "";
      return { personId: people[Number(name.slice(4))] ?? null, name, isBot: false };
    },
    level: null,
  };
  const make = () => {
    const row = plainRow(ctx, { input: input(id()), source: "api", what: "bench", line: 1 }, names);
    const { name, sql: text, params } = plainStatement(ctx, row, names);
    return { name, text, values: params };
  };
  const made = Array.from({ length: 60_000 }, make);
  let next = 0;
  return () => made[next++] ?? make();
}

const input = (externalId: string): ChangeInput => changeInputSchema.parse(told(externalId));

const BARE_COLUMNS = [
  "workspace_id",
  "id",
  "at",
  "kind",
  "title",
  "environment",
  "production",
  "service_ids",
  "author_id",
  "author_name",
  "additions",
  "deletions",
  "files",
  "deployed_at",
  "involvement",
  "counts",
  "source",
  "created_at",
  "updated_at",
] as const;

type BareRow = (string | number | boolean | null)[];

function bareRow(ctx: Ctx, externalId: string): BareRow {
  const one = told(externalId);
  const at = String(one.deployedAt);
  const now = NOW.toISOString();
  return [
    ctx.workspaceId,
    uuidv7(),
    at,
    String(one.kind),
    String(one.title),
    "production",
    true,
    `{${services[sequence % SERVICES]}}`,
    null,
    `dev-${sequence % PEOPLE}`,
    Number(one.additions),
    Number(one.deletions),
    Number(one.files),
    at,
    one.ai ? "ai" : "unknown",
    true,
    "api",
    now,
    now,
  ];
}

const bareText = `insert into change (${BARE_COLUMNS.join(", ")}) values (${BARE_COLUMNS.map((_, at) => `$${at + 1}`).join(", ")})`;

function bareInsert({ pool }: DatabaseHandle, values: BareRow) {
  const query: QueryConfig = { name: "bare", text: bareText, values };
  return pool.query(query);
}

async function naiveInsert(
  { pool }: DatabaseHandle,
  ctx: Ctx,
  { services: slugs, author, ...one }: ChangeInput,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const found = await client.query("select id from service where workspace_id = $1 and slug = $2", [
      ctx.workspaceId,
      slugs?.[0],
    ]);
    const serviceId = String(found.rows[0]?.id);
    await client.query(
      "select person_id from person_handle where workspace_id = $1 and kind = 'login' and handle = $2",
      [ctx.workspaceId, author?.login],
    );
    const row = bareRow(ctx, one.externalId ?? "");
    const [, id = null, at = null] = row;
    await client.query("insert into change_identity values ($1, $2, $3, $4, $5)", [
      ctx.workspaceId,
      one.source,
      one.externalId,
      id,
      at,
    ]);
    await client.query(bareText, row);
    await client.query("insert into change_service values ($1, $2, $3, $4)", [
      ctx.workspaceId,
      serviceId,
      at,
      id,
    ]);
    const days =
      "insert into change_day as d values ($1, $2, $3::timestamptz::date, $4, 0, 1, 0) on conflict (workspace_id, service_id, day, involvement, slot) do update set changes = d.changes + 1";
    const involvement = row[14] ?? null;
    await client.query(days, [ctx.workspaceId, "00000000-0000-0000-0000-000000000000", at, involvement]);
    await client.query(days, [ctx.workspaceId, serviceId, at, involvement]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

async function bareBulk({ pool }: DatabaseHandle, ctx: Ctx, id: () => string): Promise<number> {
  const types = [
    "uuid",
    "uuid",
    "timestamptz",
    "text",
    "text",
    "text",
    "bool",
    "text",
    "uuid",
    "text",
    "int",
    "int",
    "int",
    "timestamptz",
    "text",
    "bool",
    "text",
    "timestamptz",
    "timestamptz",
  ];
  const cast = BARE_COLUMNS.map((name) => (name === "service_ids" ? "service_ids::uuid[]" : name)).join(", ");
  const text = `insert into change (${BARE_COLUMNS.join(", ")}) select ${cast} from unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(", ")}) as t (${BARE_COLUMNS.join(", ")})`;
  const startedMs = performance.now();
  for (let done = 0; done < BULK_LINES; done += 2000) {
    const rows = Array.from({ length: 2000 }, () => bareRow(ctx, id()));
    await pool.query({
      name: "bare-bulk",
      text,
      values: BARE_COLUMNS.map((_, at) => rows.map((row) => row[at])),
    });
  }
  return (BULK_LINES / (performance.now() - startedMs)) * 1000;
}

async function bulkRate(ctx: Ctx, id: () => string): Promise<number> {
  const encoder = new TextEncoder();
  const chunks = Array.from({ length: BULK_LINES / 500 }, () =>
    encoder.encode(Array.from({ length: 500 }, () => `${JSON.stringify(told(id()))}\n`).join("")),
  );
  const usage = process.cpuUsage();
  const startedMs = performance.now();
  const body = (async function* () {
    yield* chunks;
  })();
  const report = recordLines(ctx, body, {
    what: "bench",
    onFault: (error) => console.error(error),
  });
  const text = await new Response(report).text();
  const tookMs = performance.now() - startedMs;
  const used = process.cpuUsage(usage);
  const cpuUs = (used.user + used.system) / BULK_LINES;
  console.log(`\nprocessor time of our own process: ${cpuUs.toFixed(1)} us a line`);
  const created = text.split('"created"').length - 1;
  if (created !== BULK_LINES)
    throw new Error(`${created} of ${BULK_LINES} lines were recorded: ${text.slice(0, 300)}`);
  const stored = await ctx.db.execute<{ total: number }>(sql`
    select sum(changes)::int as total from change_day where workspace_id = ${ctx.workspaceId}`);
  if ((stored.rows[0]?.total ?? 0) < BULK_LINES) throw new Error("The days do not hold what was recorded.");
  return (BULK_LINES / tookMs) * 1000;
}
