import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { policyVersion, pullRequest } from "@/db/schema";
import type { GateAnswer } from "@/domain/gate/schema";
import type { Rule } from "@/domain/sign-off/policy";
import { createApi } from "@/server/api/app";
import { giveToken } from "@/server/api/testing/callers";
import { testDependencies } from "@/server/api/testing/dependencies";
import type { Ctx } from "@/server/context";
import { queueAssessments } from "@/server/sign-off/queue-assessment";
import { assessDue } from "@/server/sign-off/work";
import { LEDGER_SIZE, type LedgerSize } from "./changes-data";
import { withLedger } from "./kept-ledger";

// A line for each request would be measured with it.
process.env.FAULTLINE_LOG_LEVEL ??= "error";

const RUNS = 400;
const WARM_UPS = 40;
const AT_ONCE = 4;
const REQUESTS = 2000;

const RULES: Rule[] = [
  {
    id: "juniors",
    name: "Junior and mid need a senior",
    mode: "enforce",
    when: { involvement: ["ai"], authorLevels: ["junior", "mid", "unknown"] },
    require: { approvals: 1, minimumLevel: "senior", withinMinutes: 240 },
  },
  {
    id: "seniors",
    name: "Seniors need their manager",
    mode: "monitor",
    when: { involvement: ["ai"], authorLevels: ["senior", "principal"], minimumLines: 200 },
    require: { approvals: 1, minimumLevel: "manager", team: "own" },
  },
  {
    id: "large",
    name: "Large changes need two",
    mode: "enforce",
    when: { minimumLines: 400, environments: ["production"] },
    require: { approvals: 2, team: "another" },
  },
];

/** What is asked: the newest code of each repository, which brings what was merged since its last deployment. */
async function prepare(ctx: Ctx): Promise<void> {
  const run = (text: string) => ctx.db.execute(sql.raw(text));
  if ((await ctx.db.select().from(policyVersion)).length > 0) return;
  // Nothing was deployed within the last day, so that every repository has a day's merges to bring.
  await run(`update change set environment = 'preview', production = false
    where kind = 'deployment' and at > '${new Date(ctx.now.getTime() - 86_400_000).toISOString()}'`);
  await ctx.db.insert(policyVersion).values({
    workspaceId: ctx.workspaceId,
    version: 1,
    rules: RULES,
    whenUnreachable: "closed",
    reason: "Benchmark",
    savedBy: "Benchmark",
    savedAt: new Date("2020-01-01T00:00:00Z"),
    effectiveFrom: new Date("2020-01-01T00:00:00Z"),
  });
  // A year of what was ever asked for: what waits is little among it.
  await run(`insert into sign_off_request (workspace_id, id, subject, change_id, change_at, repository_id, state, holds,
      policy_version, rule_id, rule_name, mode, reason, missing_approvals, minimum_level, revision, environment, kind,
      title, service_ids, author_id, author_level, involvement, requested_at, live_at, created_at, updated_at)
    select workspace_id, id, 'change', id, at, repository_id, 'satisfied', false, 1, 'juniors',
      'Junior and mid need a senior', 'enforce', 'It has what is asked for.', 0, 'senior', revision, environment, kind,
      title, service_ids, author_id, author_level, involvement, at, at, at, at
    from change where involvement = 'ai' and kind = 'code' and author_level in ('junior', 'mid')
      and at > '${new Date(ctx.now.getTime() - 365 * 86_400_000).toISOString()}'`);
  // Two in three of them are signed.
  await run(`insert into sign_off (workspace_id, request_id, id, person_id, decision, level, revision, at, source, recorded_at)
    select r.workspace_id, r.id, r.id, p.id, 'approved', 'senior', r.revision, r.requested_at, 'github', r.requested_at
    from sign_off_request r
    join lateral (select id from person where id <> r.author_id order by id limit 1) p on true
    where get_byte(uuid_send(r.id), 15) % 3 > 0`);
  const repositories = await ctx.db.execute<{ id: string }>(sql`select id from repository`);
  await ctx.db.insert(pullRequest).values(
    Array.from({ length: REQUESTS }, (_, index) => ({
      workspaceId: ctx.workspaceId,
      repositoryId: repositories.rows[index % repositories.rows.length]?.id ?? "",
      number: index + 1,
      title: `Request ${index}`,
      state: "open" as const,
      headBranch: `branch-${index}`,
      headRevision: requestHead(index),
      additions: index % 900,
      deletions: 5,
      files: 3,
      openedAt: ctx.now,
      describedAt: ctx.now,
    })),
  );
  await assessPending(ctx);
  for (const table of ["sign_off_request", "sign_off", "pull_request", "repository", "change"]) {
    await run(`vacuum (analyze) ${table}`);
  }
}

/** As the worker leaves it: what is asked of everything that waits is on record. */
async function assessPending(ctx: Ctx): Promise<void> {
  const pending = await ctx.db.execute<{ id: string }>(sql`
    select id from change where workspace_id = ${ctx.workspaceId} and kind = 'code'
      and at > ${new Date(ctx.now.getTime() - 2 * 86_400_000).toISOString()}`);
  const requests = await ctx.db.execute<{ repository_id: string; number: number }>(sql`
    select repository_id, number from pull_request where workspace_id = ${ctx.workspaceId}`);
  await queueAssessments(ctx, {
    changeIds: pending.rows.map(({ id }) => id),
    pullRequests: requests.rows.map((row) => ({ repositoryId: row.repository_id, pullRequest: row.number })),
  });
  await assessDue({ db: ctx.db, now: ctx.now });
}

const requestHead = (index: number) => (index + 1).toString(16).padStart(40, "e");

interface Question {
  body: Record<string, unknown>;
}

async function questions(ctx: Ctx) {
  const newest = await ctx.db.execute<{ id: string; name: string; revision: string; waiting: number }>(sql`
    select c.id, r.name, c.revision, (select count(*)::int from change w where w.workspace_id = r.workspace_id
        and w.repository_id = r.id and w.kind = 'code'
        and w.at > ${new Date(ctx.now.getTime() - 86_400_000).toISOString()}) as waiting
    from repository r cross join lateral (
      select id, revision from change where workspace_id = r.workspace_id and repository_id = r.id and kind = 'code'
      order by at desc limit 1) c
    order by waiting`);
  const rows = newest.rows;
  const revision = ({ name, revision: sha }: (typeof rows)[number]): Question => ({
    body: { repository: name, revision: sha },
  });
  const names = await ctx.db.execute<{ name: string }>(sql`select name from repository order by id`);
  return {
    unknown: Array.from({ length: 200 }, (_, index) => ({
      body: {
        repository: rows[index % rows.length]?.name,
        revision: (index + 1).toString(16).padStart(40, "f"),
      },
    })),
    change: rows.map(({ id }) => ({ body: { change: id } })),
    few: rows.slice(0, rows.length / 2).map(revision),
    many: rows.slice(-10).map(revision),
    every: rows.map(revision),
    request: Array.from({ length: REQUESTS }, (_, index) => ({
      body: { repository: names.rows[index % names.rows.length]?.name, revision: requestHead(index) },
    })),
  };
}

async function measure(database: DatabaseHandle, ctx: Ctx): Promise<void> {
  const app = createApi(
    testDependencies(
      () => database.db,
      () => ctx.now,
    ),
  );
  const token = await giveToken(database.db, ctx.workspaceId, { scopes: ["read"] });
  const send = async ({ body }: Question, expected = 200) => {
    const text = JSON.stringify(body);
    const answer = await app.request("/api/v1/gate", {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": String(text.length),
      },
      body: text,
    });
    const told = await answer.text();
    if (answer.status !== expected) throw new Error(`${answer.status} ${told}`);
    return JSON.parse(told) as GateAnswer;
  };
  const asked = await questions(ctx);
  const processorMs = async () => ownProcessorMs() + (await serverProcessorMs(database));
  const report = async (
    label: string,
    list: readonly Question[],
    ask: (one: Question) => Promise<unknown> = send,
  ) => {
    await timed(list, ask, { runs: WARM_UPS, atOnce: 1 });
    const beforeMs = await processorMs();
    const alone = await timed(list, ask, { runs: RUNS, atOnce: 1 });
    const workedMs = ((await processorMs()) - beforeMs) / RUNS;
    const together = await timed(list, ask, { runs: RUNS, atOnce: AT_ONCE });
    console.log(
      `  ${label.padEnd(54)} ${quantiles(alone)}  processor ${workedMs.toFixed(2).padStart(6)}   ${AT_ONCE} at once ${quantiles(together)}`,
    );
  };
  console.log("\nAsking the gate, ms, through the whole API without a socket");
  await report("floor: an authenticated request that is refused unread", asked.every, () =>
    send({ body: { repository: "github.com/acme/shop", revision: "abc" } }, 422),
  );
  await report("floor: one look-up in the index of revisions", asked.every, ({ body }) =>
    database.db.execute(sql`select change_id from change_identity where workspace_id = ${ctx.workspaceId}
      and source = ${body.repository} and external_id = ${`commit:${body.revision}`}`),
  );
  await report("a revision that is not on record", asked.unknown);
  await report("one change by its id", asked.change);
  await report("the head of an open pull request", asked.request);
  const counts = await Promise.all(asked.every.map(async (one) => (await send(one)).changeCount));
  counts.sort((a, b) => a - b);
  console.log(
    `  a revision brings ${counts[counts.length >> 1]} changes at the median, ${counts.at(-1)} at most`,
  );
  await report("a revision, of every repository", asked.every);
  await report("a revision, of the quieter half", asked.few);
  await report("a revision, of the ten busiest", asked.many);
  await report("the same question by everybody", asked.few.slice(0, 1));
}

/** What this process has worked so far. */
function ownProcessorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What the server's processes for this database have, where they run on this machine: busy neighbours do not count. */
async function serverProcessorMs({ pool }: DatabaseHandle): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database()",
  );
  try {
    const worked = rows.map(({ pid }) =>
      Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]),
    );
    return worked.reduce((sum, ns) => sum + ns, 0) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds of each call, in order of size. */
async function timed(
  list: readonly Question[],
  ask: (one: Question) => Promise<unknown>,
  { runs, atOnce }: { runs: number; atOnce: number },
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const work = async () => {
    for (let run = next++; run < runs; run = next++) {
      const one = list[run % list.length];
      if (one === undefined) return;
      const startedMs = performance.now();
      await ask(one);
      times.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times.sort((a, b) => a - b);
}

function quantiles(sorted: readonly number[]): string {
  const at = (ratio: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(ratio * sorted.length))] ?? 0).toFixed(2).padStart(7);
  return `p50 ${at(0.5)}  p95 ${at(0.95)}  p99 ${at(0.99)}`;
}

/** `npx tsx bench/gate.ts [--changes N] [--months N]`: what an answer of the gate takes, in a ledger of ten million. */
const { values } = parseArgs({ options: { changes: { type: "string" }, months: { type: "string" } } });
const size: LedgerSize = {
  ...LEDGER_SIZE,
  changes: Number(values.changes ?? LEDGER_SIZE.changes),
  months: Number(values.months ?? LEDGER_SIZE.months),
};
await withLedger(size, async (url, ctx) => {
  const database = createDatabase(url, { statementTimeoutMs: 0, maxConnections: 10 });
  try {
    const startedMs = performance.now();
    await prepare({ ...ctx, db: database.db });
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    console.log(`${RULES.length} rules; requests for sign-off ready after ${seconds} s`);
    await measure(database, { ...ctx, db: database.db });
  } finally {
    await database.close();
  }
});
