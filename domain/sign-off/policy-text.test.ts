import fc from "fast-check";
import { expect, test } from "vitest";
import { lineOfPath, policyText, readPolicyText } from "./policy-text";
import { PRESETS } from "./presets";

const draft = { rules: PRESETS.map(({ about: _, ...rule }) => rule), whenUnreachable: "closed" as const };

test("the text form reads back as what it was written from", () => {
  expect(readPolicyText(policyText(draft))).toEqual({ draft });
});

test.each<[string, string, number, RegExp]>([
  ["a comma too few", '{\n  "rules": []\n  "whenUnreachable": "open"\n}', 3, /comma or a }/],
  ["a comma too many", '{\n  "rules": [],\n}', 3, /name in quotes/],
  ["no end", '{\n  "rules": [', 2, /ends too early/],
  ["no list of rules", '{\n\n  "rules": 3\n}', 3, /rules: give a list/],
  ["a name that is none", '{ "rules": [],\n "mode": 1 }', 2, /Not known here: mode/],
  ["a mode that is none", '{ "rules": [\n {"id":"a","name":"A",\n"mode":"x"}] }', 3, /Rule 1: mode/],
  [
    "one where a list belongs",
    '{ "rules": [\n {"id":"a","name":"A","mode":"monitor","require":{},\n"when":{\n"kinds":"dns"}}] }',
    4,
    /kinds: give a list/,
  ],
  ["nothing", "", 1, /ends too early/],
])("a text with %s is refused by its line", (_, text, line, message) => {
  expect(readPolicyText(text)).toEqual({ fault: { line, message: expect.stringMatching(message) } });
});

test("a value's line is found by its path; a missing one's is that of what it belongs in", () => {
  const text = '{\n "rules": [\n  {\n   "id": "a",\n   "require": {\n    "approvals": 1\n   }\n  }\n ]\n}';
  expect(lineOfPath(text, "rules.0.require.approvals")).toBe(6);
  expect(lineOfPath(text, "rules.0.require.minimumLevel")).toBe(5);
  expect(lineOfPath(text, "rules.0.name")).toBe(3);
});

test("whatever JSON it is handed, it reads it as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = readPolicyText(
        `{"rules":[{"id":"a","name":"a","mode":"monitor","require":{},"when":{"x":${text}}}]}`,
      );
      expect("draft" in read ? read.draft.rules[0]?.when : null).toEqual({ x: JSON.parse(text) });
    }),
  );
});
