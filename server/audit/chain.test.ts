import { sql } from "drizzle-orm";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { createDatabase } from "@/db/client";
import { testDatabase } from "@/db/testing/test-database";
import { jsonbText, storable } from "@/domain/audit/jsonb-text";
import { auditKeysOf } from "./keys";
import { recordAudit } from "./record";
import { sealWorkspace } from "./seal";
import { makeTrail, TEST_KEYS } from "./testing/trail";
import { verifyAudit } from "./verify";

const database = testDatabase();

describe("the canonical text", () => {
  test("is what Postgres prints, for any JSON", async () => {
    const values = fc.sample(fc.jsonValue({ maxDepth: 4 }), { numRuns: 2_000, seed: 7 });
    const numbers = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      numRuns: 1_000,
      seed: 7,
    });
    const texts = fc.sample(fc.string({ unit: "binary" }), { numRuns: 1_000, seed: 7 });
    const awkward = [
      { b: 1, a: 2, aa: 3, é: 4, "": 5, "🚨": 6, zzzz: 7 },
      [[]],
      {},
      -0,
      1e21,
      5e-324,
      "\0\ud800",
    ];
    const stored = [...values, ...numbers, ...texts, ...awkward].map(storable);
    const printed = await database.pool.query(
      "select array_agg((entry.value)::text order by entry.place) as texts from jsonb_array_elements($1::jsonb) with ordinality as entry (value, place)",
      [JSON.stringify(stored)],
    );
    expect(stored.map(jsonbText)).toEqual(printed.rows[0].texts);
  });
});

describe("the chain", () => {
  test("of an untouched trail is right, from its first event to its head", async () => {
    const ctx = await makeTrail(database.db, { events: 25, perSeal: 10 });
    const found = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    expect(found).toMatchObject({ checked: 25, from: 1, unchained: 0, findings: [], first: null });
    expect(found.head.position).toBe(25);
  });

  test("takes each event once when several processes seal while others write", async () => {
    const ctx = await makeTrail(database.db, { events: 0, perSeal: 1 });
    const other = createDatabase(database.url, { maxConnections: 6 });
    const seal = (db: typeof ctx.db) => sealWorkspace({ db, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
    const write = (index: number) =>
      recordAudit(
        { ...ctx, requestId: `r${index}` },
        { action: "a", objectKind: "o", objectId: String(index) },
        { action: "b", objectKind: "o", objectId: String(index) },
      );
    try {
      for (let round = 0; round < 10; round += 1) {
        const writes = Array.from({ length: 10 }, (_, index) => write(round * 10 + index));
        await Promise.all([...writes, seal(database.db), seal(other.db), seal(other.db), seal(database.db)]);
      }
      await seal(other.db);
    } finally {
      await other.close();
    }
    const found = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    expect(found).toMatchObject({ checked: 200, unchained: 0, findings: [] });
  });

  test("tells rows that wait for their place, without calling them wrong", async () => {
    const ctx = await makeTrail(database.db, { events: 3, perSeal: 3 });
    await recordAudit(ctx, { action: "a", objectKind: "o", objectId: "1" });
    const found = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    expect(found).toMatchObject({ checked: 3, unchained: 1, findings: [] });
  });

  test("finds a change made before the event had its place", async () => {
    const ctx = await makeTrail(database.db, { events: 3, perSeal: 3 });
    const [id] = await recordAudit(ctx, { action: "a", objectKind: "o", objectId: "1" });
    await database.db.execute(sql`update audit_event set object_id = '2' where id = ${id}`);
    await sealWorkspace({ db: database.db, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
    const found = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    expect(found.first).toMatchObject({ kind: "row-changed", position: 4, eventId: id });
  });

  test("adopts the events of before there was a chain once, and none after", async () => {
    const ctx = await makeTrail(database.db, { events: 0, perSeal: 1 });
    const old = () =>
      database.db.execute(sql`
        insert into audit_event (workspace_id, id, at, actor_kind, actor_name, action, object_kind, object_id, after, request_id)
        values (${ctx.workspaceId}, ${uuidv7()}, now(), 'user', 'Ada', 'incident.log', 'incident', '1', '{"a": 1.50}', 'r')`);
    for (let index = 0; index < 5; index += 1) await old();
    await recordAudit(ctx, { action: "a", objectKind: "o", objectId: "1" });
    const seal = () => sealWorkspace({ db: database.db, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
    expect(await seal()).toBe(6);
    expect((await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS)).findings).toEqual([]);
    await old();
    expect(await seal()).toBe(0);
    const found = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    expect(found.first).toMatchObject({ kind: "row-unhashed", position: null });
  });

  test("signed with an earlier secret is right while that secret is known", async () => {
    const ctx = await makeTrail(database.db, { events: 4, perSeal: 2 });
    const renewed = auditKeysOf("another secret", ["a secret of the tests alone, nowhere else used"]);
    await recordAudit(ctx, { action: "a", objectKind: "o", objectId: "1" });
    await sealWorkspace({ db: database.db, keys: renewed, now: ctx.now }, ctx.workspaceId);
    expect((await verifyAudit(database.db, ctx.workspaceId, renewed)).findings).toEqual([]);
    const forgotten = await verifyAudit(database.db, ctx.workspaceId, auditKeysOf("another secret"));
    expect(forgotten.findings).toMatchObject([{ kind: "seal-of-unknown-key", count: 2 }]);
  });

  test("checked from a late seal only reads the newest events, and still finds what is wrong there", async () => {
    const ctx = await makeTrail(database.db, { events: 30, perSeal: 5 });
    const verify = () => verifyAudit(database.db, ctx.workspaceId, TEST_KEYS, { rowsMax: 8 });
    expect(await verify()).toMatchObject({ from: 21, checked: 10, findings: [] });
    await database.db.execute(sql`
      update audit_event set actor_name = 'Eve' where workspace_id = ${ctx.workspaceId} and position = 25`);
    expect((await verify()).first).toMatchObject({ kind: "row-changed", position: 25 });
  });

  test("cut off at its end together with its seals and head is found by a noted head", async () => {
    const ctx = await makeTrail(database.db, { events: 20, perSeal: 5 });
    const { head } = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    const verify = () => verifyAudit(database.db, ctx.workspaceId, TEST_KEYS, { expect: head });
    expect((await verify()).findings).toEqual([]);
    await database.pool.query("delete from audit_event where workspace_id = $1 and position > 15", [
      ctx.workspaceId,
    ]);
    await database.pool.query("delete from audit_seal where workspace_id = $1 and position > 15", [
      ctx.workspaceId,
    ]);
    await database.pool.query(
      `update audit_head h set position = 15, hash = e.chain_hash from audit_event e
       where h.workspace_id = $1 and e.workspace_id = $1 and e.position = 15`,
      [ctx.workspaceId],
    );
    expect((await verify()).findings).toMatchObject([{ kind: "noted-head-differs", count: 1 }]);
  });
});
