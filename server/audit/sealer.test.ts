import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditSeal } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { recordAudit } from "./record";
import { Sealer, type SealerDependencies, workspacesWithUnchained } from "./sealer";
import { makeTrail, TEST_KEYS } from "./testing/trail";
import { verifyAudit } from "./verify";

const database = testDatabase();

const sealerOf = (given: Partial<SealerDependencies> = {}) =>
  new Sealer({
    db: () => database.db,
    keys: () => TEST_KEYS,
    now: () => new Date("2026-03-10T12:00:00.000Z"),
    onError: (error) => {
      throw error;
    },
    ...given,
  });

const record = (ctx: Ctx) => recordAudit(ctx, { action: "a", objectKind: "o", objectId: "1" });

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error("It did not come to hold within 10 s.");
    await sleep(20);
  }
}

test("writes shortly after one another are chained within moments, under one seal", async () => {
  const ctx = await makeTrail(database.db, { events: 0, perSeal: 1 });
  const sealer = sealerOf();
  for (let index = 0; index < 5; index += 1) {
    await record(ctx);
    sealer.soon(ctx.workspaceId);
  }
  await until(async () => !(await workspacesWithUnchained(database.db)).includes(ctx.workspaceId));
  const seals = await database.db.select().from(auditSeal).where(eq(auditSeal.workspaceId, ctx.workspaceId));
  expect(seals.map(({ position }) => position)).toEqual([5]);
  expect((await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS)).findings).toEqual([]);
});

test("what another process left is chained, in every workspace", async () => {
  const left = [
    await makeTrail(database.db, { events: 2, perSeal: 2 }),
    await makeTrail(database.db, { events: 0, perSeal: 1 }),
  ];
  for (const ctx of left) await record(ctx);
  await sealerOf().leftovers();
  for (const ctx of left) {
    expect(await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS)).toMatchObject({
      unchained: 0,
      findings: [],
    });
  }
});

test("a sealing that fails is told, and the next one takes its events along", async () => {
  const ctx = await makeTrail(database.db, { events: 0, perSeal: 1 });
  await record(ctx);
  const told: unknown[] = [];
  let isAway = true;
  const sealer = sealerOf({
    db: () => {
      if (isAway) throw new Error("away");
      return database.db;
    },
    onError: (error) => told.push(error),
  });
  sealer.soon(ctx.workspaceId);
  await until(async () => told.length > 0);
  isAway = false;
  await sealer.leftovers();
  expect(await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS)).toMatchObject({
    checked: 1,
    unchained: 0,
  });
});
