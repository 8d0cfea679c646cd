import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type SQL, sql } from "drizzle-orm";
import { createDatabase } from "@/db/client";
import { changeListQuerySchema } from "@/domain/change/list-schema";
import { changeFailureRateQuerySchema } from "@/domain/change/measure-schema";
import { findCandidates } from "@/server/change/candidates";
import { changeFailureRate } from "@/server/change/failure-rate";
import { listChanges } from "@/server/change/list";
import { getChange } from "@/server/change/queries";
import type { Ctx } from "@/server/context";
import { LEDGER_SIZE } from "./changes-data";
import { DatabaseTime } from "./database-time";
import { withLedger } from "./kept-ledger";

const DAY_MS = 86_400_000;
const RUNS = 120;

/** The same numbers in every run, so that two runs ask the same. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

async function measure(ctx: Ctx, time: DatabaseTime, months: number): Promise<void> {
  const random = numbers(7);
  const oneOf = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(random() * list.length)];
    if (found === undefined) throw new Error("The benchmark's ledger is empty.");
    return found;
  };
  const anywhere = () => new Date(ctx.now.getTime() - random() * (months - 1) * 30 * DAY_MS);
  const services = (await ctx.db.execute<{ id: string; slug: string }>(sql`select id, slug from service`))
    .rows;
  const people = (await ctx.db.execute<{ id: string }>(sql`select id from person`)).rows;
  const samples = (
    await ctx.db.execute<{ id: string; revision: string }>(
      sql`select id, revision from change where at >= ${anywhere().toISOString()}::timestamptz limit 200`,
    )
  ).rows;
  const processId = (await ctx.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid;
  const report = async (label: string, work: () => Promise<unknown>, runs = RUNS, naive = false) => {
    const times: number[] = [];
    const works: number[] = [];
    for (let run = naive ? 0 : -10; run < runs; run += 1) {
      time.reset();
      const beforeMs = processorMs(processId);
      await work();
      if (run < 0) continue;
      times.push(time.ms);
      works.push(processorMs(processId) - beforeMs);
    }
    console.log(`  ${label.padEnd(58)} ${quantiles(times)} ms   processor ${quantiles(works)} ms`);
  };
  const page = (query: Record<string, unknown>) => listChanges(ctx, changeListQuerySchema.parse(query));
  const deep = (query: Record<string, unknown>) => page({ ...query, to: anywhere().toISOString() });

  console.log("\nOne page of 50 of the ledger, database time");
  await report("floor: 50 keys of one month from the index", () =>
    ctx.db.execute(keysOfMonth(ctx, anywhere())),
  );
  await report("newest first", () => page({}));
  await report("anywhere in five years", () => deep({}));
  await report("oldest first", () => page({ order: "asc" }));
  const filters: [label: string, query: () => Record<string, unknown>][] = [
    ["one service", () => ({ service: oneOf(services).slug })],
    ["three services", () => ({ service: [0, 1, 2].map(() => oneOf(services).slug).join(",") })],
    ["one author", () => ({ author: oneOf(people).id })],
    ["kind dns", () => ({ kind: "dns" })],
    ["kinds config and infrastructure", () => ({ kind: "config,infrastructure" })],
    ["level junior", () => ({ level: "junior" })],
    ["AI", () => ({ involvement: "ai" })],
    ["AI, evidence declared", () => ({ grade: "declared" })],
    ["AI, the rarest tool", () => ({ tool: "amp" })],
    ["contested", () => ({ standing: "contested" })],
    ["verdict cause", () => ({ verdict: "cause" })],
    ["staging", () => ({ environment: "staging" })],
    ["AI, cause", () => ({ involvement: "ai", verdict: "cause" })],
    [
      "AI, cause, one service",
      () => ({ involvement: "ai", verdict: "cause", service: oneOf(services).slug }),
    ],
    [
      "one service, config, junior",
      () => ({ service: oneOf(services).slug, kind: "config", level: "junior" }),
    ],
    ["words that many have", () => ({ q: "fix totals" })],
    ["words that few have", () => ({ q: `checkout ${Math.floor(random() * 100003)}` })],
    ["the head of a revision", () => ({ q: oneOf(samples).revision.slice(0, 10) })],
    ["what nothing matches: dns by a tool", () => ({ kind: "dns", tool: "none-such" })],
  ];
  for (const [label, query] of filters) await report(label, () => deep(query()), 60);
  const naiveService = oneOf(services).id;
  await report(
    "naive: one service by a join, by offset, all months",
    () => ctx.db.execute(naivePage(ctx, sql`cs.service_id = ${naiveService}`)),
    3,
    true,
  );
  await report("naive: offset 500,000", () => ctx.db.execute(naivePage(ctx, sql`true`)), 1, true);

  console.log("\nOne change with everything on its page, database time");
  await report("floor: its row by key", () => ctx.db.execute(rowByKey(ctx, oneOf(samples).id)));
  await report("the whole change", () => getChange(ctx, oneOf(samples).id));

  console.log("\nThe candidates for suspects of one incident, 7 days, database time");
  const hit = () => [oneOf(services).id, oneOf(services).id];
  const needed = () => Array.from({ length: 6 }, () => oneOf(services).id);
  const window = (to: Date) => ({ from: new Date(to.getTime() - 7 * DAY_MS), to });
  const lately = () => new Date(ctx.now.getTime() - random() * 14 * DAY_MS);
  await report("floor: 60 keys of one service from the index", () =>
    ctx.db.execute(keysOfService(ctx, hit(), anywhere())),
  );
  await report("two services hit, six needed, of the last two weeks", () =>
    findCandidates(ctx, { serviceIds: hit(), neededIds: needed(), ...window(lately()) }),
  );
  await report("two services hit, six needed, anywhere in five years", () =>
    findCandidates(ctx, { serviceIds: hit(), neededIds: needed(), ...window(anywhere()) }),
  );
  await report(
    "naive: an OR over a join, all months",
    () => ctx.db.execute(naiveCandidates(ctx, [...hit(), ...needed()], anywhere())),
    3,
    true,
  );

  const from = new Date(ctx.now.getTime() - months * 30 * DAY_MS).toISOString().slice(0, 10);
  const weekly = (query: Record<string, unknown>) =>
    changeFailureRateQuerySchema.parse({ from, grain: "week", ...query });
  console.log("\nChange failure rate by week over five years, database time");
  await report(
    "floor: the whole workspace's days from the index",
    () => ctx.db.execute(daysOfWorkspace(ctx)),
    20,
  );
  await report("the whole workspace, by week and class", () => changeFailureRate(ctx, weekly({})), 20);
  await report(
    "one service, by week and class",
    () => changeFailureRate(ctx, weekly({ service: oneOf(services).slug })),
    20,
  );
  await report("naive: by week from the changes", () => ctx.db.execute(naiveFailure(ctx)), 1, true);
}

/** The median and the time that one in twenty takes longer than. */
function quantiles(list: readonly number[]): string {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (ratio: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))] ?? 0).toFixed(2).padStart(8);
  return `p50 ${at(0.5)}  p95 ${at(0.95)}`;
}

/** What the server's process has worked so far, where it runs on this machine: busy neighbours do not lengthen it. */
function processorMs(processId: number | undefined): number {
  try {
    const [worked = ""] = readFileSync(`/proc/${processId}/schedstat`, "utf8").split(" ");
    return Number(worked) / 1e6;
  } catch {
    return Number.NaN;
  }
}

const monthOf = (at: Date) => ({
  from: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)).toISOString(),
  to: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)).toISOString(),
});

function keysOfMonth(ctx: Ctx, at: Date): SQL {
  const { from, to } = monthOf(at);
  return sql`select id, at from change where workspace_id = ${ctx.workspaceId}
    and at >= ${from}::timestamptz and at < ${to}::timestamptz order by at desc, id desc limit 50`;
}

function keysOfService(ctx: Ctx, [service]: readonly string[], at: Date): SQL {
  const { from, to } = monthOf(at);
  return sql`select change_id, at from change_service where workspace_id = ${ctx.workspaceId}
    and service_id = ${service}::uuid and at >= ${from}::timestamptz and at < ${to}::timestamptz
    order by at desc limit 60`;
}

function naivePage(ctx: Ctx, condition: SQL): SQL {
  return sql`select c.*, count(*) over () from change c
    join change_service cs on cs.workspace_id = c.workspace_id and cs.change_id = c.id
    where c.workspace_id = ${ctx.workspaceId} and ${condition} order by c.at desc, c.id desc offset 500000 limit 50`;
}

function rowByKey(ctx: Ctx, id: string): SQL {
  return sql`select change_id, change_at from change_identity
    where workspace_id = ${ctx.workspaceId} and change_id = ${id}::uuid`;
}

function naiveCandidates(ctx: Ctx, services: readonly string[], at: Date): SQL {
  return sql`select distinct c.id, c.at from change c
    join change_service cs on cs.workspace_id = c.workspace_id and cs.change_id = c.id
    where c.workspace_id = ${ctx.workspaceId} and c.at < ${at.toISOString()}::timestamptz
      and (cs.service_id = any(${sql.param(services)}::uuid[]) or c.kind in ('infrastructure', 'dns', 'config'))
    order by c.at desc limit 300`;
}

const WHOLE = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

function daysOfWorkspace(ctx: Ctx): SQL {
  return sql`select sum(changes) from change_day where workspace_id = ${ctx.workspaceId} and service_id = ${WHOLE}`;
}

function naiveFailure(ctx: Ctx): SQL {
  return sql`select date_trunc('week', at) as week, involvement, count(*),
      count(*) filter (where verdict in ('cause', 'contributing'))
    from change where workspace_id = ${ctx.workspaceId} and counts group by 1, 2 order by 1`;
}

/** `npx tsx bench/changes-ledger.ts [--changes N] [--months N]`: what reading the ledger costs the database. */
const { values } = parseArgs({
  options: { changes: { type: "string" }, months: { type: "string" } },
});
const size = {
  ...LEDGER_SIZE,
  changes: Number(values.changes ?? LEDGER_SIZE.changes),
  months: Number(values.months ?? LEDGER_SIZE.months),
};
await withLedger(size, async (url, ctx) => {
  const time = new DatabaseTime();
  const one = createDatabase(url, { statementTimeoutMs: 0, maxConnections: 1 });
  one.pool.on("connect", (client) => time.watch(client));
  try {
    await measure({ ...ctx, db: one.db }, time, size.months);
  } finally {
    await one.close();
  }
});
