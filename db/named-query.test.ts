import { expect, test } from "vitest";
import { namedQuery, statementName } from "./named-query";
import { testDatabase } from "./testing/test-database";

const database = testDatabase();

test("statements have names of their own, and no connection keeps any number of them", async () => {
  const texts = Array.from({ length: 400 }, (_, at) => `select ${at} + $1::int as sum`);
  for (const [at, text] of texts.entries()) {
    expect(await namedQuery(database.db, text, [1])).toEqual([{ sum: at + 1 }]);
  }
  const names = new Set(texts.map(statementName));
  expect(names.size).toBeGreaterThan(50);
  const { rows } = await database.pool.query("select count(*)::int as kept from pg_prepared_statements");
  expect(rows[0].kept).toBeLessThanOrEqual(150);
});
