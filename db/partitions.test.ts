import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { ensureMonths, ensureMonthsAhead } from "./partitions";
import { testDatabase } from "./testing/test-database";

const database = testDatabase();

async function partitions(): Promise<string[]> {
  const { rows } = await database.db.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('change'::regclass, 'change_service'::regclass) order by 1`);
  return rows.map(({ name }) => name);
}

test("a month is made once for both tables, however many writers ask for it at a time", async () => {
  const may = new Date("2019-05-31T23:59:59.999Z");
  const june = new Date("2019-06-01T00:00:00Z");
  await Promise.all(Array.from({ length: 8 }, () => ensureMonths(database.db, [may, june, may])));
  expect(await partitions()).toEqual([
    "change_2019_05",
    "change_2019_06",
    "change_service_2019_05",
    "change_service_2019_06",
  ]);
});

test("a writer's own transaction may make a month, and nobody else waits for it to end", async () => {
  await ensureMonths(database.db, [new Date("2020-01-15T00:00:00Z")]);
  await database.db.transaction(async (tx) => {
    await ensureMonths(tx, [new Date("2020-02-15T00:00:00Z")]);
    await database.db.transaction(async (other) => {
      await other.execute(sql`set local lock_timeout = '500ms'`);
      await other.execute(sql`insert into change_service values
        (gen_random_uuid(), gen_random_uuid(), '2020-01-20T00:00:00Z', gen_random_uuid())`);
    });
  });
  expect(await partitions()).toContain("change_2020_02");
});

test("the month before, this one and three ahead are there at start, over the turn of a year too", async () => {
  await ensureMonthsAhead(database.db, new Date("2031-11-30T12:00:00Z"));
  const names = (await partitions()).filter((name) => /^change_203/.test(name));
  expect(names).toEqual([
    "change_2031_10",
    "change_2031_11",
    "change_2031_12",
    "change_2032_01",
    "change_2032_02",
  ]);
});
