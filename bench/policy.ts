import { sql } from "drizzle-orm";
import { evaluatePolicy } from "@/domain/sign-off/evaluate";
import { PRESETS } from "@/domain/sign-off/presets";
import { replayPolicy } from "@/domain/sign-off/replay";
import type { PolicyVersionInput } from "@/domain/sign-off/version-schema";
import { readScope } from "@/server/availability/overview-scope";
import { readPast } from "@/server/policy/past-changes";
import { replayOn } from "@/server/policy/replay";
import { fillLedger, LEDGER_SIZE } from "./changes-data";
import { withBenchDatabase } from "./connect";
import { median, sample } from "./measure";

// How fast policies are evaluated in one thread, and how long a replay of 100,000 changes takes with its loading:
// `npx tsx bench/policy.ts`. The ledger holds 730,000 changes of three years, of which the last six months are replayed.

const MONTHS = 6;
const CHANGES = 730_000;
const LEDGER_MONTHS = 36;
const RUNS = 7;

const policy = {
  rules: PRESETS.map(({ about: _, ...rule }) => rule),
  whenUnreachable: "closed",
} as unknown as PolicyVersionInput["policy"];

await withBenchDatabase(async (database) => {
  const ctx = await fillLedger(database, { ...LEDGER_SIZE, changes: CHANGES, months: LEDGER_MONTHS });
  // A third of the changes was reviewed, as on a code host.
  await database.db.execute(sql`
    insert into change_detail (workspace_id, change_id, reviewers)
    select workspace_id, id, jsonb_build_array(jsonb_build_object('name', 'Engineer', 'personId', author_id,
      'state', 'approved', 'at', to_char(at - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
    from change where at >= now() - interval '100 years' and author_id is not null
      and hashtext(id::text) % 3 = 0`);
  await database.db.execute(sql`analyze`);
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
  const ms = await measure("evaluating each, with its sentence", () => {
    for (const one of changes) evaluatePolicy({ policy, ...one });
  });
  const perSecond = (spent: number) => Math.round(changes.length / (spent / 1000)).toLocaleString("en");
  console.log(
    `  evaluations in one thread: ${perSecond(ms.best)} / s, ${perSecond(ms.cpu)} / s of its own time`,
  );
});

/** Median and best by the clock, and the time of this process alone, whatever else the machine had to do meanwhile. */
async function measure(what: string, work: () => Promise<unknown> | unknown) {
  const times = await sample(RUNS, work);
  const [middle, best, cpu] = [median(times), times[0] ?? Number.NaN, await cpuMs(3, work)];
  const figures = [middle, best, cpu].map((ms) => `${ms.toFixed(0).padStart(6)} ms`).join("  ");
  console.log(`  ${what.padEnd(48)} ${figures}`);
  return { best, cpu };
}

/** What this process's own thread worked, whatever else the machine had to do meanwhile. */
async function cpuMs(runs: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let run = 0; run < runs; run += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}
