import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { csvLine } from "@/domain/csv/write";
import { Invalid } from "@/domain/errors";
import { planRead } from "./plan-file";
import { readInput } from "./read-input";

const csv = "title,service,started_at,resolved_at\nLogin fails,Login,2026-03-01 10:00,2026-03-01 11:00\n";
const read = (content: string | Uint8Array, name = "file") =>
  readInput({ name, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content }, 1e7);
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof Invalid ? error.code : String(error);
  }
  return null;
};
const rowsOf = (file: ReturnType<typeof read>) => (file.input.format === "csv" ? file.input.rows : []);

describe("reading a file", () => {
  test("unpacks gzip by its content, whatever its name", () => {
    expect(rowsOf(read(gzipSync(csv), "data.csv"))).toHaveLength(1);
  });

  test("reads JSON, JSON lines and CSV with or without a byte order mark", () => {
    expect(read('\uFEFF[{"a": 1}]').input).toEqual({ format: "json", value: [{ a: 1 }] });
    expect(read('{"a": 1}\n{"a": 2}\n').input).toEqual({ format: "json", value: [{ a: 1 }, { a: 2 }] });
    expect(rowsOf(read(`\uFEFF${csv}`))[0]).toHaveProperty("title", "Login fails");
  });

  test("reads a title as it was before an export put an apostrophe in front", () => {
    const text =
      csv.replace("Login fails", "'=1+1 fails") + csvLine(["'-quoted", "Login", "2026-03-02 10:00", ""]);
    expect(rowsOf(read(text)).map((row) => row.title)).toEqual(["=1+1 fails", "'-quoted"]);
  });

  test("reads UTF-16 as workbooks write it, and says when it took Windows-1252", () => {
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${csv.replaceAll(",", "\t")}`, "utf16le"));
    expect(rowsOf(read(utf16))).toHaveLength(1);
    const latin = new Uint8Array(Buffer.from(csv.replace("Login fails", "Caf\u00e9 down"), "latin1"));
    expect(rowsOf(read(latin))[0]?.title).toBe("Caf\u00e9 down");
    expect(read(latin).notes).toEqual([expect.stringContaining("Windows-1252")]);
  });

  test.each([";", "\t", "|"])("finds the separator %j, also with commas inside quotes", (separator) => {
    const text = `title${separator}service${separator}start\n"a, b, c"${separator}x${separator}y\n`;
    expect(rowsOf(read(text))).toEqual([{ title: "a, b, c", service: "x", start: "y" }]);
  });

  test("refuses a row with more cells than columns and keeps the numbers of the others", () => {
    const text = `${csv}One, two,Login,2026-03-02 10:00,2026-03-02 11:00\nThree,Login,2026-03-03 10:00,2026-03-03 11:00\n`;
    const plan = planRead(read(text), null, {});
    expect(plan.refusals).toEqual([expect.objectContaining({ row: 2, code: "column-count" })]);
    expect(plan.incidents.map(({ row }) => row)).toEqual([1, 3]);
  });

  test("does without quotes where one is never closed, so that the other rows stay", () => {
    const plan = planRead(read(csv.replace("Login fails", '"Login fails')), null, {});
    expect(plan.incidents).toHaveLength(1);
    expect(plan.notes).toEqual([expect.stringContaining("never closed")]);
  });

  test("keeps the good lines of JSON lines and names the bad one", () => {
    const file = read('{"id": "a", "name": "x"}\n{"id": broken}\n{"id": "c", "name": "y"}\n');
    expect(file.refusals).toEqual([expect.objectContaining({ row: 2, code: "bad-json" })]);
    expect(file.input).toHaveProperty("value.length", 3);
  });

  test("gives columns that share a name or have none a name of their own", () => {
    expect(read("id,id,\n1,2,3\n").input).toHaveProperty("headers", ["id", "id (2)", "Column 3"]);
  });

  test("says plainly why a file is not taken", () => {
    expect(codeOf(() => read(""))).toBe("empty-file");
    expect(codeOf(() => read(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])))).toBe("not-text");
    expect(codeOf(() => read(gzipSync(csv).subarray(0, 30)))).toBe("bad-gzip");
    expect(codeOf(() => read("{broken", "a.json"))).toBe("unreadable");
    const large = { name: "a.csv", bytes: gzipSync("a,b\n".repeat(100_000)) };
    expect(codeOf(() => readInput(large, 100_000))).toBe("file-too-large");
  });

  test("takes a chosen column from the target that was guessed to have it", () => {
    const plan = planRead(read(csv), "incident-csv", { mapping: { title: "service" } });
    expect(plan.incidents[0]?.title).toBe("Login");
    expect(plan.services.map(({ name }) => name)).toEqual(["Unspecified service"]);
    expect(codeOf(() => planRead(read(csv), "incident-csv", { mapping: { startedAt: "x" } }))).toBe(
      "unknown-column",
    );
  });
});
