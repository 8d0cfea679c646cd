import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, plainText } from "./write";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["'=1", "''=1"],
  ["'tis", "'tis"],
  ["a=1", "a=1"],
])("text that a spreadsheet would run is made text: %j", (given, written) => {
  expect(csvLine([given])).toBe(`${written}\r\n`);
});

test("commas, quotes and line breaks are quoted, numbers and missing values stand bare", () => {
  expect(csvLine(['say "hi"', "a,b", "c\nd", -1.5, null])).toBe('"say ""hi""","a,b","c\nd",-1.5,\r\n');
});

/** Texts with what matters here: formula signs, apostrophes, quotes, separators, line breaks. */
const texts = fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n'\",;a1 é"), maxLength: 8 });

test("a spreadsheet never finds a formula in text, and reading back gives the very same text", () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (cells) => {
      const [read = []]: string[][] = parse(csvLine(["x", ...cells]), { record_delimiter: "\r\n" });
      for (const cell of read) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect(read.slice(1).map(plainText)).toEqual(cells);
    }),
    { numRuns: 5000 },
  );
});
