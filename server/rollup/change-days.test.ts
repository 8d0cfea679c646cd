import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { linkChange } from "@/server/change/link";
import { daysOf, idOf, tell } from "@/server/change/testing/tell";
import type { Ctx } from "@/server/context";
import { log, makeWorkspace } from "@/server/incident/testing/fixture";
import { editWorkspace } from "@/server/workspace/edit";
import { removeWorkspaceRows } from "@/server/workspace/remove-rows";
import { rebuildRollups } from "./rebuild";
import { verifyRollups } from "./verify";

const database = testDatabase();
const SHA = "0123456789abcdef0123456789abcdef01234567";

/** A deployment that is blamed, what it carried, and a change of another day. */
async function ledger(): Promise<{ ctx: Ctx; deployment: string }> {
  const ctx = await makeWorkspace(database.db, {
    now: "2026-03-30T09:00:00Z",
    zone: "Europe/Berlin",
    services: [{ slug: "checkout" }, { slug: "search" }],
  });
  const code = { kind: "code", repository: "acme/shop", revision: SHA, services: ["checkout"] };
  const [, deployed] = await tell(
    ctx,
    { ...code, description: "Written with an agent.\n\nCo-authored-by: Claude <noreply@anthropic.com>" },
    {
      kind: "deployment",
      repository: "acme/shop",
      externalId: "deployment:1",
      services: ["checkout"],
      deployedAt: "2026-03-28T22:59:00Z",
      carries: [SHA],
    },
    { kind: "dns", services: ["checkout", "search"], deployedAt: "2026-03-28T23:00:00Z" },
    { kind: "dns", environment: "staging", deployedAt: "2026-03-28T23:00:00Z" },
  );
  const deployment = idOf(deployed);
  const { id } = await log(ctx, {});
  await linkChange(ctx, { incident: id, changeId: deployment, verdict: "cause", reason: "It began then." });
  return { ctx, deployment };
}

const differences = async (ctx: Ctx) => (await verifyRollups(ctx)).differences;

test("the ledger's days hold what counts, by service, day in the workspace's zone and class", async () => {
  const { ctx } = await ledger();
  expect(await daysOf(ctx)).toEqual([
    "all 2026-03-28 ai 2 1",
    "all 2026-03-29 unknown 1 0",
    "checkout 2026-03-28 ai 2 1",
    "checkout 2026-03-29 unknown 1 0",
    "search 2026-03-29 unknown 1 0",
  ]);
  expect(await differences(ctx)).toEqual([]);
});

test("a wrong figure, a wrong row by service and a wrong derivation are found, and rebuilt", async () => {
  const { ctx, deployment } = await ledger();
  const before = await daysOf(ctx);
  await ctx.db.execute(sql`update change_day set changes = changes + 1
    where workspace_id = ${ctx.workspaceId} and day = '2026-03-29' and slot = 0
      and service_id = (select id from service where workspace_id = ${ctx.workspaceId} and slug = 'search')`);
  await ctx.db.execute(sql`update change set counts = false, verdict = null
    where workspace_id = ${ctx.workspaceId} and id = ${deployment}`);
  await ctx.db.execute(sql`update change_service set at = at + interval '1 minute'
    where workspace_id = ${ctx.workspaceId} and change_id = ${deployment}`);
  const found = await differences(ctx);
  expect(found.map(({ table, column }) => `${table} ${column}`).sort()).toEqual([
    "change counts",
    "change services",
    "change stray services",
    "change verdict",
    "change_day changes",
  ]);
  await rebuildRollups(ctx);
  expect(await differences(ctx)).toEqual([]);
  expect(await daysOf(ctx)).toEqual(before);
});

test("in another zone the ledger's days are other spans of time", async () => {
  const { ctx } = await ledger();
  await editWorkspace(ctx, { version: null, edit: { timeZone: "America/New_York" } });
  expect(await daysOf(ctx)).toEqual([
    "all 2026-03-28 ai 2 1",
    "all 2026-03-28 unknown 1 0",
    "checkout 2026-03-28 ai 2 1",
    "checkout 2026-03-28 unknown 1 0",
    "search 2026-03-28 unknown 1 0",
  ]);
  expect(await differences(ctx)).toEqual([]);
});

test("with its workspace every row of the ledger goes", async () => {
  const { ctx } = await ledger();
  await database.db.transaction((tx) => removeWorkspaceRows(tx, ctx.workspaceId));
  const tables = await ctx.db.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'`);
  const left: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await ctx.db.execute(
      sql`select 1 from ${sql.identifier(name)} where workspace_id = ${ctx.workspaceId} limit 1`,
    );
    if (rows.rows.length > 0) left.push(name);
  }
  expect(left).toEqual([]);
});
