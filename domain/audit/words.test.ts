import { expect, test } from "vitest";
import { fieldChanges } from "./changes";
import { notedHeadText, readNotedHead } from "./noted-head";
import { actionWords } from "./words";

test.each([
  ["incident.log", "logged an incident"],
  ["incident.edit-impact", "edited an impact"],
  ["member.end-sessions", "ended the sessions of a member"],
  ["incident.resolve", "resolved an incident"],
  ["identity_provider.create", "created an identity provider"],
  ["token.revoke", "revoked a token"],
  ["person.erase", "erased a person"],
  ["strange", "strange"],
])("%s is told as: %s", (action, words) => {
  expect(actionWords(action)).toBe(words);
});

test("an edit tells the fields that differ, an addition all that are filled", () => {
  expect(fieldChanges({ a: 1, b: "x", c: [1] }, { a: 1, b: "y", c: [1, 2] })).toEqual([
    { field: "b", before: "x", after: "y" },
    { field: "c", before: "[1]", after: "[1,2]" },
  ]);
  expect(fieldChanges(null, { a: 0, b: null, c: "" })).toEqual([{ field: "a", before: null, after: "0" }]);
  expect(fieldChanges({ a: 1 }, null)).toEqual([{ field: "a", before: "1", after: null }]);
  expect(fieldChanges("text", null)).toEqual([{ field: "value", before: "text", after: null }]);
  expect(fieldChanges(null, undefined)).toEqual([]);
});

test("a head reads back from how it is noted, and nothing else does", () => {
  const head = { position: 1234, hash: "0a".repeat(32) };
  expect(readNotedHead(` ${notedHeadText(head).toUpperCase()} `)).toEqual(head);
  for (const text of ["", "12", `12:${"0".repeat(63)}`, `-1:${head.hash}`, `1.5:${head.hash}`]) {
    expect(readNotedHead(text)).toBeNull();
  }
});
