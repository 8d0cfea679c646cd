import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvRecords } from "./csv-records";
import { JsonLines } from "./json-lines";

function cut(text: string | Buffer, sizes: readonly number[], columns = 3): CsvRecords & { text: string } {
  const records = new CsvRecords({ delimiter: ",", columns }, 2);
  return Object.assign(records, { text: inPieces(records, Buffer.from(text), sizes) });
}

function inPieces(
  cutter: { take: (chunk: Buffer) => Buffer; end: () => Buffer },
  bytes: Buffer,
  sizes: readonly number[],
): string {
  const parts: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % Math.max(1, sizes.length)] ?? bytes.length;
    parts.push(cutter.take(bytes.subarray(at, at + size)));
    at += size;
  }
  parts.push(cutter.end());
  return Buffer.concat(parts).toString("utf8");
}

test("rows keep their lines, quoted line ends and all; short rows are filled, blank ones left out", () => {
  const { text, rows, refusals } = cut('a,"b\nb",c\r\n\n,,\nd,e\nlast,"x,""y",z', []);
  expect(text).toBe('2,a,"b\nb",c\n6,d,e,\n7,last,"x,""y",z\n');
  expect([rows, refusals]).toEqual([3, []]);
});

test("what Postgres could not read is refused by its line, and the next rows are read", () => {
  const { text, refusals } = cut("a,b,c,d\n1,2,3\nx\ry,2,3\n4,5\u0000,6\n7,8,9\n", []);
  expect(text).toBe("3,1,2,3\n6,7,8,9\n");
  expect(refusals.map(({ row, code }) => [row, code])).toEqual([
    [2, "column-count"],
    [4, "stray-return"],
    [5, "zero-byte"],
  ]);
});

test("a quote that is never closed costs its own line only", () => {
  const { text, refusals } = cut('1,"open,3\n4,5,6\n7,8,9\n', [5]);
  expect(text).toBe("3,4,5,6\n4,7,8,9\n");
  expect(refusals).toMatchObject([{ row: 2, code: "open-quote" }]);
});

test("letters of an older encoding become letters", () => {
  expect(cut(Buffer.from("Gr\u00f6\u00dfe,2,3\n", "latin1"), []).text).toBe("2,Größe,2,3\n");
});

test("however the file comes in pieces, the rows are the same", () => {
  const cell = fc.constantFrom("", "a", '"q, q"', '"two\nlines"', '"say ""hi"""', "ö", " ");
  const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => cells.join(","));
  const file = fc.array(row, { maxLength: 12 }).map((rows) => rows.join("\r\n"));
  fc.assert(
    fc.property(file, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (text, sizes) => {
      const [whole, pieces] = [cut(text, []), cut(text, sizes)];
      expect(pieces.text).toBe(whole.text);
      expect(pieces.refusals).toEqual(whole.refusals);
      const lines = new JsonLines();
      expect(inPieces(lines, Buffer.from(text), sizes)).toBe(
        inPieces(new JsonLines(), Buffer.from(text), []),
      );
    }),
  );
});
