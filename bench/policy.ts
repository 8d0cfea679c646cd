import { sql } from "drizzle-orm";
import { createDatabase } from "@/db/client";
import { type EvaluationInput, evaluatePolicy } from "@/domain/sign-off/evaluate";
import type { Policy, Rule } from "@/domain/sign-off/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import { type PastChange, replayPolicy } from "@/domain/sign-off/replay";
import type { Ctx } from "@/server/context";
import { readScope } from "@/server/measure/scope";
import { readPast } from "@/server/policy/past-changes";
import { replayOn } from "@/server/policy/replay";
import { LEDGER_SIZE, type LedgerSize } from "./changes-data";
import { withLedger } from "./kept-ledger";
import { median, sample } from "./measure";

// How fast policies are evaluated in one thread, and how long a replay of 100,000 changes takes with its loading:
// `npx tsx bench/policy.ts`. The ledger holds 730,000 changes of three years, of which the last six months are replayed.

const MONTHS = 6;
const CHANGES = 730_000;
const LEDGER_MONTHS = 36;
const RUNS = 7;

const policy: Policy = { rules: PRESETS.map(({ about: _, ...rule }) => rule) };

/** A freeze on Fridays, nights over midnight elsewhere, and a freeze of two weeks. */
const WINDOWED: Rule[] = [
  [{ weekdays: [5], fromTime: "14:00", toTime: "23:59", zone: "Europe/Berlin" }],
  [{ weekdays: [1, 2, 3, 4, 5], fromTime: "22:30", toTime: "06:15", zone: "America/New_York" }],
  [{ from: "2026-09-01T00:00:00Z", to: "2026-09-15T00:00:00Z" }],
].map((windows, index) => ({
  id: `window-${index}`,
  name: `Window ${index}`,
  mode: "enforce",
  when: { environments: ["production"], windows },
  require: { approvals: 1, minimumLevel: "senior" },
}));

const SIZE: LedgerSize = { ...LEDGER_SIZE, changes: CHANGES, months: LEDGER_MONTHS };

/** A third of the changes was approved by a colleague, as on a code host; a tenth of those by its own author. */
async function giveReviews({ db }: Ctx): Promise<void> {
  if ((await db.execute(sql`select from person_level limit 1`)).rowCount !== 0) return;
  await db.execute(sql`
    insert into change_detail (workspace_id, change_id, reviewers)
    select workspace_id, id, jsonb_build_array(jsonb_build_object('name', 'Engineer', 'personId',
      case when hashtext(title) % 10 = 0 then author_id else (array(select id from person order by id))
        [1 + (hashtext(id::text) & 65535) % ${SIZE.people}] end, 'state', 'approved',
      'at', to_char(at - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
    from change where at >= now() - interval '100 years' and author_id is not null
      and hashtext(id::text) % 3 = 0`);
  await db.execute(sql`
    insert into person_level (workspace_id, person_id, effective_from, level)
    select workspace_id, id, '-infinity', (array['junior', 'mid', 'senior', 'senior', 'principal', 'manager'])
      [1 + (hashtext(id::text) & 65535) % 6] from person`);
  await db.execute(sql`analyze`);
}

async function measureAll(ctx: Ctx): Promise<void> {
  await giveReviews(ctx);
  const scope = await readScope(ctx, { service: null, team: null, cause: null });
  const fromMs = ctx.now.getTime() - MONTHS * 30 * 86_400_000;
  const { changes, count } = await readPast(ctx, scope, { fromMs, policies: [policy] });
  console.log(
    `${count.toLocaleString("en")} changes of the last ${MONTHS} months, read as ${changes.length.toLocaleString("en")}; 4 rules`,
  );
  console.log(`  ${"".padEnd(48)} ${["median", "best", "own"].map((name) => name.padStart(9)).join("  ")}`);

  const read = () => readPast(ctx, scope, { fromMs, policies: [policy] });
  await measure("reading them", read);
  await measure("replaying one policy on what was read", () => replayPolicy(policy, changes));
  await measure("reading and replaying one policy", async () => replayPolicy(policy, (await read()).changes));
  await measure("the whole answer: the draft and five presets", () =>
    replayOn(ctx, { policy, months: MONTHS }),
  );
  const frozen = { ...policy, rules: [...policy.rules, ...WINDOWED] };
  await measure("the same of a draft with three windows of time", () =>
    replayOn(ctx, { policy: frozen, months: MONTHS }),
  );
  rate("of changes that a rule asks something of", changes);
  rate("of every change, as they come", await everyChange(ctx, fromMs));
}

/** Of the sustained kind: over and over for two seconds of this process's own time, each with its sentence. */
function rate(what: string, changes: readonly Omit<EvaluationInput, "policy">[]): void {
  const inputs = changes.map(({ change, author, approvals, at }) => ({
    policy,
    change,
    author,
    approvals,
    at,
  }));
  const evaluateFor = (limitMs: number) => {
    const before = process.cpuUsage();
    for (let count = 0; ; count += inputs.length) {
      const { user, system } = process.cpuUsage(before);
      const spentMs = (user + system) / 1000;
      if (spentMs >= limitMs) return (count / spentMs) * 1000;
      for (const input of inputs) evaluatePolicy(input);
    }
  };
  evaluateFor(300);
  const perSecond = Math.round(evaluateFor(2000)).toLocaleString("en");
  const asked = inputs.filter((input) => evaluatePolicy(input).decision !== "not-required").length;
  console.log(
    `  ${`evaluations a second ${what}`.padEnd(70)} ${perSecond} (${inputs.length.toLocaleString("en")} of them, ` +
      `${((asked / inputs.length) * 100).toFixed(0)} % are asked for a sign-off)`,
  );
}

type EveryRow = Pick<
  PastChange["change"],
  "kind" | "environment" | "involvement" | "aiRole" | "aiTool" | "aiGrade"
> & {
  at: string;
  revision: string | null;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  services: { slug: string; weight: number }[];
  authorId: string | null;
  level: PastChange["author"]["level"];
  approver: string | null;
  approverLevel: PastChange["author"]["level"];
};

/** One by one, with all that a policy can look at. */
async function everyChange(ctx: Ctx, fromMs: number): Promise<Omit<EvaluationInput, "policy">[]> {
  const { rows } = await ctx.db.execute<EveryRow>(sql`
    select c.kind, c.environment, c.involvement, c.ai_role as "aiRole", c.ai_tool as "aiTool", c.ai_grade as "aiGrade",
      to_char(c.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, c.revision, c.additions, c.deletions, c.files,
      (select coalesce(json_agg(json_build_object('slug', s.slug, 'weight', s.weight)), '[]') from service s
        where s.workspace_id = c.workspace_id and s.id = any(c.service_ids)) as services,
      c.author_id as "authorId", c.author_level as level, d.reviewers -> 0 ->> 'personId' as approver,
      l.level as "approverLevel"
    from change c
    left join change_detail d on d.workspace_id = c.workspace_id and d.change_id = c.id
    left join person_level l on l.workspace_id = c.workspace_id
      and l.person_id = (d.reviewers -> 0 ->> 'personId')::uuid
    where c.workspace_id = ${ctx.workspaceId} and c.at >= ${new Date(fromMs).toISOString()} and c.at < ${ctx.now.toISOString()}
      and c.counts order by c.at, c.id`);
  return rows.map(({ at, authorId, level, approver, approverLevel, ...change }) => ({
    change,
    author: { personId: authorId, level },
    approvals:
      approver === null ? [] : [{ personId: approver, level: approverLevel, revision: change.revision, at }],
    at,
  }));
}

/** Median and best by the clock, and the time of this process alone, whatever else the machine had to do meanwhile. */
async function measure(what: string, work: () => Promise<unknown> | unknown): Promise<void> {
  const times = await sample(RUNS, work);
  const [middle, best, cpu] = [median(times), times[0] ?? Number.NaN, await cpuMs(3, work)];
  const figures = [middle, best, cpu].map((ms) => `${ms.toFixed(0).padStart(6)} ms`).join("  ");
  console.log(`  ${what.padEnd(48)} ${figures}`);
}

/** What this process's own thread worked, whatever else the machine had to do meanwhile. */
async function cpuMs(runs: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

await withLedger(SIZE, async (url, ctx) => {
  const database = createDatabase(url, { statementTimeoutMs: 0, maxConnections: 4 });
  await measureAll({ ...ctx, db: database.db }).finally(() => database.close());
});
