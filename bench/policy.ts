import { sql } from "drizzle-orm";
import { evaluatePolicy } from "@/domain/sign-off/evaluate";
import { PRESETS } from "@/domain/sign-off/presets";
import { replayPolicy } from "@/domain/sign-off/replay";
import type { PolicyVersionInput } from "@/domain/sign-off/version-schema";
import { readScope } from "@/server/availability/overview-scope";
import { readPast } from "@/server/policy/past-changes";
import { replayOn } from "@/server/policy/replay";
import { fillLedger } from "./changes-data";
import { withBenchDatabase } from "./connect";
import { median, sample } from "./measure";

// How fast policies are evaluated in one thread, and how long a replay of 100,000 changes takes with its loading:
// `npx tsx bench/policy.ts`. The ledger holds 730,000 changes of three years, of which the last six months are replayed.

const MONTHS = 6;
const CHANGES = 730_000;
const LEDGER_MONTHS = 36;

const policy = {
  rules: PRESETS.map(({ about: _, ...rule }) => rule),
  whenUnreachable: "closed",
} as unknown as PolicyVersionInput["policy"];

await withBenchDatabase(async (database) => {
  const ctx = await fillLedger(database, {
    changes: CHANGES,
    months: LEDGER_MONTHS,
    services: 200,
    people: 400,
  });
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
  const { changes } = await readPast(ctx, scope, { fromMs, policies: [policy] });
  console.log(`${changes.length.toLocaleString("en")} changes of the last ${MONTHS} months, 4 rules`);

  const reading = await sample(5, () => readPast(ctx, scope, { fromMs, policies: [policy] }));
  print("reading them", median(reading));
  const alone = await sample(5, () => replayPolicy(policy, changes));
  print("replaying one policy on what was read", median(alone));
  print("reading and replaying one policy", median(reading) + median(alone));
  const whole = await sample(5, () => replayOn(ctx, { policy, months: MONTHS }));
  print("the whole answer: the draft and five presets beside it", median(whole));

  const evaluated = await sample(7, () => {
    for (const one of changes) evaluatePolicy({ policy, ...one });
  });
  const perSecond = changes.length / (median(evaluated) / 1000);
  console.log(
    `  evaluations in one thread, with their sentences  ${Math.round(perSecond).toLocaleString("en")} / s`,
  );
});

function print(what: string, ms: number): void {
  console.log(`  ${what.padEnd(56)} ${ms.toFixed(0).padStart(7)} ms`);
}
