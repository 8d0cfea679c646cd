import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { inRolledBackTransaction, testDatabase, withDatabase } from "./test-database";

const database = testDatabase();

describe("a test database", () => {
  test("runs in UTC with limits on every statement", async () => {
    const settings = await database.pool.query(
      "select current_setting('TimeZone') as zone, current_setting('statement_timeout') as timeout",
    );
    expect(settings.rows[0]).toEqual({ zone: "UTC", timeout: "30s" });
  });

  test("reads a bigint as a number and a date as its text, through the driver and through drizzle", async () => {
    const query = "select 9007199254740991::int8 as big, '2026-03-29'::date as day";
    const expected = { big: 9007199254740991, day: "2026-03-29" };
    expect((await database.pool.query(query)).rows[0]).toEqual(expected);
    expect((await database.db.execute(sql.raw(query))).rows[0]).toEqual(expected);
  });

  test("keeps the digits of an integer beyond 2^53", async () => {
    const result = await database.pool.query("select 9007199254740993::int8 as big");
    expect(result.rows[0]).toEqual({ big: "9007199254740993" });
  });

  test("undoes what a rolled-back transaction wrote and returns its result", async () => {
    await database.db.execute(sql`create table scratch (id int)`);
    const seen = await inRolledBackTransaction(database.db, async (tx) => {
      await tx.execute(sql`insert into scratch values (1)`);
      return (await tx.execute(sql`select count(*) as n from scratch`)).rows[0];
    });
    expect(seen).toEqual({ n: 1 });
    expect((await database.db.execute(sql`select count(*) as n from scratch`)).rows[0]).toEqual({ n: 0 });
  });

  test("is shared with no other test", async () => {
    await withDatabase(async (other) => {
      const tables = await other.pool.query("select to_regclass('scratch') as name");
      expect(tables.rows[0]).toEqual({ name: null });
    });
  });
});
