import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import {
  changeIdentity,
  codeCommit,
  involvementStatement,
  person,
  pullRequest,
  repository,
} from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { changeListQuerySchema } from "@/domain/change/list-schema";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { findServiceIds } from "@/server/service/queries";
import { listChanges } from "./list";
import { listFurther } from "./list-further";
import { searchChanges } from "./search";
import { type GivenChange, putChanges } from "./testing/rows";

const database = testDatabase();
const NOW = "2026-03-18T12:00:00Z";
const HASH = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

const ledger = (zone?: string) =>
  makeWorkspace(database.db, {
    now: NOW,
    services: [{ slug: "checkout" }, { slug: "search" }],
    ...(zone ? { zone } : {}),
  });

const page = (ctx: Ctx, query: Record<string, unknown>) =>
  listChanges(ctx, changeListQuerySchema.parse(query));

const titles = async (ctx: Ctx, query: Record<string, unknown>) =>
  (await page(ctx, query)).changes.map(({ title }) => title);

/** Every title of the list, page by page; the sizes of the pages beside them. */
async function allTitles(ctx: Ctx, query: Record<string, unknown>) {
  const found: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const read = await page(ctx, { ...query, cursor });
    found.push(...read.changes.map(({ title }) => title));
    cursor = read.nextCursor ?? undefined;
    pages += 1;
  } while (cursor !== undefined && pages < 100);
  return found;
}

const hoursBefore = (hours: number) => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();

describe("the ledger in order", () => {
  test("is read whole in pages, newest or oldest first, over months without changes", async () => {
    const ctx = await ledger();
    const instants = [
      "2021-02-01T00:00:00Z",
      "2024-01-31T23:59:59.999Z",
      "2024-02-01T00:00:00Z",
      "2026-02-28T10:00:00Z",
      "2026-03-01T00:00:00Z",
      "2026-03-18T11:59:00Z",
      "2026-03-19T11:00:00Z",
    ];
    await putChanges(
      ctx,
      instants.map((at) => ({ at, title: at })),
    );
    for (const limit of [1, 2, 3, 50]) {
      expect(await allTitles(ctx, { limit, order: "asc" })).toEqual(instants);
      expect(await allTitles(ctx, { limit })).toEqual(instants.toReversed());
    }
  });

  test("gives every change of one instant once", async () => {
    const ctx = await ledger();
    const names = Array.from({ length: 25 }, (_, index) => `Same ${index}`);
    await putChanges(
      ctx,
      names.map((title) => ({ at: "2026-02-01T00:00:00Z", title })),
    );
    for (const order of ["asc", "desc"]) {
      expect((await allTitles(ctx, { limit: 4, order })).sort()).toEqual(names.toSorted());
    }
  });

  test("is not moved by changes that arrive while it is read", async () => {
    const ctx = await ledger();
    const old = Array.from({ length: 30 }, (_, index) => ({
      at: hoursBefore(30 * (index + 1)),
      title: `${index}`,
    }));
    await putChanges(ctx, old);
    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const next = await page(ctx, { limit: 7, cursor });
      read.push(...next.changes.map(({ title }) => title));
      await putChanges(ctx, [
        { at: hoursBefore(0), title: "Newer" },
        { at: hoursBefore(1), title: "Newer" },
      ]);
      cursor = next.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(read).toEqual(old.map(({ title }) => title));
  });

  test("shows nothing of another workspace", async () => {
    const [own, other] = [await ledger(), await ledger()];
    await putChanges(other, [{ at: hoursBefore(1), title: "Theirs" }]);
    expect(await titles(own, {})).toEqual([]);
    expect(await titles(own, { q: "Theirs" })).toEqual([]);
  });

  test("refuses a cursor that it did not write, or of the other order", async () => {
    const ctx = await ledger();
    await putChanges(ctx, [{ at: hoursBefore(1) }, { at: hoursBefore(2) }]);
    const { nextCursor } = await page(ctx, { limit: 1 });
    const written = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const wrong = [
      "x",
      "%%%",
      written([]),
      written(["desc", 1e300, uuidv7()]),
      written(["desc", "1", uuidv7()]),
      written(["desc", 1, "' or true --"]),
      written(["desc", Number.MAX_SAFE_INTEGER, uuidv7()]),
    ];
    for (const cursor of wrong) await expect(page(ctx, { cursor })).rejects.toThrow("This cursor");
    await expect(page(ctx, { cursor: nextCursor, order: "asc" })).rejects.toThrow("ascending order");
  });
});

describe("each filter", () => {
  async function given() {
    const ctx = await ledger();
    const services = await findServiceIds(ctx, ["checkout", "search"]);
    const authorId = uuidv7();
    await database.db.insert(person).values({
      workspaceId: ctx.workspaceId,
      id: authorId,
      name: "Priya Nair",
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    const changes: (GivenChange & { title: string })[] = [
      {
        at: hoursBefore(1),
        title: "Cache totals with Claude",
        serviceIds: [...services.values()],
        authorId,
        authorLevel: "senior",
        involvement: "ai",
        aiRole: "wrote-code",
        aiTool: "claude",
        aiGrade: "trailer",
        verdict: "cause",
        signOff: "missing",
      },
      {
        at: hoursBefore(50),
        title: "Point the zone at the new balancer",
        kind: "dns",
        serviceIds: [services.get("search") ?? ""],
        involvement: "unknown",
        environment: "staging",
        production: false,
        counts: false,
      },
      {
        at: hoursBefore(2000),
        title: "Bump lodash",
        involvement: "automation",
        authorName: "dependabot[bot]",
        authorIsBot: true,
        pullRequest: 77,
        verdict: "cleared",
        signOff: "satisfied",
      },
      {
        at: hoursBefore(3000),
        title: "Round cents up (#123)",
        kind: "config",
        serviceIds: [services.get("checkout") ?? ""],
        authorLevel: "junior",
        involvement: "none-found",
        involvementStanding: "corrected",
        aiTool: "cursor",
        url: "https://ci.example.com/runs/9",
      },
    ];
    const ids = await putChanges(ctx, changes);
    await database.db.insert(involvementStatement).values({
      workspaceId: ctx.workspaceId,
      changeId: ids[3] ?? "",
      id: uuidv7(),
      kind: "corrected",
      reason: "Typed by hand",
      statedBy: "Ada",
      statedAt: ctx.now,
    });
    return { ctx, ids, authorId, names: changes.map(({ title }) => title) };
  }

  test("lets through what it names, alone and together with others", async () => {
    const { ctx, names, authorId } = await given();
    const expected: [query: Record<string, unknown>, at: number[]][] = [
      [{}, [0, 1, 2, 3]],
      [{ kind: "dns" }, [1]],
      [{ kind: "dns,config" }, [1, 3]],
      [{ kind: "agent-action" }, []],
      [{ service: "checkout" }, [0, 3]],
      [{ service: "search" }, [0, 1]],
      [{ service: "checkout,search" }, [0, 1, 3]],
      [{ service: "checkout,gone" }, [0, 3]],
      [{ service: "gone" }, []],
      [{ author: authorId }, [0]],
      [{ author: `${authorId},${uuidv7()}` }, [0]],
      [{ author: "nobody" }, []],
      [{ level: "senior" }, [0]],
      [{ level: "unknown" }, [1, 2]],
      [{ level: "junior,unknown" }, [1, 2, 3]],
      [{ involvement: "ai" }, [0]],
      [{ involvement: "unknown,automation" }, [1, 2]],
      [{ involvement: "none-found" }, [3]],
      [{ standing: "corrected" }, [3]],
      [{ standing: "contested" }, []],
      [{ standing: "detected" }, [0, 1, 2]],
      [{ standing: "detected,corrected" }, [0, 1, 2, 3]],
      [{ grade: "trailer" }, [0]],
      [{ grade: "declared" }, []],
      [{ tool: "claude" }, [0]],
      [{ tool: "cursor" }, []],
      [{ tool: "claude", involvement: "none-found" }, []],
      [{ verdict: "cause" }, [0]],
      [{ verdict: "cause,cleared" }, [0, 2]],
      [{ verdict: "none" }, [1, 3]],
      [{ verdict: "none,cleared" }, [1, 2, 3]],
      [{ signOff: "missing" }, [0]],
      [{ signOff: "missing,satisfied,late" }, [0, 2]],
      [{ signOff: "none,missing" }, [0, 1, 3]],
      [{ signOff: "satisfied", verdict: "cleared" }, [2]],
      [{ environment: "staging" }, [1]],
      [{ counts: "yes" }, [0, 2, 3]],
      [{ counts: "no" }, [1]],
      [{ from: hoursBefore(50) }, [0, 1]],
      [{ to: hoursBefore(50) }, [2, 3]],
      [{ from: "2025-12-01", to: "2026-03-01" }, [2]],
      [{ from: "2027-01-01" }, []],
      [{ service: "checkout", verdict: "cause", involvement: "ai", kind: "code" }, [0]],
      [{ service: "checkout", kind: "config", level: "junior" }, [3]],
      [{ author: authorId, service: "search", verdict: "cause" }, [0]],
      [{ author: authorId, kind: "dns" }, []],
      [{ q: "claude", kind: "code" }, [0]],
      [{ q: "zone", service: "search" }, [1]],
      [{ standing: "corrected", service: "checkout" }, [3]],
    ];
    for (const order of ["asc", "desc"]) {
      for (const [query, at] of expected) {
        const wanted = at.map((index) => names[index]);
        const answer = await allTitles(ctx, { ...query, order });
        expect(answer, JSON.stringify(query)).toEqual(order === "desc" ? wanted : wanted.toReversed());
      }
    }
  });

  test("takes dates in the workspace's zone and names one that is none", async () => {
    const ctx = await ledger("Asia/Tokyo");
    await putChanges(ctx, [
      { at: "2026-03-09T15:00:00Z", title: "Midnight in Tokyo" },
      { at: "2026-03-09T14:59:59.999Z", title: "The day before" },
    ]);
    expect(await titles(ctx, { from: "2026-03-10" })).toEqual(["Midnight in Tokyo"]);
    expect(await titles(ctx, { to: "2026-03-10" })).toEqual(["The day before"]);
    await expect(page(ctx, { from: "yesterday" })).rejects.toThrow('"from" is neither');
  });

  test("of text finds words, numbers and addresses", async () => {
    const { ctx, names } = await given();
    const expected: [q: string, at: number[]][] = [
      ["lodash bump", [2]],
      ["lod", [2]],
      ["nothing like it", []],
      ["#123", [3]],
      ["77", [2]],
      ["https://ci.example.com/runs/9", [3]],
      ["https://ci.example.com/runs/8", []],
      ["...", []],
      ["' or 1=1 \\", []],
    ];
    for (const [q, at] of expected) {
      expect(await titles(ctx, { q }), q).toEqual(at.map((index) => names[index]));
    }
  });
});

test("a filter that few pass ends a page early, says up to when it looked, and its cursor looks further at more", async () => {
  const ctx = await ledger();
  const [oldest = ""] = await putChanges(ctx, [
    { at: "2026-02-01T00:00:00Z", title: "The rare one", environment: "rare" },
  ]);
  // Rows of one filter's index, all newer than the one wanted, and more of them than one page looks at.
  await ctx.db.execute(sql`
    insert into change (workspace_id, id, at, kind, title, involvement, source, created_at, updated_at)
    select ${ctx.workspaceId}, gen_random_uuid(), '2026-02-02T00:00:00Z'::timestamptz + g * interval '1 second',
      'code', 'Bulk', 'none-found', 'api', now(), now()
    from generate_series(1, 50000) g`);
  const endMs = Date.parse("2026-02-02T00:00:00Z") + 50_000_000;
  const lookedAt = ({ lookedTo }: { lookedTo: string | null }) =>
    (endMs - Date.parse(lookedTo ?? "")) / 1000 + 1;
  const first = await page(ctx, { environment: "rare" });
  expect(first.changes).toEqual([]);
  expect(lookedAt(first)).toBe(5000);
  const second = await page(ctx, { environment: "rare", cursor: first.nextCursor });
  expect(second.changes).toEqual([]);
  expect(lookedAt(second)).toBe(45_000);
  const third = await page(ctx, { environment: "rare", cursor: second.nextCursor });
  expect(third.changes.map(({ id }) => id)).toEqual([oldest]);
  expect([third.nextCursor, third.lookedTo]).toEqual([null, null]);
  // For a person it goes on by itself, and what it hands on is where the last look ended.
  const asked = changeListQuerySchema.parse({ environment: "rare", limit: 1 });
  expect((await listFurther(ctx, asked)).changes.map(({ id }) => id)).toEqual([oldest]);
  expect(await listFurther(ctx, asked, 2)).toMatchObject({ changes: [], nextCursor: second.nextCursor });
  const oldestFirst = await page(ctx, { environment: "rare", order: "asc", limit: 1, counts: "yes" });
  expect(oldestFirst.changes.map(({ id }) => id)).toEqual([oldest]);
  expect(oldestFirst.lookedTo).not.toBeNull();
});

test("words that few have are looked for in some months at a time, and found in the end", async () => {
  const ctx = await ledger();
  const rare = { at: "2021-02-01T00:00:00Z", title: "Transmogrify the ledger" };
  await putChanges(ctx, [rare, ...[2, 900, 9000].map((hours) => ({ at: hoursBefore(hours) }))]);
  const first = await page(ctx, { q: "transmogrify" });
  expect(first.changes).toEqual([]);
  expect(first.lookedTo?.slice(0, 4)).toBe("2025");
  expect(await allTitles(ctx, { q: "transmogrify" })).toEqual([rare.title]);
  expect(await allTitles(ctx, { q: "transmogrify", order: "asc" })).toEqual([rare.title]);
});

describe("a text that names a change", () => {
  async function given() {
    const ctx = await ledger();
    const repositoryId = uuidv7();
    await database.db.insert(repository).values({
      workspaceId: ctx.workspaceId,
      id: repositoryId,
      name: "github.com/acme/shop",
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    const at = "2023-05-01T10:00:00Z";
    const [id = ""] = await putChanges(ctx, [
      { at, title: "The merged one", repositoryId, revision: HASH },
      {
        at,
        title: "Its neighbour",
        repositoryId,
        pullRequest: 41,
        url: "https://github.com/acme/shop/pull/41",
      },
      { at: hoursBefore(1), title: "A newer one" },
    ]);
    await database.db.insert(changeIdentity).values({
      workspaceId: ctx.workspaceId,
      source: "github.com/acme/shop",
      externalId: `commit:${HASH}`,
      changeId: id,
      changeAt: new Date(at),
    });
    await database.db.insert(pullRequest).values({
      workspaceId: ctx.workspaceId,
      repositoryId,
      number: 40,
      title: "The merged one",
      state: "merged",
      mergeRevision: HASH,
      describedAt: ctx.now,
    });
    await database.db.insert(codeCommit).values({
      workspaceId: ctx.workspaceId,
      repositoryId,
      revision: "beef1234beef1234beef1234beef1234beef1234",
      changeId: id,
      message: "One of its commits",
      authorName: "Bo",
      authorEmail: "bo@example.com",
      committerName: "Bo",
      committerEmail: "bo@example.com",
    });
    return { ctx, id };
  }

  test("finds it by its revision, its pull request, a commit before the squash, and their pages", async () => {
    const { ctx, id } = await given();
    const texts = [
      HASH,
      HASH.slice(0, 7).toUpperCase(),
      "beef1234",
      "#40",
      "PR 40",
      "https://github.com/acme/shop/pull/40",
      "https://github.com/Acme/Shop/pull/40/files#diff-1",
      "github.com/acme/shop/pull/40?w=1",
      "Acme/Shop#40",
      `https://github.com/acme/shop/commit/${HASH.slice(0, 10)}`,
      `https://faultline.example.com/acme/changes/${id}`,
      `http://127.0.0.1:4100/acme/changes/${id}?from=list#ai`,
      id,
    ];
    for (const q of texts) {
      expect(
        (await searchChanges(ctx, q)).map(({ title }) => title),
        q,
      ).toEqual(["The merged one"]);
    }
  });

  test("finds it by the address it was told with, or by the number in its repository", async () => {
    const { ctx } = await given();
    for (const q of [
      "https://github.com/acme/shop/pull/41",
      "https://github.com/acme/shop/pull/41/commits",
      "acme/shop#41",
      "acme/shop!41",
    ]) {
      expect(
        (await searchChanges(ctx, q)).map(({ title }) => title),
        q,
      ).toEqual(["Its neighbour"]);
    }
    expect(await searchChanges(ctx, "https://github.com/acme/other/pull/41")).toEqual([]);
    expect(await searchChanges(ctx, "https://github.com/acme/other/pull/40")).toEqual([]);
    expect(await searchChanges(ctx, "cme/shop#40")).toEqual([]);
    expect(await searchChanges(ctx, `/changes/${uuidv7()}`)).toEqual([]);
  });
});
