import { expect, test } from "vitest";
import { csvLine } from "@/domain/incident/csv";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["a=1", "a=1"],
])("text that a spreadsheet would run is made text: %j", (given, written) => {
  expect(csvLine([given])).toBe(`${written}\r\n`);
});

test("commas, quotes and line breaks are quoted, numbers and missing values stand bare", () => {
  expect(csvLine(['say "hi"', "a,b", "c\nd", -1.5, null])).toBe('"say ""hi""","a,b","c\nd",-1.5,\r\n');
});
