import { expect, test } from "vitest";
import { evaluatePolicy } from "./evaluate";
import { PRESETS } from "./presets";
import { policySchema } from "./schema";

const rule = { id: "r", name: "Rule", mode: "enforce", when: {}, require: { approvals: 1 } };
const problems = (policy: unknown) => {
  const result = policySchema.safeParse(policy);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
};

test("the presets are policies, and a policy read from its text decides as it is", () => {
  const rules = PRESETS.map(({ about: _about, ...preset }) => preset);
  const policy = policySchema.parse(JSON.parse(JSON.stringify({ rules })));
  expect(policy.rules).toEqual(rules);
  const found = evaluatePolicy({
    policy,
    change: { revision: "1", involvement: "ai", kind: "code", environment: "production", services: [] },
    author: { personId: "ana", level: "mid" },
    approvals: [],
    at: "2026-06-01T12:00:00Z",
  });
  expect(found.rule?.id).toBe("junior-and-mid-need-a-senior");
});

test.each<[string, unknown, string]>([
  ["a misspelt condition", { ...rule, when: { involvment: ["ai"] } }, "rules.0.when: Unrecognized key"],
  [
    "an empty list, which would match nothing",
    { ...rule, when: { kinds: [] } },
    "rules.0.when.kinds: Name at least one",
  ],
  [
    "a rule that ends first",
    { ...rule, effectiveFrom: "2026-02-01T00:00:00Z", effectiveTo: "2026-01-01T00:00:00Z" },
    "rules.0.effectiveTo: The rule ends",
  ],
  ["half an approval", { ...rule, require: { approvals: 0.5 } }, "rules.0.require.approvals: Give how many"],
  [
    "a day without a zone",
    { ...rule, effectiveFrom: "2026-02-01" },
    "rules.0.effectiveFrom: Give an ISO 8601",
  ],
])("refuses %s, at its place", (_, wrong, message) => {
  expect(problems({ rules: [wrong] }).join("\n")).toContain(message);
});

test("refuses two rules of one id", () => {
  expect(problems({ rules: [rule, rule] })).toEqual(["rules: Two rules have the same id."]);
});
