import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { recordChanges } from "./record";
import { daysOf, type GivenTelling, idOf, telling } from "./testing/tell";
import { ledgerOf } from "./testing/whole-ledger";

const database = testDatabase();

/** More than a plain telling has in the form for one. */
const SIX = ["checkout", "search", "orders", "mail", "edge", "billing"];

const workspace = async (): Promise<Ctx> =>
  makeWorkspace(database.db, {
    now: "2026-03-18T12:00:00Z",
    zone: "Europe/Berlin",
    services: SIX.map((slug) => ({ slug })),
  });

const named = (one: GivenTelling, at: number): GivenTelling => ({
  source: "ci",
  externalId: `${at}`,
  deployedAt: "2026-02-28T23:30:00Z",
  ...one,
});

/** Of everything that a plain telling may say, something. */
const TOLD: GivenTelling[] = [
  { title: "A bare one" },
  {
    kind: "deployment",
    services: ["search", "checkout", "search"],
    outcome: "failed",
    environment: "staging",
  },
  { kind: "deployment", services: ["checkout"], environment: "production", url: "https://ci.test/1" },
  { author: { login: "ada" }, additions: 3, deletions: 0, files: 1, pullRequest: 7 },
  { author: { login: "dependabot[bot]" }, title: "Bump a from 1 to 2" },
  {
    author: { name: "Ada Byron", email: "ada@corp.test" },
    ai: { role: "advised", tool: "Aider", model: "gpt-5" },
  },
  { kind: "agent-action", title: 'Restart the pool \\ "quoted" {in} braces, with a\ttab' },
  { kind: "code", title: "Fix", revision: "abc1234", mergedAt: "2026-03-01T00:00:00Z", deployedAt: null },
  { kind: "code", title: "Fix", authoredAt: "2026-01-31T23:59:59.999Z", deployedAt: null, description: null },
  { kind: "infrastructure", services: SIX },
  { kind: "dns", deployedAt: undefined, title: "Moved ünïcode 🚀" },
].map(named);

/** Who said it when is put down where it does not follow from the row, as here of what is told as of an instant. */
async function withoutOrigins(ctx: Ctx): Promise<unknown> {
  await ctx.db.execute(sql`update change_detail set facts = null where workspace_id = ${ctx.workspaceId}`);
  await ctx.db.execute(sql`delete from change_detail where workspace_id = ${ctx.workspaceId}
    and description is null and branch is null and reverts is null and cardinality(labels) + cardinality(paths) = 0`);
  return await ledgerOf(ctx);
}

test("what many say at once, one after the other, or as of an instant is the same ledger", async () => {
  const tellings = TOLD.map((one) => telling(one));
  const [atOnce, oneByOne, asOf] = [await workspace(), await workspace(), await workspace()];
  const statuses = (await recordChanges(atOnce, tellings)).map(({ status }) => status);
  expect(statuses).toEqual(TOLD.map(() => "created"));
  for (const one of tellings) await recordChanges(oneByOne, [one]);
  const then = asOf.now.toISOString();
  await recordChanges(
    asOf,
    TOLD.map((one) => telling({ ...one, asOf: then })),
  );
  const ledger = await withoutOrigins(atOnce);
  expect(await withoutOrigins(oneByOne)).toEqual(ledger);
  expect(await withoutOrigins(asOf)).toEqual(ledger);
  const again = await recordChanges(atOnce, [...tellings, ...tellings]);
  expect(new Set(again.map(({ status }) => status))).toEqual(new Set(["unchanged"]));
  expect(await withoutOrigins(atOnce)).toEqual(ledger);
});

test("two writers of the same names at once make each change once", async () => {
  const ctx = await workspace();
  const many = Array.from({ length: 300 }, (_, at) => telling({ source: "ci", externalId: `n${at}` }));
  const answers = await Promise.all([
    recordChanges(ctx, many),
    recordChanges(ctx, many.toReversed()),
    recordChanges(ctx, many.slice(100)),
  ]);
  const created = answers.flat().filter(({ status }) => status === "created");
  expect(created).toHaveLength(300);
  expect(new Set(answers.flat().map((one) => "id" in one && one.id)).size).toBe(300);
});

test("of many that are told of, those that are known are found wherever they stand among them", async () => {
  const ctx = await workspace();
  const many = Array.from({ length: 400 }, (_, at) =>
    telling({ source: "ci", externalId: `n${String(at).padStart(3, "0")}` }),
  );
  // Some that a look at every eighth name does not see, and then all of them.
  const known = await recordChanges(
    ctx,
    [many[3], many[133], many[399]].flatMap((one) => one ?? []),
  );
  const answers = await recordChanges(ctx, many);
  expect(answers.flatMap((one, at) => (one.status === "unchanged" ? [at] : []))).toEqual([3, 133, 399]);
  expect(answers[133]).toMatchObject({ id: idOf(known[1]) });
  const again = await recordChanges(ctx, many);
  expect(again.every(({ status }) => status === "unchanged")).toBe(true);
  expect(await daysOf(ctx)).toEqual(["all 2026-03-18 unknown 400 0"]);
});
