import { expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { readChange } from "./queries";
import { daysOf, idOf, tell } from "./testing/tell";

const database = testDatabase();
const NOW = "2026-03-18T12:00:00Z";
const SHA = "0123456789abcdef0123456789abcdef01234567";
const LATER = "89abcdef0123456789abcdef0123456789abcdef";

const workspace = () =>
  makeWorkspace(database.db, { now: NOW, services: [{ slug: "checkout" }, { slug: "search" }] });

test("a change that is told of stands in the ledger with what was said of it", async () => {
  const ctx = await workspace();
  const [recorded] = await tell(ctx, {
    kind: "code",
    title: "Retry payments",
    description: "Retries three times.\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
    repository: "https://github.com/Acme/Shop.git",
    revision: SHA,
    services: ["checkout"],
    author: { login: "ada", name: "Ada Byron" },
    mergedAt: "2026-03-17T10:00:00Z",
    commits: [{ revision: SHA, message: "Retry payments" }],
  });
  expect(recorded?.status).toBe("created");
  const change = await readChange(ctx, idOf(recorded));
  expect(change).toMatchObject({
    at: "2026-03-17T10:00:00.000Z",
    repository: "github.com/acme/shop",
    services: [{ slug: "checkout" }],
    author: { name: "Ada Byron", isBot: false },
    involvement: "ai",
    ai: { role: "wrote-code", grade: "trailer" },
    counts: true,
    production: true,
  });
  expect(change.evidence).toHaveLength(1);
  expect(change.commits).toHaveLength(1);
  expect(await daysOf(ctx)).toEqual(["all 2026-03-17 ai 1 0", "checkout 2026-03-17 ai 1 0"]);
});

test("the same name again is the same change, and a later instant moves its rows and its day", async () => {
  const ctx = await workspace();
  const first = {
    kind: "code",
    title: "Fix",
    repository: "acme/shop",
    revision: SHA,
    services: ["checkout"],
  };
  const [made] = await tell(ctx, { ...first, mergedAt: "2026-02-27T10:00:00Z" });
  const [again] = await tell(ctx, { ...first, mergedAt: "2026-02-27T10:00:00Z" });
  expect(again).toEqual({ status: "unchanged", id: idOf(made) });
  const [moved] = await tell(ctx, { ...first, services: ["search"], deployedAt: "2026-03-01T10:00:00Z" });
  expect(moved).toEqual({ status: "updated", id: idOf(made) });
  const change = await readChange(ctx, idOf(made));
  expect(change.at).toBe("2026-03-01T10:00:00.000Z");
  expect(change.services.map(({ slug }) => slug)).toEqual(["checkout", "search"]);
  expect(await daysOf(ctx)).toEqual([
    "all 2026-03-01 unknown 1 0",
    "checkout 2026-03-01 unknown 1 0",
    "search 2026-03-01 unknown 1 0",
  ]);
});

test("an unknown service is refused by its field and does not harm the others", async () => {
  const ctx = await workspace();
  const recorded = await tell(ctx, { services: ["checkout"] }, { services: ["checkout", "nope"] });
  expect(recorded[0]?.status).toBe("created");
  expect(recorded[1]).toMatchObject({ status: "refused", field: "services.1", code: "unknown-service" });
});

test("a revert says since when the other change is undone, whichever is told of first", async () => {
  const ctx = await workspace();
  const original = { kind: "code", title: "Fix", repository: "acme/shop", revision: SHA };
  const revert = {
    kind: "code",
    title: 'Revert "Fix"',
    description: `This reverts commit ${SHA}.`,
    repository: "acme/shop",
    revision: LATER,
    mergedAt: "2026-03-02T10:00:00Z",
  };
  const shop = { ...original, mergedAt: "2026-03-01T10:00:00Z" };
  const [first] = await tell(ctx, shop);
  await tell(ctx, revert);
  expect((await readChange(ctx, idOf(first))).revertedAt).toBe("2026-03-02T10:00:00.000Z");
  const [, second] = [
    await tell(ctx, { ...revert, repository: "acme/other" }),
    await tell(ctx, { ...shop, repository: "acme/other" }),
  ];
  expect((await readChange(ctx, idOf(second[0]))).revertedAt).toBe("2026-03-02T10:00:00.000Z");
});

const CODE = { kind: "code", title: "Fix", repository: "acme/shop", revision: SHA, services: ["checkout"] };
const RELEASE = {
  kind: "deployment",
  title: "Release 7",
  source: "acme/shop",
  externalId: "deployment:7",
  repository: "acme/shop",
  services: ["checkout"],
  deployedAt: "2026-03-05T10:00:00Z",
  outcome: "succeeded",
  carries: [SHA],
};

test("a deployment makes what it carries live and is not counted beside it, whichever is told of first", async () => {
  for (const order of [
    [{ ...CODE, mergedAt: "2026-03-01T10:00:00Z" }, RELEASE],
    [RELEASE, { ...CODE, mergedAt: "2026-03-01T10:00:00Z" }],
  ]) {
    const ctx = await workspace();
    const ids = [];
    for (const one of order) ids.push(idOf((await tell(ctx, one))[0]));
    const [code, release] = order[0] === RELEASE ? ids.reverse() : ids;
    expect(await readChange(ctx, code ?? "")).toMatchObject({
      at: "2026-03-05T10:00:00.000Z",
      deployedAt: "2026-03-05T10:00:00.000Z",
      carriedBy: [{ id: release }],
    });
    expect(await readChange(ctx, release ?? "")).toMatchObject({ counts: false, carries: [{ id: code }] });
    expect(await daysOf(ctx)).toEqual(["all 2026-03-05 unknown 1 0", "checkout 2026-03-05 unknown 1 0"]);
  }
});

test("the beginning of a hash is refused where it names another change, and nothing is written", async () => {
  const ctx = await workspace();
  const of = async (given: object) => (await tell(ctx, { ...RELEASE, ...given }))[0];
  const whole = { status: "refused", code: "revision-not-whole" };
  expect(await of({ carries: [SHA, "abc1234"] })).toMatchObject({ ...whole, field: "carries.1" });
  expect(await of({ carries: [], reverts: "ABCDEF012345" })).toMatchObject({ ...whole, field: "reverts" });
  expect(await daysOf(ctx)).toEqual([]);
  // A number, a version and a name of another system are whole as they are.
  expect(await of({ carries: ["1234567", "v1.2.3", "deadbeefs"] })).toMatchObject({ status: "created" });
});

test("a deployment that turns out to have failed made nothing live", async () => {
  const ctx = await workspace();
  const [code] = await tell(ctx, { ...CODE, mergedAt: "2026-03-01T10:00:00Z" }, RELEASE);
  await tell(ctx, { ...RELEASE, outcome: "failed", asOf: "2026-03-18T13:00:00Z" });
  expect((await readChange(ctx, idOf(code))).at).toBe("2026-03-01T10:00:00.000Z");
  expect(await daysOf(ctx)).toEqual(["all 2026-03-01 unknown 1 0", "checkout 2026-03-01 unknown 1 0"]);
});

test("the same telling many times at once makes one change", async () => {
  const ctx = await workspace();
  const all = await Promise.all(Array.from({ length: 20 }, () => tell(ctx, CODE, RELEASE)));
  const statuses = all.flat().map(({ status }) => status);
  expect(statuses.filter((status) => status === "created")).toHaveLength(2);
  expect(new Set(all.flat().map(idOf)).size).toBe(2);
  expect(await daysOf(ctx)).toEqual(["all 2026-03-05 unknown 1 0", "checkout 2026-03-05 unknown 1 0"]);
});

test("a change that nobody named is a new one each time", async () => {
  const ctx = await workspace();
  const recorded = await tell(ctx, {}, {});
  expect(new Set(recorded.map(idOf)).size).toBe(2);
});

test("a plain telling by itself is on record with its source, and so are two in one call", async () => {
  const ctx = await workspace();
  const [one] = await tell(ctx, { kind: "agent-action", title: "Restart the pool" });
  const two = await tell(ctx, { ai: { tool: "Cursor" } }, {});
  for (const recorded of [one, ...two]) {
    const { tellings, evidence, involvement } = await readChange(ctx, idOf(recorded));
    expect(tellings).toMatchObject([{ source: "api", what: "a test" }]);
    expect(evidence.length > 0).toBe(involvement === "ai");
  }
  expect(await daysOf(ctx)).toEqual(["all 2026-03-18 ai 2 0", "all 2026-03-18 unknown 1 0"]);
});
