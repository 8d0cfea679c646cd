import { sql } from "drizzle-orm";
import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import type { Database } from "@/db/client";
import { auditErasedRow } from "@/db/schema";
import { inRolledBackTransaction, testDatabase } from "@/db/testing/test-database";
import type { Ctx } from "@/server/context";
import { makeWorkspace } from "@/server/incident/testing/fixture";
import { addPerson } from "@/server/person/add";
import { erasePerson } from "@/server/person/erase";
import { ErasureDigest, signedOfErasure } from "./erasure-proofs";
import { digestOf } from "./hash";
import { macOf } from "./keys";
import { pruneAudit } from "./prune";
import { recordAudit } from "./record";
import { sealWorkspace } from "./seal";
import { makeTrail, TEST_KEYS } from "./testing/trail";
import { verifyAudit } from "./verify";

const database = testDatabase();
const EVIDENCE = ["audit_event", "audit_head", "audit_seal", "audit_checkpoint", "audit_erased_row"];

interface Place {
  table: string;
  ctid: string;
}

let ctx: Ctx;
let otherWorkspaceId: string;
let places: Place[];
let columns: { table: string; column: string; type: string }[];

/** A trail with everything in it: pruned at its start, with two people erased who share a row, sealed in pieces. */
beforeAll(async () => {
  const early = await makeTrail(database.db, { events: 12, perSeal: 5, now: "2025-01-10T12:00:00.000Z" });
  otherWorkspaceId = (
    await makeWorkspace(database.db, { now: "2025-01-10T12:00:00.000Z", services: [{ slug: "x" }] })
  ).workspaceId;
  ctx = {
    ...early,
    now: new Date("2026-03-10T12:00:00.000Z"),
    actor: { kind: "system", name: "Grace Hopper" },
  };
  const person = (name: string) =>
    addPerson(ctx, {
      name,
      handles: [`${name.split(" ")[0]}-dev`],
      level: "mid",
      email: `${name.split(" ")[0]}@x.example`,
    });
  const [ada, grace] = [await person("Ada Lovelace"), await person("Grace Hopper")];
  const record = (objectId: string) =>
    recordAudit(ctx, {
      action: "incident.note",
      objectKind: "incident",
      objectId,
      after: { body: "Ada Lovelace said" },
    });
  for (const id of ["1", "2", "3", "4"]) await record(id);
  await seal();
  const operator = { ...ctx, actor: { kind: "system" as const, name: "Operator" } };
  await erasePerson(operator, TEST_KEYS, { id: ada.id, version: null });
  await erasePerson(operator, TEST_KEYS, { id: grace.id, version: null });
  await record("5");
  await database.db.execute(
    sql`update workspace set audit_retention_days = 400 where workspace_id = ${ctx.workspaceId}`,
  );
  expect(await pruneAudit(operator, TEST_KEYS)).toBe(12);
  await seal();
  places = await placesOf(database.db);
  columns = (
    await database.pool.query(
      `select table_name as table, column_name as column, data_type as type from information_schema.columns
       where table_schema = 'public' and table_name = any($1) order by 1, 2`,
      [EVIDENCE],
    )
  ).rows;
});

const seal = () => sealWorkspace({ db: database.db, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
const findings = async (db: Database) => (await verifyAudit(db, ctx.workspaceId, TEST_KEYS)).findings;

async function placesOf(db: Database): Promise<Place[]> {
  const found: Place[] = [];
  for (const table of EVIDENCE) {
    const rows = await db.execute<{ ctid: string }>(sql`
      select ctid::text from ${sql.identifier(table)} where workspace_id = ${ctx.workspaceId} order by ctid`);
    found.push(...rows.rows.map(({ ctid }) => ({ table, ctid })));
  }
  return found;
}

/** Other values that a column of the type may be given: SQL in which `old` is the present one. */
function alternatives(type: string, column: string): string[] {
  if (column === "workspace_id") return [`'${otherWorkspaceId}'::uuid`];
  switch (type) {
    case "uuid":
      return [`'${uuidv7()}'::uuid`, "null"];
    case "text":
      return ["coalesce(old, '') || 'x'", "upper(old) || ''", "''", "'system'", "null"];
    case "timestamp with time zone":
      return ["old + interval '1 millisecond'", "old - interval '1 day'", "'infinity'::timestamptz"];
    case "jsonb":
      return [
        "coalesce(old, '{}'::jsonb) || '{\"more\": 1.0}'::jsonb",
        "jsonb_build_array(old)",
        "case when jsonb_typeof(old) = 'object' then old - (select max(k) from jsonb_object_keys(old) k) end",
        "replace(old::text, 'e', 'E')::jsonb",
        "null",
      ];
    case "bytea":
      return ["set_byte(old, 0, get_byte(old, 0) # 1)", "old || '\\x00'::bytea", "''::bytea", "null"];
    case "bigint":
      return ["old + 1", "old - 1", "old + 1000", "0", "null"];
    case "boolean":
      return ["not old"];
    default:
      throw new Error(`No alternative for a column of the type ${type}.`);
  }
}

/** Runs the change; false when the database itself refuses it, or when it changes nothing. */
async function changes(db: Database, statement: ReturnType<typeof sql>): Promise<boolean> {
  try {
    return await db.transaction(async (tx) => ((await tx.execute(statement)).rowCount ?? 0) > 0);
  } catch {
    return false;
  }
}

describe("verification", () => {
  test("finds nothing in the trail as it is", async () => {
    const found = await verifyAudit(database.db, ctx.workspaceId, TEST_KEYS);
    expect(found.findings).toEqual([]);
    expect(found.from).toBe(13);
    expect(found.erased).toBe(6);
  });

  test("finds any other value in any column of any row", { timeout: 240_000 }, async () => {
    const exercised = new Set<string>();
    const missed: string[] = [];
    for (const place of places) {
      for (const { column, type } of columns.filter(({ table }) => table === place.table)) {
        for (const value of alternatives(type, column)) {
          await inRolledBackTransaction(database.db, async (tx) => {
            const name = sql.identifier(column);
            const changed = sql.raw(value.replaceAll(/\bold\b/g, `"${column}"`));
            const statement = sql`
              update ${sql.identifier(place.table)} set ${name} = ${changed}
              where ctid = ${place.ctid}::tid and ${name} is distinct from ${changed}`;
            if (!(await changes(tx, statement))) return;
            exercised.add(`${place.table}.${column}`);
            if ((await findings(tx)).length === 0) missed.push(`${place.table}.${column} = ${value}`);
          });
        }
      }
    }
    expect(missed).toEqual([]);
    expect([...exercised].sort()).toEqual(columns.map(({ table, column }) => `${table}.${column}`));
  });

  test("finds any row that was removed", async () => {
    const missed: Place[] = [];
    for (const place of places) {
      await inRolledBackTransaction(database.db, async (tx) => {
        await tx.execute(sql`delete from ${sql.identifier(place.table)} where ctid = ${place.ctid}::tid`);
        if ((await findings(tx)).length === 0) missed.push(place);
      });
    }
    expect(missed).toEqual([]);
  });

  test("finds any two events that changed places, times or contents", async () => {
    const found = await database.db.execute<{ position: number }>(sql`
      select position from audit_event where workspace_id = ${ctx.workspaceId} order by position`);
    const positions = found.rows.map(({ position }) => position);
    const pair = fc
      .tuple(fc.nat(positions.length - 1), fc.nat(positions.length - 1))
      .filter(([a, b]) => a < b);
    const swaps = [
      ["position"],
      ["position", "chain_hash"],
      ["before", "after", "actor_name", "address"],
      ["before", "after", "actor_name", "address", "details_salt", "details_digest", "erasure_id"],
      ["object_id", "before", "after", "details_salt", "details_digest", "row_hash", "erasure_id"],
    ];
    await fc.assert(
      fc.asyncProperty(pair, fc.constantFrom(...swaps), async ([a, b], swapped) => {
        const [first = 0, second = 0] = [positions[a], positions[b]];
        await inRolledBackTransaction(database.db, async (tx) => {
          if (await swap(tx, first, second, swapped)) expect(await findings(tx)).not.toEqual([]);
        });
      }),
      { numRuns: 150 },
    );
  });

  test("does not take tampering for an erasure, however it is dressed up", async () => {
    const salted =
      "update audit_event set after = '{\"title\": \"nothing happened\"}', details_salt = '\\x00', ";
    const digest =
      "sha256('\\x00'::bytea || convert_to(jsonb_build_array(actor_name, address, before, after)::text, 'UTF8'))";
    const target = `workspace_id = '${ctx.workspaceId}' and action = 'incident.note' and object_id = '5'`;
    const erasure = `(select id from audit_event where workspace_id = '${ctx.workspaceId}' and action = 'person.erase' order by position limit 1)`;
    const entry = (id: string) =>
      `insert into audit_erased_row select workspace_id, ${id}, id, ${digest} from audit_event where ${target}`;
    const own = uuidv7();
    const forged = `insert into audit_event (workspace_id, id, at, actor_kind, actor_name, action, object_kind, object_id,
        request_id, after, details_salt, details_digest, row_hash)
      select workspace_id, '${own}', now(), 'system', 'x', 'person.erase', 'person', '1', 'r',
        '{"rows": 1, "digest": "00", "keyId": "00", "mac": "00"}', '\\x00', '\\x00', '\\x00' from audit_event where ${target}`;
    const dressings: Record<string, string[]> = {
      "of its own id": [`${salted} erasure_id = '${own}' where ${target}`],
      "of an earlier erasure": [`${salted} erasure_id = ${erasure} where ${target}`],
      "with an entry": [`${salted} erasure_id = ${erasure} where ${target}`, entry(erasure)],
      "with an event and an entry": [
        `${salted} erasure_id = '${own}' where ${target}`,
        forged,
        entry(`'${own}'::uuid`),
      ],
    };
    for (const [name, statements] of Object.entries(dressings)) {
      await inRolledBackTransaction(database.db, async (tx) => {
        for (const statement of statements) await tx.execute(sql.raw(statement));
        await sealWorkspace({ db: tx, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
        expect(await findings(tx), name).not.toEqual([]);
      });
    }
  });

  test("does not take an erasure for one that the application did not sign", async () => {
    await inRolledBackTransaction(database.db, async (tx) => {
      // Everything that whoever writes to the database can compute is right; the application seals it like its own.
      const altered = await tx.execute<{ id: string; text: string }>(sql`
        update audit_event set after = '{"body": "nothing happened"}', details_salt = '\\x00'
        where workspace_id = ${ctx.workspaceId} and action = 'incident.note' and object_id = '5'
        returning id, jsonb_build_array(actor_name, address, before, after)::text as text`);
      const [row] = altered.rows;
      if (row === undefined) throw new Error("The event to tamper with is not there.");
      const erasureId = uuidv7();
      const detailsDigest = digestOf(Buffer.from([0]), row.text);
      const digest = new ErasureDigest();
      digest.add(row.id, detailsDigest);
      await tx.execute(sql`update audit_event set erasure_id = ${erasureId} where id = ${row.id}`);
      await tx
        .insert(auditErasedRow)
        .values({ workspaceId: ctx.workspaceId, erasureId, eventId: row.id, detailsDigest });
      const said = { rows: 1, digest: digest.hex(), keyId: TEST_KEYS.current.id };
      const signed = signedOfErasure(ctx.workspaceId, erasureId, said);
      const forge = (key: Buffer) => macOf(key, signed).toString("hex");
      const event = { id: erasureId, action: "person.erase", objectKind: "person", objectId: "1" };
      await recordAudit({ ...ctx, db: tx }, { ...event, after: { ...said, mac: forge(Buffer.alloc(32)) } });
      await sealWorkspace({ db: tx, keys: TEST_KEYS, now: ctx.now }, ctx.workspaceId);
      expect(await findings(tx)).toMatchObject([{ kind: "erasure-unproven" }, { kind: "row-changed" }]);
    });
  });
});

async function swap(tx: Database, first: number, second: number, names: readonly string[]): Promise<boolean> {
  const rows = await tx.execute<Record<string, unknown>>(sql`
    select id, position, ${sql.raw(names.map((name) => `"${name}"::text as "${name}"`).join(", "))}
    from audit_event where workspace_id = ${ctx.workspaceId} and position in (${first}, ${second})`);
  const [one, other] = rows.rows;
  if (!one || !other || names.every((name) => one[name] === other[name])) return false;
  const types = new Map(columns.map(({ table, column, type }) => [`${table}.${column}`, type]));
  const set = (row: Record<string, unknown>, id: unknown, offset: number) =>
    tx.execute(sql`
      update audit_event set ${sql.join(
        names.map((name) => {
          const value = sql`${row[name]}::${sql.raw(types.get(`audit_event.${name}`) ?? "text")}`;
          return sql`${sql.identifier(name)} = ${name === "position" ? sql`${value} + ${offset}::bigint` : value}`;
        }),
        sql`, `,
      )} where workspace_id = ${ctx.workspaceId} and id = ${id}`);
  // Two rows never hold one position: the first goes by a place far off.
  await set(other, one.id, 1_000_000);
  await set(one, other.id, 0);
  await set(other, one.id, 0);
  return true;
}
