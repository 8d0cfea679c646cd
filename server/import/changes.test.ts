import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { service } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { ImportOptions } from "@/domain/import/plan";
import { readChange } from "@/server/change/queries";
import type { Ctx } from "@/server/context";
import { type ChangesOptions, importChangesFile } from "./changes";
import { previewImport } from "./preview";
import { importText, newContext } from "./testing/context";

const database = testDatabase();
const WRITTEN_AT = new Date("2026-03-10T00:00:00Z");

async function workspace(): Promise<Ctx> {
  const ctx = await newContext(database.db);
  const times = { trackedFrom: ctx.now, createdAt: ctx.now, updatedAt: ctx.now };
  const slugs = ["checkout", "search-api"];
  await ctx.db
    .insert(service)
    .values(
      slugs.map((slug) => ({ workspaceId: ctx.workspaceId, id: uuidv7(), slug, name: slug, ...times })),
    );
  return ctx;
}

function take(
  ctx: Ctx,
  text: string | Buffer,
  how: ImportOptions = {},
  options: Partial<ChangesOptions> = {},
) {
  const bytes = Readable.from([Buffer.from(text)]);
  const file = { name: "changes.csv", bytes, writtenAt: WRITTEN_AT };
  return importChangesFile(ctx, database.pool, file, { how, ...options });
}

const titles = async (ctx: Ctx) =>
  (
    await ctx.db.execute<{ title: string }>(sql`
      select title from change where workspace_id = ${ctx.workspaceId} order by title`)
  ).rows.map(({ title }) => title);

async function only(ctx: Ctx) {
  const found = await ctx.db.execute<{ id: string }>(sql`
    select id from change where workspace_id = ${ctx.workspaceId}`);
  expect(found.rows).toHaveLength(1);
  return await readChange(ctx, found.rows[0]?.id ?? "");
}

test("a table of any tool becomes changes; columns are found by their usual names", async () => {
  const ctx = await workspace();
  const imported = await take(
    ctx,
    `Change ID;Type;Summary;Deployed by;Service;Finished at;Lines added;Env;Result;AI tool;Commit SHA
CHG-1;Deploy;"Roll out 4.2; with care";Ann Lee <ann@acme.test>;Checkout, Search API;05/03/2026 14:30;1,204;prod-eu;Success;Cursor;v4.2
CHG-2;Release;Roll out 4.3;Bob;checkout;27/03/2026 9:00;x;prod-eu;ok;;v4.3
`,
    { zone: "Europe/Berlin" },
  );
  expect(imported).toMatchObject({
    created: 1,
    refusals: [{ row: 3, ref: "CHG-2", field: "additions", code: "unknown-word" }],
  });
  expect(await only(ctx)).toMatchObject({
    kind: "deployment",
    title: "Roll out 4.2; with care",
    at: "2026-03-05T13:30:00.000Z",
    services: [{ slug: "checkout" }, { slug: "search-api" }],
    author: { name: "Ann Lee" },
    additions: 1204,
    environment: "prod-eu",
    outcome: "succeeded",
    revision: "v4.2",
    involvement: "ai",
    ai: { tool: "Cursor", grade: "declared" },
    source: "file",
  });
});

const ROWS = `kind,title,services,deployed_at,external_id
config,Raise the limit,checkout,2026-03-01T10:00:00Z,1
dns,Move a name,,2026-03-02T10:00:00Z,2
code,No such service,nope,2026-03-03T10:00:00Z,3
rocket,No such kind,checkout,2026-03-03T10:00:00Z,4
config,Too old,checkout,1998-03-03T10:00:00Z,5
config,Too,many,2026-03-03T10:00:00Z,6,cells,here
config,"Two
lines",checkout,2026-03-04T10:00:00Z,7
config,,checkout,2026-03-04T10:00:00Z,8
`;

test("a row that cannot be taken is refused by line, field and reason, and harms no other", async () => {
  const ctx = await workspace();
  const { created, refusals } = await take(ctx, ROWS);
  expect(created).toBe(3);
  expect(refusals.map(({ row, field, code }) => [row, field, code])).toEqual([
    [4, "services.0", "unknown-service"],
    [5, "kind", "unknown-kind"],
    [6, "deployedAt", "too-early"],
    [7, "row", "column-count"],
    [10, "title", "missing"],
  ]);
  expect(await titles(ctx)).toEqual(["Move a name", "Raise the limit", "Two\nlines"]);
});

test("the same file again changes nothing, packed or not, and also where its rows have no id", async () => {
  const ctx = await workspace();
  const text = ROWS.replace(/,external_id/, "").replace(/,\d$/gm, "");
  const first = await take(ctx, text);
  const rows = () =>
    ctx.db.execute(sql`select * from change where workspace_id = ${ctx.workspaceId} order by id`);
  const before = (await rows()).rows;
  expect(await take(ctx, gzipSync(text))).toMatchObject({ created: 0, updated: 0, unchanged: first.created });
  expect((await rows()).rows).toEqual(before);
  const [run] = (
    await ctx.db.execute(sql`
    select kind, status, total, done, created, refused from import_run
    where workspace_id = ${ctx.workspaceId} order by started_at, id limit 1`)
  ).rows;
  expect(run).toMatchObject({ kind: "changes", status: "done", total: 8, done: 8, created: 3, refused: 5 });
});

test("JSON lines are changes as the contract has them, each by its line", async () => {
  const ctx = await workspace();
  const lines = [
    '{"kind":"feature-flag","title":"Turn \\"new\\" on\\n","deployedAt":"2026-03-01T10:00:00Z","services":["checkout"]}',
    "",
    '{"kind":"config"',
    '{"kind":"config","deployedAt":"2026-03-01T10:00:00Z"}',
    '["a"]',
    '{"kind":"config","title":"\\u0000","deployedAt":"2026-03-01T10:00:00Z"}',
  ];
  const { created, refusals } = await take(ctx, lines.join("\r\n"));
  expect(created).toBe(1);
  expect(refusals.map(({ row, code }) => [row, code])).toEqual([
    [3, "malformed-json"],
    [4, "missing"],
    [5, "malformed-json"],
    [6, "not-stored"],
  ]);
  expect((await only(ctx)).title).toBe('Turn "new" on');
});

test("an import that is stopped keeps what it wrote, and the next one completes it", async () => {
  const ctx = await workspace();
  const rows = Array.from(
    { length: 6000 },
    (_, index) => `config,Change ${index},2026-03-01T10:00:00Z,${index}`,
  );
  const text = `kind,title,deployed_at,id\n${rows.join("\n")}\n`;
  const stop = new AbortController();
  const onProgress = () => stop.abort();
  await expect(take(ctx, text, {}, { signal: stop.signal, onProgress })).rejects.toThrow();
  const kept = (await titles(ctx)).length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(6000);
  expect(await take(ctx, text)).toMatchObject({ created: 6000 - kept, unchanged: kept });
  const run = await ctx.db.execute<{ status: string }>(sql`
    select status from import_run where workspace_id = ${ctx.workspaceId} order by started_at, id`);
  expect(run.rows.map(({ status }) => status)).toEqual(["failed", "done"]);
});

test("a dry run tells what would be refused and writes nothing", async () => {
  const ctx = await workspace();
  expect(await take(ctx, ROWS, {}, { isDryRun: true })).toMatchObject({ created: 0, readable: 3 });
  expect(await titles(ctx)).toEqual([]);
});

test("a dry run and the page's preview foresee what the ledger itself would refuse", async () => {
  const ctx = await workspace();
  const text = `kind,title,service,deployed_at
config,Known,checkout,2026-03-01T10:00:00Z
config,Unknown,nosuch,2026-03-01T10:00:00Z
config,To come,checkout,2027-03-01T10:00:00Z
`;
  const refused = [
    { row: 2, ref: "Unknown", field: "services.0", code: "unknown-service" },
    { row: 3, ref: "To come", field: "deployedAt", code: "in-the-future" },
  ];
  const lines = refused.map((one) => ({ ...one, row: one.row + 1 }));
  expect(await take(ctx, text, {}, { isDryRun: true })).toMatchObject({ readable: 1, refusals: lines });
  const bytes = Buffer.from(text);
  const choice = { kind: "changes" as const, options: {}, maxBytes: 1e6 };
  const preview = await previewImport(ctx, { name: "changes.csv", bytes }, choice);
  expect(preview).toMatchObject({ counts: { records: 3, refused: 2 }, refusals: refused });
  expect(await take(ctx, text)).toMatchObject({ created: 1, refusals: lines });
});

test("says how many rows name no time, which then stand at the file's own", async () => {
  const ctx = await workspace();
  const text = `{"kind":"config","title":"When?"}\n{"kind":"config","title":"Then","deployedAt":"2026-03-01T10:00:00Z"}\n`;
  const notes = [expect.stringMatching(/^1 row names no time .* stands at the time of the file itself\.$/)];
  expect(await take(ctx, text, {}, { isDryRun: true })).toMatchObject({ readable: 2, notes });
  expect(await take(ctx, text)).toMatchObject({ created: 2, notes });
});

test("a file without a title, or with a column that is not there, says what to choose", async () => {
  const ctx = await workspace();
  await expect(take(ctx, "foo,bar\n1,2\n")).rejects.toThrow("Choose the column that holds the title");
  await expect(take(ctx, "foo,bar\n1,2\n", { mapping: { title: "Foo" } })).rejects.toThrow('no column "Foo"');
  await expect(take(ctx, "")).rejects.toThrow("The file is empty");
  expect(await take(ctx, "foo,bar\n1,2\n", { mapping: { title: "foo" } })).toMatchObject({ created: 1 });
});

test("the page's road takes the same file to the same changes", async () => {
  const ctx = await workspace();
  const how = { kind: "changes" as const };
  expect(await importText(ctx, ROWS, how)).toMatchObject({ created: 3 });
  expect(await take(ctx, ROWS)).toMatchObject({ created: 0 });
});
