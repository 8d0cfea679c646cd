import { randomBytes } from "node:crypto";
import { sign } from "@octokit/webhooks-methods";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { foldOf, readEvents } from "@/domain/integration/testing/fold";
import {
  disorder,
  githubHistory,
  type HostEvent,
  randomOf,
} from "@/domain/integration/testing/github-history";
import { ledgerOf, type TestHook, testHook } from "@/server/integrations/testing/hook";
import { workOffDue } from "@/server/integrations/work";
import { withBenchDatabase, withEmptyDatabase } from "./connect";
import { printRates, ratePerSecond } from "./measure";

const SEEDS = Number(process.env.SEEDS ?? 50);
const EVENTS = Number(process.env.EVENTS ?? 5000);
const DATABASE_SEEDS = Number(process.env.DATABASE_SEEDS ?? 3);
const DATABASE_EVENTS = Number(process.env.DATABASE_EVENTS ?? 600);
const FIRST_SEED = Number(process.env.FIRST_SEED ?? 1);
const BURST_MAX = Number(process.env.BURST_MAX ?? 100);
const RATE_MS = 4000;
const CONNECTIONS = 4;

/**
 * `npx tsx bench/webhooks.ts`: whether order matters, over many seeds, and how fast deliveries are taken and worked off.
 * `DATABASE_SEEDS=50 DATABASE_EVENTS=5000 ORDER_ONLY=1` runs all of it through the database.
 */
export async function benchWebhooks(url: string): Promise<void> {
  if (process.env.ORDER_ONLY === undefined) {
    benchFold();
    await withEmptyDatabase(url, benchReceiving);
  }
  await withEmptyDatabase(url, benchOrder);
}

/** In memory: the same steps as the server's, over every seed. */
function benchFold(): void {
  const startedMs = performance.now();
  let delivered = 0;
  const different: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const events = githubHistory(seed, EVENTS);
    const readings = readEvents(events);
    const late = disorder(events, { seed, twice: 0.3, shuffled: 0.3 });
    delivered += late.length;
    if (foldOf(late, readings) !== foldOf(events, readings)) different.push(seed);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `order, in memory: ${SEEDS} seeds of ${EVENTS} events, ${delivered.toLocaleString("en")} deliveries with 30 % twice and 30 % misplaced: ${different.length} differ from the run in order${different.length > 0 ? ` (${different.join(", ")})` : ""}; ${seconds.toFixed(0)} s`,
  );
}

/** Storing a delivery, with its signature checked, beside a bare prepared INSERT of the same row and the naive way. */
export async function benchReceiving({ db, pool }: DatabaseHandle): Promise<void> {
  const hook = await testHook(db, "github");
  const payload = githubHistory(1, 50).find(({ event }) => event === "pull_request")?.payload ?? {};
  const body = JSON.stringify(payload);
  const signature = await sign(hook.secret, body);
  const headers = { "x-github-event": "pull_request", "x-hub-signature-256": signature };
  const rowOf = (id: string) => [
    hook.workspaceId,
    id,
    hook.integrationId,
    id,
    headers,
    Buffer.from(body),
    hook.now,
  ];
  const rate = (work: () => Promise<unknown>) => ratePerSecond({ forMs: RATE_MS, hands: CONNECTIONS }, work);
  const floor = await rate(() => pool.query({ name: "bare", text: BARE, values: rowOf(uuidv7()) }));
  const send = () => hook.send(body, { ...headers, "x-github-delivery": uuidv7() });
  const ours = await rate(send);
  const [find, store] = await statementsOf(pool, hook, send);
  const alone = await rate(async () => {
    await pool.query(find);
    const id = uuidv7();
    await pool.query({ ...store, values: store.values?.with(1, id).with(3, id) });
  });
  const naive = await rate(async () => {
    const id = uuidv7();
    const found = await pool.query("select workspace_id from workspace where slug = $1", [hook.slug]);
    const place = [found.rows[0]?.workspace_id, hook.integrationId];
    await pool.query("select * from integration where workspace_id = $1 and id = $2", place);
    const known = await pool.query(
      "select id from webhook_delivery where workspace_id = $1 and integration_id = $2 and external_id = $3",
      [...place, id],
    );
    if (known.rows.length === 0) await pool.query(BARE, rowOf(id));
    await pool.query(
      "update integration set last_delivery_at = now() where workspace_id = $1 and id = $2",
      place,
    );
  });
  printRates(`Receiving a delivery, ${CONNECTIONS} connections, ${body.length} bytes`, [
    ["floor: a prepared INSERT of the row, same indexes", floor],
    ["ours: look-up, signature, reading, storing", ours],
    ["of it the database's side: the statements alone", alone],
    ["naive: integration, duplicates, row, each by itself", naive],
  ]);
}

const BARE = `insert into webhook_delivery (workspace_id, id, integration_id, external_id, event, headers, body,
  status, received_at, due_at) values ($1, $2, $3, $4, 'pull_request.opened', $5, $6, 'received', $7, $7)`;

/** What a delivery sends to the database, as it sends it: the look-up of its integration and its own row. */
async function statementsOf(
  pool: pg.Pool,
  hook: TestHook,
  send: () => Promise<unknown>,
): Promise<[find: pg.QueryConfig, store: pg.QueryConfig]> {
  const sent: pg.QueryConfig[] = [];
  const client = await pool.connect();
  const query = client.query.bind(client);
  const noted = (config: pg.QueryConfig, values?: unknown[]) => {
    sent.push({ name: config.name, text: config.text, values });
    return query(config, values);
  };
  Object.assign(client, { query: noted });
  const { db } = hook;
  hook.db = drizzle(client);
  await send();
  hook.db = db;
  client.release(true);
  const [find, store] = sent;
  if (find === undefined || store === undefined || sent.length > 2)
    throw new Error(`${sent.length} statements were sent.`);
  return [find, store];
}

/** Through the database: some deliveries are stored, then worked off, then the next come. */
async function benchOrder({ db }: DatabaseHandle): Promise<void> {
  const startedMs = performance.now();
  const different: string[] = [];
  let [deliveries, changes] = [0, 0];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + DATABASE_SEEDS; seed += 1) {
    const events = githubHistory(seed, DATABASE_EVENTS);
    const late = disorder(events, { seed, twice: 0.3, shuffled: 0.3 });
    const inOrder = await deliver(await testHook(db, "github"), events, randomOf(seed));
    const outOfOrder = await deliver(await testHook(db, "github"), late, randomOf(-seed));
    deliveries += events.length + late.length;
    changes += inOrder.changes?.length ?? 0;
    const parts = Object.keys(inOrder).filter(
      (part) => JSON.stringify(inOrder[part]) !== JSON.stringify(outOfOrder[part]),
    );
    if (parts.length > 0) different.push(`seed ${seed} in ${parts.join(", ")}`);
    console.log(`  seed ${seed}: ${parts.length === 0 ? "the same" : "different"}`);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `order, through the database: ${DATABASE_SEEDS} seeds of ${DATABASE_EVENTS} events, ${deliveries.toLocaleString("en")} deliveries with 30 % twice and 30 % misplaced in one of two runs, ${changes.toLocaleString("en")} changes: ${different.length} differ from the run in order${different.length > 0 ? ` (${different.join("; ")})` : ""}; ${(deliveries / seconds).toFixed(0)} deliveries/s`,
  );
}

/** In bursts of one to a hundred; of two that are received at one instant none would be the earlier. */
async function deliver(hook: TestHook, events: readonly HostEvent[], random: () => number) {
  let burst = 0;
  for (const { event, payload, delivery } of events) {
    hook.now = new Date(hook.now.getTime() + 1);
    await hook.github(event, payload, delivery);
    burst -= 1;
    if (burst > 0) continue;
    await workOffDue(hook);
    burst = Math.ceil(random() * BURST_MAX);
  }
  await workOffDue(hook);
  if (hook.faults.length > 0) throw hook.faults[0];
  return ledgerOf(hook);
}

// The secrets of integrations are sealed under it.
process.env.FAULTLINE_SECRET ??= randomBytes(32).toString("base64url");
if (process.argv[1]?.endsWith("webhooks.ts")) await withBenchDatabase((_database, url) => benchWebhooks(url));
