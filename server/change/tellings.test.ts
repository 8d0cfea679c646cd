import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { ChangeSource } from "@/domain/change/kinds";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { verifyRollups } from "@/server/rollup/verify";
import { recordChanges, type Telling } from "./record";
import { telling } from "./testing/tell";
import { ledgerOf } from "./testing/whole-ledger";

const database = testDatabase();
/** More of them, and those of a run that failed: TELLING_RUNS=1500 TELLING_SEED=7. */
const RUNS = Number(process.env.TELLING_RUNS ?? 40);
const SEED = process.env.TELLING_SEED;
const SHAS = ["a", "b", "c"].map((letter) => letter.repeat(40));
const [FIRST = "", SECOND = "", THIRD = ""] = SHAS;

const small = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Around the end of a month and of a day in Berlin. */
const instant = small(
  "2026-02-28T22:30:00Z",
  "2026-02-28T23:30:00Z",
  "2026-03-01T00:30:00Z",
  "2026-03-02T10:00:00Z",
);
const source: fc.Arbitrary<ChangeSource> = small("github", "api", "git");
const services = fc.subarray(["checkout", "search"]);
const asOf = small("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z", "2026-03-07T00:00:00Z");

const defined = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const code = fc
  .record({
    revision: small(...(SHAS as [string, ...string[]])),
    title: small("Fix", "Repair"),
    description: maybe(
      small(
        "Why.",
        "By hand.\n\nCo-authored-by: Claude <noreply@anthropic.com>",
        `This reverts commit ${FIRST}.`,
      ),
    ),
    mergedAt: maybe(instant),
    deployedAt: maybe(instant),
    services: maybe(services),
    paths: maybe(fc.subarray(["api/a.ts", "web/b.ts"])),
    labels: maybe(fc.subarray(["x", "y"])),
    environment: maybe(small("production", "staging")),
    additions: maybe(small(1, 20)),
    author: maybe(
      small({ login: "ada" }, { login: "dependabot[bot]" }, { email: "bob@corp.test", name: "Bob" }),
    ),
    asOf,
  })
  .map((one) => ({ kind: "code", repository: "acme/shop", ...defined(one) }));

const deployment = fc
  .record({
    externalId: small("deployment:1", "deployment:2"),
    deployedAt: instant,
    outcome: maybe(small("succeeded", "failed", "in-progress")),
    carries: maybe(fc.subarray([SECOND, THIRD])),
    revision: maybe(small(SECOND, THIRD)),
    environment: maybe(small("production", "staging")),
    services: maybe(services),
    asOf,
  })
  .map((one) => ({
    kind: "deployment",
    title: "Release",
    source: "acme/shop",
    repository: "acme/shop",
    ...defined(one),
  }));

const config = fc
  .record({
    externalId: small("1", "2"),
    title: small("Limit", "Pool"),
    deployedAt: instant,
    services: maybe(services),
    asOf: maybe(asOf),
  })
  .map((one) => ({
    kind: "config",
    source: "flags",
    ...defined(one),
    asOf: one.asOf ?? "2026-03-04T00:00:00Z",
  }));

const told: fc.Arbitrary<Telling> = fc
  .tuple(fc.oneof(code, code, deployment, config), source)
  .map(([given, from]) => telling(given, from));

const workspaceOf = async (): Promise<Ctx> => {
  const ctx = await makeWorkspace(database.db, {
    now: "2026-03-18T12:00:00Z",
    zone: "Europe/Berlin",
    services: [{ slug: "checkout" }, { slug: "search" }],
  });
  const found = await ctx.db.execute<{ id: string }>(
    sql`select id from service where workspace_id = ${ctx.workspaceId} and slug = 'search'`,
  );
  const rules = JSON.stringify([{ pattern: "/web/", serviceIds: [found.rows[0]?.id] }]);
  await ctx.db.execute(sql`
    insert into repository (workspace_id, id, name, path_rules, created_at, updated_at)
    values (${ctx.workspaceId}, gen_random_uuid(), 'acme/shop', ${rules}::jsonb, now(), now())`);
  return ctx;
};

interface Delivery {
  tellings: Telling[];
  /** The same in another order, each at least once, in batches that are told side by side. */
  batches: Telling[][];
}

const delivery: fc.Arbitrary<Delivery> = fc
  .array(told, { minLength: 2, maxLength: 9 })
  .chain((tellings) =>
    fc.tuple(
      fc.constant(tellings),
      fc.shuffledSubarray([...tellings, ...tellings.slice(0, 4)], {
        minLength: tellings.length + Math.min(4, tellings.length),
      }),
      fc.array(fc.nat({ max: 12 }), { maxLength: 4 }),
    ),
  )
  .map(([tellings, shuffled, cuts]) => {
    const places = [...new Set([0, ...cuts.filter((cut) => cut < shuffled.length), shuffled.length])].sort(
      (a, b) => a - b,
    );
    const batches = places.slice(1).map((end, index) => shuffled.slice(places[index], end));
    return { tellings, batches };
  });

test(
  "any order, repetition and batching of tellings, side by side, ends in the ledger of the orderly run",
  async () => {
    await fc.assert(
      fc.asyncProperty(delivery, fc.boolean(), async ({ tellings, batches }, areParallel) => {
        const orderly = await workspaceOf();
        for (const one of tellings) await recordChanges(orderly, [one]);
        const wild = await workspaceOf();
        if (areParallel) await Promise.all(batches.map((batch) => recordChanges(wild, batch)));
        else for (const batch of batches) await recordChanges(wild, batch);
        expect(await ledgerOf(wild)).toEqual(await ledgerOf(orderly));
        expect((await verifyRollups(wild)).differences).toEqual([]);
        expect((await verifyRollups(orderly)).differences).toEqual([]);
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
  },
  300_000 + RUNS * 2000,
);
