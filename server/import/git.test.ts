import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { changeInputSchema } from "@/domain/change/schema";
import { readChange } from "@/server/change/queries";
import { recordChanges } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { importGit } from "./git";
import { type GitChoice, openHistory } from "./git-repository";
import { Clone } from "./testing/clone";
import { newContext } from "./testing/context";

const database = testDatabase();

async function take(ctx: Ctx, clone: Clone, choice: GitChoice = {}, environment?: string) {
  return await importGit(ctx, await openHistory(clone.folder, choice), { environment });
}

async function changeOf(ctx: Ctx, revision: string) {
  const found = await ctx.db.execute<{ id: string }>(sql`
    select id from change where workspace_id = ${ctx.workspaceId} and revision = ${revision}`);
  expect(found.rows, revision).toHaveLength(1);
  return await readChange(ctx, found.rows[0]?.id ?? "");
}

const revisions = async (ctx: Ctx) =>
  (
    await ctx.db.execute<{ revision: string }>(sql`
      select revision from change where workspace_id = ${ctx.workspaceId} order by at, id`)
  ).rows.map(({ revision }) => revision);

test("every commit of the branch's own line is a change, with what it altered, who made it and when", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  clone.commit("Begin", { "a.txt": "1\n2\n" });
  const squash = clone.commit("Keep the cart (#12)\n\nIt was lost.", {
    "a.txt": "1\n",
    "src/b.ts": "1\n2\n3\n",
  });
  expect(await take(ctx, clone)).toMatchObject({ created: 2, updated: 0, unchanged: 0, refusals: [] });
  expect(await changeOf(ctx, squash)).toMatchObject({
    kind: "code",
    title: "Keep the cart (#12)",
    repository: "github.com/acme/shop",
    pullRequest: 12,
    url: "https://github.com/acme/shop/pull/12",
    additions: 3,
    deletions: 1,
    files: 2,
    paths: ["a.txt", "src/b.ts"],
    source: "git",
    production: true,
    involvement: "none-found",
    author: { name: "Ann Lee", isBot: false },
    commits: [{ revision: squash, message: "Keep the cart (#12)\n\nIt was lost." }],
  });
});

const BOB = { name: "Bob Ray", email: "bob@acme.test" };

test("a merge is one change; evidence stands in the commits it brought, and its author is theirs", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  clone.commit("Begin", { "a.txt": "1\n" });
  clone.git("switch", "--quiet", "-c", "topic");
  clone.commit("Try\n\nCo-Authored-By: Claude <noreply@anthropic.com>", { "b.txt": "1\n" }, BOB);
  const second = clone.commit("Try again", { "b.txt": "2\n" }, BOB);
  clone.git("switch", "--quiet", "main");
  clone.commit("Meanwhile", { "c.txt": "1\n" });
  const merge = clone.merge("Merge pull request #7 from acme/topic\n\nKeep the cart", "topic");
  expect(await take(ctx, clone)).toMatchObject({ created: 3 });
  const change = await changeOf(ctx, merge);
  expect(change).toMatchObject({
    title: "Keep the cart",
    pullRequest: 7,
    branch: "topic",
    files: 1,
    additions: 1,
    author: { name: "Bob Ray" },
    involvement: "ai",
    ai: { tool: "claude", grade: "trailer" },
  });
  expect(change.commits.map(({ revision }) => revision)).toContain(second);
  expect(change.commits).toHaveLength(3);
  expect(change.evidence).toMatchObject([{ quote: "Co-Authored-By: Claude <noreply@anthropic.com>" }]);
});

test("a log under refs/notes/ai is the best evidence, and a revert says which change it undoes", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  const first = clone.commit("Begin", { "a.txt": "1\n" });
  const log = {
    schema_version: "authorship/3.0.0",
    prompts: { p: { agent_id: { tool: "cursor", model: "m" } } },
  };
  clone.git("notes", "--ref=ai", "add", "-m", `a.txt\n  p 1-1\n---\n${JSON.stringify(log)}`, first);
  clone.git("revert", "--no-edit", first);
  await take(ctx, clone);
  const change = await changeOf(ctx, first);
  expect(change).toMatchObject({ involvement: "ai", ai: { tool: "cursor", grade: "attested" } });
  expect(change.revertedAt).not.toBeNull();
  expect((await changeOf(ctx, clone.git("rev-parse", "HEAD"))).reverts).toBe(first);
});

test("odd histories: no message, another encoding, an octopus, binaries, renames, submodules and odd names", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  const first = clone.commit("Begin", { "old name.txt": "1\n2\n3\n", "t\tab.txt": "1\n" });
  const empty = clone.commit("");
  clone.git("mv", "old name.txt", "new näme.txt");
  const renamed = clone.commit("Rename");
  const binary = clone.commit("Draw", { "p.png": Buffer.from([0, 1, 2, 255]) });
  clone.git("update-index", "--add", "--cacheinfo", `160000,${first},vendor/module`);
  clone.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--quiet", "-m", "Gr\u00f6\u00dfe");
  const encoded = clone.git("rev-parse", "HEAD");
  for (const branch of ["one", "two"]) {
    clone.git("switch", "--quiet", "-c", branch, "main");
    clone.commit(`On ${branch}`, { [`${branch}.txt`]: "1\n" });
  }
  clone.git("switch", "--quiet", "main");
  const octopus = clone.merge("Merge both", "one", "two");
  expect(await take(ctx, clone)).toMatchObject({ created: 6, refusals: [] });
  expect(await changeOf(ctx, first)).toMatchObject({ paths: ["old name.txt", "t\tab.txt"] });
  expect(await changeOf(ctx, empty)).toMatchObject({ title: `Commit ${empty.slice(0, 12)}`, files: 0 });
  expect(await changeOf(ctx, renamed)).toMatchObject({ paths: ["new näme.txt"], additions: 0, files: 1 });
  expect(await changeOf(ctx, binary)).toMatchObject({ paths: ["p.png"], additions: 0, files: 1 });
  expect((await changeOf(ctx, encoded)).paths).toEqual(["vendor/module"]);
  const both = await changeOf(ctx, octopus);
  expect([both.files, both.commits.length]).toEqual([2, 3]);
});

test("the same history again changes nothing, and a longer one adds what is new", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  for (const step of [1, 2, 3]) clone.commit(`Step ${step}`, { "a.txt": `${step}\n` });
  await take(ctx, clone);
  const rows = () =>
    ctx.db
      .execute(sql`select * from change where workspace_id = ${ctx.workspaceId} order by id`)
      .then((result) => result.rows);
  const before = await rows();
  expect(await take(ctx, clone)).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  expect(await rows()).toEqual(before);
  clone.commit("Step 4", { "a.txt": "4\n" });
  expect(await take(ctx, clone)).toMatchObject({ created: 1, unchanged: 3 });
});

test("what a webhook told of a merge and what the clone says of it are one change", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  const merged = clone.commit("Keep the cart (#12)", { "a.txt": "1\n" });
  const input = changeInputSchema.parse({
    kind: "code",
    title: "Keep the cart",
    repository: "github.com/acme/shop",
    revision: merged,
    pullRequest: 12,
    labels: ["bug"],
    mergedAt: "2026-02-01T09:00:00Z",
  });
  await recordChanges(ctx, [{ input, source: "github", what: "pull_request" }]);
  expect(await take(ctx, clone)).toMatchObject({ created: 0, updated: 1 });
  const change = await changeOf(ctx, merged);
  // The host knows its request; the clone knows the files.
  expect(change).toMatchObject({
    title: "Keep the cart",
    labels: ["bug"],
    at: "2026-02-01T09:00:00.000Z",
    files: 1,
  });
});

test("commits that a recorded change carries make no change of their own", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone();
  const [first, second, third] = [1, 2, 3].map((step) =>
    clone.commit(`Step ${step}`, { "a.txt": `${step}\n` }),
  );
  const commit = (revision: string | undefined) => ({ revision, message: "Step" });
  const input = changeInputSchema.parse({
    kind: "code",
    title: "Three steps, rebased",
    repository: "github.com/acme/shop",
    revision: third,
    mergedAt: "2026-02-02T00:00:00Z",
    commits: [commit(first), commit(second), commit(third)],
  });
  await recordChanges(ctx, [{ input, source: "github", what: "pull_request" }]);
  expect(await take(ctx, clone)).toMatchObject({ created: 0, unchanged: 2 });
  expect(await revisions(ctx)).toEqual([third]);
});

test("a day, a branch, a name and an environment can be chosen", async () => {
  const ctx = await newContext(database.db);
  const clone = new Clone(null);
  const [first, second] = [1, 2].map((step) => clone.commit(`Step ${step}`, { "a.txt": `${step}\n` }));
  clone.git("switch", "--quiet", "-c", "next");
  const third = clone.commit("Step 3", { "a.txt": "3\n" });
  const secondAt = Number(clone.git("log", "-1", "--format=%ct", second ?? "")) * 1000;
  const choice = { repository: "https://git.acme.test/team/shop.git", branch: "next", sinceMs: secondAt };
  expect(await take(ctx, clone, choice, "staging")).toMatchObject({ created: 2 });
  expect(await revisions(ctx)).toEqual([second, third]);
  expect(first).toBeDefined();
  expect(await changeOf(ctx, third)).toMatchObject({
    repository: "git.acme.test/team/shop",
    environment: "staging",
    production: false,
  });
});

describe("what cannot be read is said with the next step", () => {
  test("no folder, no repository, no commits, no name, no branch, a shallow clone", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "faultline-clone-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const open = (target: string, choice: GitChoice = {}) => openHistory(target, choice);
    await expect(open(path.join(folder, "nope"))).rejects.toThrow("is no folder. Give the path of a clone");
    await expect(open(folder)).rejects.toThrow("is not a git repository. Give the path of a clone");
    const clone = new Clone(null);
    await expect(open(clone.folder)).rejects.toThrow("has no commits yet");
    clone.commit("Begin", { "a.txt": "1\n" });
    clone.commit("Go on", { "a.txt": "2\n" });
    await expect(open(clone.folder)).rejects.toThrow("--repository github.com/acme/shop");
    await expect(open(clone.folder, { repository: "a/b", branch: "nope" })).rejects.toThrow(
      "There are: main",
    );
    const shallow = path.join(folder, "shallow");
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${clone.folder}`, shallow]);
    await expect(open(shallow)).rejects.toThrow("fetch --unshallow");
  });

  test("no git", async () => {
    const before = process.env.PATH;
    const clone = new Clone();
    clone.commit("Begin");
    process.env.PATH = "/nowhere";
    try {
      await expect(openHistory(clone.folder, {})).rejects.toThrow("Install it, then import again");
    } finally {
      process.env.PATH = before;
    }
  });
});
