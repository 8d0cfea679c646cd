import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { pruneAudit } from "./prune";
import { recordAudit } from "./record";
import { sealWorkspace } from "./seal";
import { makeTrail, TEST_KEYS } from "./testing/trail";
import { keepAuditTrails } from "./upkeep";
import { verifyAudit } from "./verify";

const database = testDatabase();

const keepFor = (ctx: Ctx, days: number | null) =>
  database.db.execute(sql`
    update workspace set audit_retention_days = ${days} where workspace_id = ${ctx.workspaceId}`);
const verify = (ctx: Ctx) => verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
const later = (ctx: Ctx, days: number): Ctx => ({
  ...ctx,
  now: new Date(ctx.now.getTime() + days * 86_400_000),
});
const record = (ctx: Ctx) => recordAudit(ctx, { action: "a", objectKind: "o", objectId: "1" });

describe("pruning", () => {
  test("keeps everything until a retention is set", async () => {
    const ctx = await makeTrail(database.db, { events: 4, perSeal: 2 });
    expect(await pruneAudit(later(ctx, 4000), TEST_KEYS)).toBe(0);
  });

  test("deletes what is older, leaves a checkpoint that the rest is verified from, and says so in the trail", async () => {
    const ctx = await makeTrail(database.db, { events: 7, perSeal: 3 });
    await keepFor(ctx, 30);
    const young = later(ctx, 20);
    await record(young);
    const before = await verify(ctx);
    expect(await pruneAudit(later(ctx, 31), TEST_KEYS)).toBe(7);
    await sealWorkspace({ db: database.db, keys: TEST_KEYS, now: young.now }, ctx.workspaceId);
    expect(await verify(ctx)).toMatchObject({ from: 8, checked: 2, findings: [], head: { position: 9 } });
    const told = await database.db.execute<{ after: unknown }>(sql`
      select after from audit_event where workspace_id = ${ctx.workspaceId} and action = 'audit.prune'`);
    expect(told.rows).toMatchObject([
      { after: { events: 7, upTo: 7, hash: before.head.hash, retentionDays: 30 } },
    ]);
    const noted = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS, { expect: before.head });
    expect(noted.findings).toEqual([]);
  });

  test("an older event behind a younger one in the chain stays with it", async () => {
    const ctx = await makeTrail(database.db, { events: 2, perSeal: 2 });
    await keepFor(ctx, 30);
    await record(later(ctx, 20));
    await sealWorkspace({ db: database.db, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
    await record(ctx);
    expect(await pruneAudit(later(ctx, 31), TEST_KEYS)).toBe(2);
    expect((await verify(ctx)).findings).toEqual([]);
  });

  test("again and again goes on from the checkpoint, and finds nothing to do in between", async () => {
    const ctx = await makeTrail(database.db, { events: 3, perSeal: 3 });
    await keepFor(ctx, 30);
    for (const days of [31, 62, 93]) {
      await record(later(ctx, days - 1));
      expect(await pruneAudit(later(ctx, days), TEST_KEYS)).toBeGreaterThan(0);
      expect(await pruneAudit(later(ctx, days), TEST_KEYS)).toBe(0);
      expect((await verify(ctx)).findings).toEqual([]);
    }
  });
});

describe("the daily upkeep", () => {
  test("verifies each workspace once a day, however many processes call it, and tells what it finds", async () => {
    const ctx = await makeTrail(database.db, { events: 3, perSeal: 3 });
    const told: string[] = [];
    const keep = (now: Date) =>
      keepAuditTrails({
        db: database.db,
        keys: TEST_KEYS,
        now,
        onFindings: (workspaceId) => told.push(workspaceId),
      });
    const verifiedAt = async () => {
      const found = await database.db.execute<{ at: string; findings: number }>(sql`
        select verified_at as at, findings from audit_verification where workspace_id = ${ctx.workspaceId}`);
      return found.rows[0];
    };
    await Promise.all([keep(ctx.now), keep(ctx.now)]);
    const first = await verifiedAt();
    expect(first).toMatchObject({ findings: 0 });
    await database.db.execute(sql`
      update audit_event set actor_name = 'Eve' where workspace_id = ${ctx.workspaceId} and position = 2`);
    await keep(new Date(ctx.now.getTime() + 3_600_000));
    expect(await verifiedAt()).toEqual(first);
    await keep(later(ctx, 1).now);
    expect(told).toContain(ctx.workspaceId);
    expect(await verifiedAt()).toMatchObject({ findings: 1 });
  });
});
