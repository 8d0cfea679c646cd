import { randomBytes } from "node:crypto";
import { sign } from "@octokit/webhooks-methods";
import { drizzle } from "drizzle-orm/node-postgres";
import { v7 as uuidv7 } from "uuid";
import type { DatabaseHandle } from "@/db/client";
import { foldOf, readEvents } from "@/domain/integration/testing/fold";
import {
  disorder,
  githubHistory,
  type HostEvent,
  randomOf,
} from "@/domain/integration/testing/github-history";
import { receiveDelivery } from "@/server/integrations/receive";
import { ledgerOf, type TestHook, testHook } from "@/server/integrations/testing/hook";
import { workOffDue } from "@/server/integrations/work";
import { withBenchDatabase, withEmptyDatabase } from "./connect";
import { DatabaseTime } from "./database-time";

const SEEDS = Number(process.env.SEEDS ?? 50);
const EVENTS = Number(process.env.EVENTS ?? 5000);
const DATABASE_SEEDS = Number(process.env.DATABASE_SEEDS ?? 3);
const DATABASE_EVENTS = Number(process.env.DATABASE_EVENTS ?? 600);
const FIRST_SEED = Number(process.env.FIRST_SEED ?? 1);
const BURST_MAX = Number(process.env.BURST_MAX ?? 100);
const RATE_MS = 4000;
const CONNECTIONS = 4;
const ROUNDS = 1000;

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

/** Storing a delivery, with its signature checked, beside a bare prepared INSERT of the same row. */
async function benchReceiving({ db, pool }: DatabaseHandle): Promise<void> {
  const hook = await testHook(db, "github");
  const payload = githubHistory(1, 50).find(({ event }) => event === "pull_request")?.payload ?? {};
  const body = JSON.stringify(payload);
  const signature = await sign(hook.secret, body);
  const headers = { "x-github-event": "pull_request", "x-hub-signature-256": signature };
  const text = `insert into webhook_delivery (workspace_id, id, integration_id, external_id, event, headers, body,
    status, received_at, due_at) values ($1, $2, $3, $4, 'pull_request.opened', $5, $6, 'received', $7, $7)`;
  const floor = await rateOf(async () => {
    const id = uuidv7();
    const values = [hook.workspaceId, id, hook.integrationId, id, headers, Buffer.from(body), hook.now];
    await pool.query({ name: "bare", text, values });
  });
  const ours = await rateOf(() => hook.send(body, { ...headers, "x-github-delivery": uuidv7() }));
  console.log(
    `receiving: floor ${floor.toFixed(0)}/s (bare prepared INSERT), ours ${ours.toFixed(0)}/s (${Math.round((100 * ours) / floor)} %), ${CONNECTIONS} connections, ${body.length} bytes`,
  );
  // The same without what Node does: signature, parsing, and the waiting of a busy machine's event loop.
  const watched = new DatabaseTime();
  const client = await pool.connect();
  watched.watch(client);
  const alone = drizzle(client);
  const [bareMs, oursMs] = [[], []] as [number[], number[]];
  for (let round = 0; round < ROUNDS; round += 1) {
    watched.reset();
    const id = uuidv7();
    const values = [hook.workspaceId, id, hook.integrationId, id, headers, Buffer.from(body), hook.now];
    await client.query({ name: "bare", text, values });
    bareMs.push(watched.ms);
    watched.reset();
    await receiveDelivery(
      { db: alone, now: hook.now },
      {
        workspace: hook.slug,
        integrationId: hook.integrationId,
        headers: new Headers({
          "content-type": "application/json",
          ...headers,
          "x-github-delivery": uuidv7(),
        }),
        bytes: new TextEncoder().encode(body),
      },
    );
    oursMs.push(watched.ms);
  }
  client.release(true);
  const [bare, mine] = [median(bareMs), median(oursMs)];
  console.log(
    `receiving, database side: floor ${bare.toFixed(2)} ms, ours ${mine.toFixed(2)} ms (${Math.round((100 * bare) / mine)} % of the rate), medians of ${ROUNDS}`,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const untilMs = performance.now() + RATE_MS;
  let done = 0;
  const hand = async () => {
    while (performance.now() < untilMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, hand));
  return (done * 1000) / RATE_MS;
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
