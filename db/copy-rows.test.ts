import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { BinaryRows, copyRows } from "./copy-rows";
import { copyTable } from "./copy-table";
import { insertRows } from "./insert-rows";
import { changeDetail } from "./schema";
import { testDatabase } from "./testing/test-database";

const database = testDatabase();
const IDS = ["00000000-0000-7000-8000-0000000000ff", "fedcba98-7654-7321-8fed-cba987654321"];

test("every kind of field comes out as it went in, and a row too large for the first buffer too", async () => {
  const long = "ü".repeat(400_000);
  const rows = new BinaryRows();
  const put = (text: string | null, ms: number | null, ids: readonly string[]) => {
    rows.row(7);
    rows.text(text);
    rows.int(ms === null ? null : -7);
    rows.bool(ms !== null);
    rows.uuid(ids[0] ?? null);
    rows.uuids(ids);
    rows.instant(ms);
    rows.day(ms === null ? "1999-12-31" : "2026-03-05");
  };
  put("plain\t\\ \n \"quoted\" 'and' {so} ü 🚀", Date.parse("2026-03-05T11:52:00.123Z"), IDS);
  put(null, null, []);
  put(long, Date.parse("1969-12-31T23:59:59.999Z"), IDS.slice(1));
  const stored = await database.db.transaction(async (tx) => {
    await tx.execute(
      sql`create temporary table copied (t text, i int, b bool, u uuid, us uuid[], a timestamptz, d date) on commit drop`,
    );
    await copyRows(tx, "copied", ["t", "i", "b", "u", "us", "a", "d"], rows);
    return await tx.execute(sql`select t, i, b, u, us, a, d from copied`);
  });
  expect(stored.rows).toEqual([
    {
      t: "plain\t\\ \n \"quoted\" 'and' {so} ü 🚀",
      i: -7,
      b: true,
      u: IDS[0],
      us: IDS,
      a: "2026-03-05 11:52:00.123+00",
      d: "2026-03-05",
    },
    { t: null, i: null, b: false, u: null, us: [], a: null, d: "1999-12-31" },
    { t: long, i: -7, b: true, u: IDS[1], us: [IDS[1]], a: "1969-12-31 23:59:59.999+00", d: "2026-03-05" },
  ]);
});

test("a row that the table does not take fails as a statement would, and needs a transaction", async () => {
  const rows = new BinaryRows();
  rows.row(1);
  rows.text("with \0 in it");
  const copied = database.db.transaction(async (tx) => {
    await tx.execute(sql`create temporary table refused (t text) on commit drop`);
    await copyRows(tx, "refused", ["t"], rows);
  });
  await expect(copied).rejects.toMatchObject({ code: "22021" });
  await expect(copyRows(database.db, "refused", ["t"], rows)).rejects.toThrow(/transaction/);
});

test("a table's rows are copied as they would be inserted, with the defaults of what they leave out", async () => {
  const workspaceId = IDS[0] ?? "";
  const rows = Array.from({ length: 250 }, (_, at) => ({
    workspaceId,
    changeId: `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`,
    description: at % 2 === 0 ? null : `Text ${at}`,
    labels: at % 3 === 0 ? [] : ["a", 'b "c" {d}'],
    reviewers: [{ name: "Ada", personId: null, state: null, at: null }],
    reverts: undefined,
  }));
  const read = () =>
    database.db
      .select()
      .from(changeDetail)
      .where(eq(changeDetail.workspaceId, workspaceId))
      .orderBy(changeDetail.changeId);
  await database.db.transaction((tx) => copyTable(tx, changeDetail, rows));
  const copied = await read();
  await database.db.delete(changeDetail).where(eq(changeDetail.workspaceId, workspaceId));
  await insertRows(database.db, changeDetail, rows);
  expect(copied).toHaveLength(250);
  expect(copied).toEqual(await read());
});
