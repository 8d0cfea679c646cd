import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import { workspace } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { untilBlockedBy } from "@/db/testing/until-blocked";
import { type ChangeInput, changeInputSchema } from "@/domain/change/schema";
import { type Ctx, inTransaction } from "@/server/context";
import { readChange } from "./queries";
import { recordChanges } from "./record";
import { idOf } from "./testing/tell";

const database = testDatabase();
const NOW = new Date("2026-03-18T12:00:00Z");
let ctx: Ctx;

beforeEach(async () => {
  const workspaceId = uuidv7();
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await database.db
    .insert(workspace)
    .values({ workspaceId, slug: `w${workspaceId.slice(-12)}`, name: "Test", timeZone: "UTC", ...stamps });
  ctx = {
    db: database.db,
    now: NOW,
    workspaceId,
    requestId: "test",
    actor: { kind: "system", name: "Test" },
  };
});

const sha = (letter: string) => letter.repeat(40);

const merged = (letter: string, day: number): unknown => ({
  kind: "code",
  title: `Merge ${letter}`,
  repository: "acme/shop",
  revision: sha(letter),
  mergedAt: `2026-03-${String(day).padStart(2, "0")}T10:00:00Z`,
});

const deployed = (id: number, day: number, more: Partial<ChangeInput> = {}): unknown => ({
  kind: "deployment",
  title: `Deploy ${id}`,
  source: "acme/shop",
  externalId: `deployment:${id}`,
  repository: "acme/shop",
  outcome: "succeeded",
  deployedAt: `2026-03-${String(day).padStart(2, "0")}T12:00:00Z`,
  asOf: "2026-03-17T00:00:00Z",
  ...more,
});

/** Tells of them one by one, and answers what each deployment carries and when each merge went live. */
async function afterTelling(...told: unknown[]): Promise<Record<string, string>> {
  const ids = new Map<string, string>();
  for (const one of told) {
    const input = changeInputSchema.parse(one);
    const [recorded] = await recordChanges(ctx, [{ input, source: "api", what: "Test" }]);
    if (recorded === undefined || recorded.status === "refused") throw new Error("refused");
    ids.set(input.title, recorded.id);
  }
  const lines: Record<string, string> = {};
  for (const [title, id] of [...ids].sort()) {
    const one = await readChange(ctx, id);
    lines[title] =
      one.kind === "code"
        ? `live ${one.deployedAt?.slice(0, 10) ?? "never"}`
        : `${one.carries
            .map((carried) => carried.title.slice(-1))
            .sort()
            .join("")} ${one.counts ? "counts" : "counts not"}`;
  }
  return lines;
}

const permutations = <T>(of: readonly T[]): T[][] =>
  of.length <= 1
    ? [[...of]]
    : of.flatMap((one, at) =>
        permutations([...of.slice(0, at), ...of.slice(at + 1)]).map((rest) => [one, ...rest]),
      );

describe("what a deployment brought", () => {
  const story = [
    merged("a", 1),
    merged("b", 2),
    deployed(1, 3, { revision: sha("b") }),
    merged("c", 4),
    deployed(2, 5, { revision: sha("c") }),
  ];

  test.each(
    permutations(story)
      .filter((_, at) => at % 8 === 0)
      .map((order, at) => ({ at, order })),
  )("comes out the same in order $at", async ({ order }) => {
    expect(await afterTelling(...order)).toEqual({
      "Merge a": "live 2026-03-03",
      "Merge b": "live 2026-03-03",
      "Merge c": "live 2026-03-05",
      "Deploy 1": "ab counts not",
      "Deploy 2": "c counts not",
    });
  });

  test("is nothing when it failed, and then the next one's", async () => {
    const told = await afterTelling(
      ...story.filter((one) => one !== story[2]),
      deployed(1, 3, { revision: sha("b"), outcome: "failed" }),
    );
    expect(told).toMatchObject({
      "Merge a": "live 2026-03-05",
      "Deploy 1": " counts",
      "Deploy 2": "abc counts not",
    });
  });

  test("is taken back when it turns out to have failed", async () => {
    await afterTelling(...story);
    const failed = deployed(2, 5, { revision: sha("c"), outcome: "failed", asOf: "2026-03-18T00:00:00Z" });
    await afterTelling(failed);
    expect(await afterTelling(merged("c", 4), failed)).toEqual({
      "Merge c": "live never",
      "Deploy 2": " counts",
    });
  });

  test("to another environment makes nothing live", async () => {
    const told = await afterTelling(
      merged("a", 1),
      deployed(1, 3, { revision: sha("a"), environment: "staging" }),
    );
    expect(told).toEqual({ "Merge a": "live never", "Deploy 1": "a counts not" });
  });

  test("is what its source says where it says it", async () => {
    const told = await afterTelling(
      ...story.slice(0, 2),
      deployed(1, 3, { revision: sha("b"), carries: [sha("a")] }),
    );
    expect(told).toMatchObject({
      "Merge a": "live 2026-03-03",
      "Merge b": "live never",
      "Deploy 1": "a counts not",
    });
  });

  test("is what its source says, also where it says it later", async () => {
    const told = await afterTelling(
      ...story,
      deployed(1, 3, { revision: sha("b"), carries: [sha("a"), sha("f")] }),
    );
    expect(told).toMatchObject({
      "Merge a": "live 2026-03-03",
      "Merge b": "live never",
      "Merge c": "live 2026-03-05",
      "Deploy 1": "a counts not",
    });
  });

  test("does not hang on which of two merges told of side by side was written first", async () => {
    await afterTelling(deployed(1, 5, { revision: sha("b") }));
    const tell = (to: Ctx, one: unknown) =>
      recordChanges(to, [{ input: changeInputSchema.parse(one), source: "api", what: "Test" }]);
    let beside: Promise<unknown> = Promise.resolve();
    await inTransaction(ctx, async (tx) => {
      await tell(tx, merged("b", 2));
      const { rows } = await tx.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      beside = tell(ctx, merged("c", 4));
      await untilBlockedBy(database.pool, rows[0]?.pid ?? 0);
    });
    await beside;
    expect(await afterTelling(merged("b", 2), merged("c", 4), deployed(1, 5))).toEqual({
      "Merge b": "live 2026-03-05",
      "Merge c": "live never",
      "Deploy 1": "b counts not",
    });
  });

  test("leaves a change at the instant that it was first heard of, once it turns out to have failed", async () => {
    const { mergedAt: _, ...heard } = merged("a", 1) as { mergedAt: string };
    const told = { ...heard, asOf: "2026-03-06T00:00:00Z" };
    await afterTelling(told, deployed(1, 5, { carries: [sha("a")] }));
    await afterTelling(deployed(1, 5, { outcome: "failed", asOf: "2026-03-18T00:00:00Z" }));
    const [recorded] = await recordChanges(ctx, [
      { input: changeInputSchema.parse(told), source: "api", what: "Test" },
    ]);
    expect(await readChange(ctx, idOf(recorded))).toMatchObject({
      at: "2026-03-06T00:00:00.000Z",
      deployedAt: null,
      facts: expect.not.arrayContaining([expect.objectContaining({ field: "~heard" })]),
    });
  });
});
