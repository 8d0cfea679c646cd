import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type BinaryRows, copyRows } from "./copy-rows";
import { copyTable } from "./copy-table";
import { insertRows } from "./insert-rows";
import { changeDetail } from "./schema";
import { testDatabase } from "./testing/test-database";

const database = testDatabase();
const IDS = ["00000000-0000-7000-8000-0000000000ff", "fedcba98-7654-7321-8fed-cba987654321"];

test("every kind of field comes out as it went in, and a row too large for the first buffer too", async () => {
  const long = "ü".repeat(400_000);
  type Row = [text: string | null, ms: number | null, ids: readonly string[]];
  const put = (to: BinaryRows, [text, ms, ids]: Row) => {
    to.row(7);
    to.text(text);
    to.int(ms === null ? null : -7);
    to.bool(ms !== null);
    to.uuid(ids[0] ?? null);
    to.uuids(ids);
    to.instant(ms);
    to.day(ms === null ? "1999-12-31" : "2026-03-05");
  };
  const rows: Row[] = [
    ["plain\t\\ \n \"quoted\" 'and' {so} ü 🚀", Date.parse("2026-03-05T11:52:00.123Z"), IDS],
    [null, null, []],
    [long, Date.parse("1969-12-31T23:59:59.999Z"), IDS.slice(1)],
  ];
  const stored = await database.db.transaction(async (tx) => {
    await tx.execute(
      sql`create temporary table copied (t text, i int, b bool, u uuid, us uuid[], a timestamptz, d date) on commit drop`,
    );
    await copyRows(tx, { table: "copied", columns: ["t", "i", "b", "u", "us", "a", "d"] }, rows, put);
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
  const into = { table: "refused", columns: ["t"] };
  const write = (to: BinaryRows, text: string) => {
    if (text === "fault") throw new Error("No such row.");
    to.row(1);
    to.text(text);
  };
  const copy = (texts: readonly string[]) =>
    database.db.transaction(async (tx) => {
      await tx.execute(sql`create temporary table refused (t text primary key) on commit drop`);
      await tx
        .transaction((point) => copyRows(point, into, texts, write))
        .catch((error) => {
          expect(error).toMatchObject(texts.includes("fault") ? { code: "57014" } : { code: "23505" });
        });
      // The connection goes on, however far the parts had come.
      await copyRows(tx, into, ["a", "b"], write);
      return (await tx.execute(sql`select count(*)::int as total from refused`)).rows[0]?.total;
    });
  const many = Array.from({ length: 5000 }, (_, at) => `${at}`);
  expect(await copy(["same", "same", ...many])).toBe(2);
  expect(await copy([...many, "4999"])).toBe(2);
  expect(await copy([...many, "fault"])).toBe(2);
  const zero = database.db.transaction(async (tx) => {
    await tx.execute(sql`create temporary table refused (t text) on commit drop`);
    await copyRows(tx, into, ["with \0 in it"], write);
  });
  await expect(zero).rejects.toMatchObject({ code: "22021" });
  await expect(copyRows(database.db, into, ["a"], write)).rejects.toThrow(/transaction/);
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
