import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/db/client";
import { person, service, workspace } from "@/db/schema";
import { capacityQuerySchema } from "@/domain/capacity/schema";
import { complianceQuerySchema } from "@/domain/sign-off/compliance-schema";
import { capacity } from "@/server/capacity/queries";
import { WHOLE_WORKSPACE } from "@/server/change/day-rollup";
import type { Ctx } from "@/server/context";
import { compliance, complianceIn } from "@/server/sign-off/compliance";
import { withBenchDatabase } from "./connect";
import { median, printFigures, sample } from "./measure";

// What compliance and capacity cost on a million requests of five years: `npx tsx bench/compliance.ts`.

const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1_000_000);
const SERVICES = 60;
const PEOPLE = 80;
const DAYS = 1825;
const NOW = new Date("2026-06-01T09:00:00Z");
const RUNS = 15;

await withBenchDatabase(async ({ db }) => {
  const ctx = await fill(db);
  const floor = await sample(RUNS, floorOf(await inMemory(ctx)));
  const asked = (query: Record<string, string>) => async () =>
    median(await sample(RUNS, () => compliance(ctx, complianceQuerySchema.parse(query))));
  const scope = { timeZone: "UTC", serviceIds: [WHOLE_WORKSPACE] };
  const overview = await sample(RUNS, () =>
    complianceIn(ctx, scope, { from: "2025-12-02", to: "2026-06-02" }),
  );
  printFigures(
    `Compliance of ${REQUESTS.toLocaleString("en")} requests over five years`,
    { name: "floor: 26 weeks of a pre-sorted array in memory", ms: median(floor) },
    [
      { name: "the overview's panel, 26 weeks", ms: median(overview) },
      { name: "26 weeks, by team and service", ms: await asked({})() },
      { name: "52 weeks, by team and service", ms: await asked({ from: "2025-06-02" })() },
      { name: "26 weeks of one service", ms: await asked({ service: "service-7" })() },
      {
        name: "capacity, 26 weeks",
        ms: median(await sample(RUNS, () => capacity(ctx, capacityQuerySchema.parse({})))),
      },
      { name: "five years by month", ms: await asked({ from: "2021-06-02", grain: "month" })() },
    ],
  );
});

function personId(index: number): string {
  return `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`;
}

/** The requests of one workspace: a tenth of another class, one in twenty for two services. */
async function fill(db: Database): Promise<Ctx> {
  const workspaceId = uuidv7();
  const ctx: Ctx = {
    db,
    workspaceId,
    now: NOW,
    requestId: "bench",
    actor: { kind: "system", name: "Bench" },
  };
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await db
    .insert(workspace)
    .values({ workspaceId, slug: `bench-${workspaceId.slice(-8)}`, name: "Bench", ...stamps });
  await db.insert(service).values(
    Array.from({ length: SERVICES }, (_, index) => ({
      workspaceId,
      id: uuidv7(),
      slug: `service-${index}`,
      name: `Service ${index}`,
      trackedFrom: NOW,
      ...stamps,
    })),
  );
  await db.execute(sql`
    insert into sign_off_request (workspace_id, id, subject, change_id, change_at, state, holds, policy_version, rule_id,
      rule_name, mode, reason, environment, kind, title, additions, deletions, files, service_ids, author_id, author_name,
      author_level, involvement, ai_role, requested_at, due_at, live_at, decided_at, minimum_level, missing_approvals,
      created_at, updated_at)
    select ${workspaceId}, gen_random_uuid(), 'change', gen_random_uuid(), t.live, t.state, false, 1, 'rule', 'A rule',
      'enforce', 'The rule asks for the approval of a senior or higher within a day, and has it.', 'production', 'code',
      'Fix totals of checkout ' || t.n, (t.n * 7) % 400, (t.n * 3) % 90, 3, t.services, gen_random_uuid(), 'Somebody',
      'mid', t.involvement, 'wrote-code', t.live - interval '6 hours', t.live + interval '18 hours', t.live,
      case when t.state in ('satisfied', 'late') then t.live - interval '2 hours' end, 'senior', 0, t.live, t.live
    from (
      select n, ${NOW.toISOString()}::timestamptz - (n::float8 / ${REQUESTS} * ${DAYS} || ' days')::interval as live,
        case when n % 100 < 82 then 'satisfied' when n % 100 < 90 then 'late' when n % 100 < 95 then 'missing'
          when n % 100 < 98 then 'waived' else 'declined' end as state,
        case when n % 10 = 0 then 'none-found' else 'ai' end as involvement,
        case when n % 20 = 0 then array[s.ids[1 + n % ${SERVICES}], s.ids[1 + (n + 1) % ${SERVICES}]]
          else array[s.ids[1 + n % ${SERVICES}]] end as services
      from generate_series(1, ${REQUESTS}) n,
        (select array_agg(id order by slug) as ids from service where workspace_id = ${workspaceId}) s) t`);
  await db.insert(person).values(
    Array.from({ length: PEOPLE }, (_, index) => ({
      workspaceId,
      id: personId(index),
      name: `Reviewer ${index}`,
      ...stamps,
    })),
  );
  await db.execute(sql`
    insert into sign_off (workspace_id, request_id, id, person_id, decision, level, at, source, recorded_at)
    select workspace_id, id, id, ('00000000-0000-7000-8000-' || lpad((abs(hashtext(id::text) % ${PEOPLE}))::text, 12, '0'))::uuid,
      'approved', 'senior', decided_at, 'app', decided_at
    from sign_off_request where workspace_id = ${workspaceId} and decided_at is not null`);
  for (const table of ["sign_off_request", "sign_off"]) await db.execute(sql.raw(`vacuum analyze ${table}`));
  return ctx;
}

async function inMemory(ctx: Ctx): Promise<{ at: Float64Array; state: Uint8Array }> {
  const { rows } = await ctx.db.execute<{ at: number; late: boolean }>(sql`
    select extract(epoch from live_at)::float8 * 1000 as at, state = 'late' as late from sign_off_request
    where workspace_id = ${ctx.workspaceId} and involvement = 'ai' order by live_at`);
  return {
    at: Float64Array.from(rows, ({ at }) => at),
    state: Uint8Array.from(rows, ({ late }) => (late ? 1 : 0)),
  };
}

function floorOf({ at, state }: { at: Float64Array; state: Uint8Array }) {
  const fromMs = NOW.getTime() - 182 * 86_400_000;
  return () => {
    const counts = [0, 0];
    for (let index = 0; index < at.length; index++) {
      if (at[index]! >= fromMs) counts[state[index]!]!++;
    }
    return counts;
  };
}
