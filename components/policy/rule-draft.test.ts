import { expect, test } from "vitest";
import { emptyRule, listOf, newRuleId, numberOf, withCondition } from "./rule-draft";

test("a rule's id comes from its name and is nobody else's", () => {
  const first = { ...emptyRule([]), id: "seniors-sign" };
  expect(newRuleId("Seniors sign!", [])).toBe("seniors-sign");
  expect(newRuleId("Seniors sign", [first])).toBe("seniors-sign-2");
  expect(newRuleId("…", [])).toBe("rule");
});

test("a condition that names nothing is left out", () => {
  const when = withCondition({ involvement: ["ai"], minimumLines: 200 }, { involvement: [], kinds: ["dns"] });
  expect(when).toEqual({ minimumLines: 200, kinds: ["dns"] });
  expect(withCondition(when, { minimumLines: undefined })).toEqual({ kinds: ["dns"] });
});

test("what is typed becomes a list or a number, or nothing", () => {
  expect(listOf(" checkout, search,, checkout ")).toEqual(["checkout", "search"]);
  expect([numberOf("12"), numberOf(""), numberOf("x")]).toEqual([12, undefined, undefined]);
});
