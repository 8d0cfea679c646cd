import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { DatabaseHandle } from "@/db/client";
import { statementName } from "@/db/named-query";
import { clientOf } from "@/db/transaction-client";
import type { ChangeInput } from "@/domain/change/schema";
import { plainStatement } from "@/server/change/plain-statement";
import { recordChanges } from "@/server/change/record";
import { recordLines } from "@/server/change/record-lines";
import { recordChange } from "@/server/change/record-one";
import { plainRow } from "@/server/change/record-plain";
import type { Ctx } from "@/server/context";
import {
  BARE_COLUMNS,
  type BareRow,
  bareRow,
  input,
  inputs,
  makeLedger,
  people,
  services,
  told,
  toldInNoOrder,
  toldOfRepository,
} from "./changes-told";
import { withEmptyDatabase } from "./connect";
import { median, printRates, ratePerSecond } from "./measure";
import { ProcessorTime } from "./processor-time";

const CONNECTIONS = 8;
const SINGLE_MS = 4_000;
const SINGLE_ROUNDS = 3;
const BULK_LINES = 120_000;
const REPOSITORY_LINES = 24_000;
/** Of the two that are compared: each takes three seconds, in which a write to the disk is much. */
const BULK_ROUNDS = 5;
const BULK_BATCH = 2000;
const NAIVE_MS = 3_000;

/** Rates of the ways in, each with its floor and the naive way in the same run, all of them into empty ledgers. */
export async function benchChangesIngest(_database: DatabaseHandle, url: string): Promise<void> {
  await benchSingle(url);
  const rates = new Map<string, number>();
  const measure = async (name: string, work: (database: DatabaseHandle) => Promise<number>, rounds = 1) => {
    const found: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await withEmptyDatabase(url, async (database) => void found.push(await work(database)), CONNECTIONS);
    }
    if (rounds > 1) console.log(`${name}: ${found.map(Math.round).join(", ")} /s`);
    rates.set(name, median(found.toSorted((a, b) => a - b)));
  };
  const bulk = (lines: number, make: (id: string) => unknown) => (database: DatabaseHandle) =>
    bulkRate(database, lines, make);
  // A server that has been running for a while has compiled what it runs often.
  await measure("warm-up", bulk(BULK_LINES / 2, told));
  await measure("floor: COPY of ready rows into change alone, same indexes", bareCopy, BULK_ROUNDS);
  await measure("ours: NDJSON to rows, days and report", bulk(BULK_LINES, told), BULK_ROUNDS);
  await measure("ours, lines in no order of time", bulk(BULK_LINES, toldInNoOrder), BULK_ROUNDS);
  await measure("ours, each line with a repository and a revision", bulk(REPOSITORY_LINES, toldOfRepository));
  await measure("naive: a query per table", async (database) => {
    const ctx = await makeLedger(database);
    const id = idsOf("naive");
    return await rate(NAIVE_MS, () => naiveInsert(database, ctx, input(id())));
  });
  rates.delete("warm-up");
  printRates("In bulk", [...rates]);
}

const rate = (forMs: number, work: () => Promise<unknown>) =>
  ratePerSecond({ forMs, hands: CONNECTIONS }, work);

function idsOf(prefix: string): () => string {
  let next = 0;
  return () => `${prefix}-${next++}`;
}

const SINGLE_WAYS = [
  "floor: a prepared INSERT into change, same indexes",
  "ours: recordChanges, one telling",
  "ours with the audit event and the answer, as a POST has them",
  "of it the database's side: the statement alone",
  "naive: a query per table",
] as const;

/** Medians over rounds, each into an empty ledger: a few seconds are soon lost to a disk that is busy. */
async function benchSingle(url: string): Promise<void> {
  const rounds: number[][] = [];
  for (let round = 0; round < SINGLE_ROUNDS; round += 1) {
    await withEmptyDatabase(
      url,
      async (database) => void rounds.push(await singleRates(database)),
      CONNECTIONS,
    );
  }
  const middle = (way: number) =>
    median(rounds.map((rates) => rates[way] ?? Number.NaN).toSorted((x, y) => x - y));
  printRates(
    `One change at a time, ${CONNECTIONS} connections`,
    SINGLE_WAYS.map((name, way) => [name, middle(way)] as const),
  );
}

async function singleRates(database: DatabaseHandle): Promise<number[]> {
  const ctx = await makeLedger(database);
  const single = idsOf("single");
  const backends = new ProcessorTime();
  const worked = async (way: string, perSecond: number) => {
    const us = ((await backends.read(database.pool)) * 1000) / ((perSecond * SINGLE_MS) / 1000);
    console.log(`processor time of the database a change: ${us.toFixed(0)} us, ${way}`);
  };
  await backends.read(database.pool);
  const floor = await rate(SINGLE_MS, () => bareInsert(database, bareRow(ctx, single())));
  await worked("floor", floor);
  const ready = inputs(single);
  const ours = await rate(SINGLE_MS, () =>
    recordChanges(ctx, [{ input: ready(), source: "api", what: "bench", line: 1 }]),
  );
  const answered = inputs(single);
  const posted = await rate(SINGLE_MS, () => recordChange(ctx, answered()));
  const statement = statements(ctx, single);
  await backends.read(database.pool);
  const alone = await rate(SINGLE_MS, () => database.pool.query(statement()));
  await worked("the statement alone", alone);
  const naive = await rate(NAIVE_MS, () => naiveInsert(database, ctx, input(single())));
  return [floor, ours, posted, alone, naive];
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
    audit: null,
    isAnswered: false,
  };
  const make = () => {
    const row = plainRow(ctx, { input: input(id()), source: "api", what: "bench", line: 1 }, names);
    const { text, params } = plainStatement(ctx, row, names);
    return { name: statementName(text), text, values: params };
  };
  const made = Array.from({ length: 60_000 }, make);
  let next = 0;
  return () => made[next++] ?? make();
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
    const involvement = row[BARE_COLUMNS.indexOf("involvement")] ?? null;
    await client.query(days, [ctx.workspaceId, "00000000-0000-0000-0000-000000000000", at, involvement]);
    await client.query(days, [ctx.workspaceId, serviceId, at, involvement]);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** The same rows as ready text, so that nothing but the database works. */
async function bareCopy(database: DatabaseHandle): Promise<number> {
  const { db } = database;
  const ctx = await makeLedger(database);
  const id = idsOf("copied");
  const batches = Array.from({ length: BULK_LINES / BULK_BATCH }, () =>
    Array.from({ length: BULK_BATCH }, () => `${bareRow(ctx, id()).map(copyField).join("\t")}\n`).join(""),
  );
  const startedMs = performance.now();
  for (const text of batches) {
    await db.transaction(async (tx) => {
      const stream = clientOf(tx).query(copyFrom(`copy change (${BARE_COLUMNS.join(", ")}) from stdin`));
      await pipeline(Readable.from([Buffer.from(text)]), stream);
    });
  }
  return (BULK_LINES / (performance.now() - startedMs)) * 1000;
}

const copyField = (value: BareRow[number]) => (value === null ? "\\N" : String(value));

async function bulkRate(
  database: DatabaseHandle,
  lines: number,
  make: (id: string) => unknown,
): Promise<number> {
  const { pool } = database;
  const ctx = await makeLedger(database);
  const id = idsOf("bulk");
  const encoder = new TextEncoder();
  const chunks = Array.from({ length: lines / 500 }, () =>
    encoder.encode(Array.from({ length: 500 }, () => `${JSON.stringify(make(id()))}\n`).join("")),
  );
  const usage = process.cpuUsage();
  const backends = new ProcessorTime();
  await backends.read(pool);
  const startedMs = performance.now();
  const body = (async function* () {
    for (const chunk of chunks) {
      // As from a socket: in between, the process takes up what else has come.
      await nextTurn();
      yield chunk;
    }
  })();
  const report = recordLines(ctx, body, {
    what: "bench",
    onFault: (error) => console.error(error),
  });
  const text = await new Response(report).text();
  const tookMs = performance.now() - startedMs;
  const used = process.cpuUsage(usage);
  const cpuUs = (used.user + used.system) / lines;
  const databaseUs = ((await backends.read(pool)) * 1000) / lines;
  console.log(
    `processor time a line: our own process ${cpuUs.toFixed(1)} us, the database ${databaseUs.toFixed(1)} us`,
  );
  const created = text.split('"created"').length - 1;
  if (created !== lines) throw new Error(`${created} of ${lines} lines were recorded: ${text.slice(0, 300)}`);
  const stored = await ctx.db.execute<{ total: number }>(sql`
    select sum(changes)::int as total from change_day where workspace_id = ${ctx.workspaceId}`);
  if ((stored.rows[0]?.total ?? 0) < lines) throw new Error("The days do not hold what was recorded.");
  return (lines / tookMs) * 1000;
}
