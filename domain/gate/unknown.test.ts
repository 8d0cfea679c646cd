import { expect, test } from "vitest";
import type { Rule, RuleConditions } from "@/domain/sign-off/policy";
import { ruleForUnknown } from "./unknown";

const AT = "2026-03-18T12:00:00Z";
const rule = (id: string, when: RuleConditions = {}, over: Partial<Rule> = {}): Rule => ({
  id,
  name: id,
  mode: "enforce",
  when,
  require: { approvals: 1 },
  ...over,
});
const asked = (...rules: Rule[]) =>
  ruleForUnknown({ rules }, { environment: "production", at: AT })?.id ?? null;

test("what nobody knows of unknown code may be so", () => {
  for (const when of [
    {},
    { involvement: ["ai"] },
    { authorLevels: ["junior"] },
    { minimumLines: 500 },
    { services: ["checkout"] },
    { minimumBudgetSpentRatio: 1 },
    { kinds: ["code", "dns"] },
    { environments: ["Production"] },
  ] as RuleConditions[]) {
    expect(asked(rule("r", when)), JSON.stringify(when)).toBe("r");
  }
});

test("what is known keeps a rule out: the environment, the kind, the time, and that it asks for nothing", () => {
  expect(asked(rule("r", { environments: ["staging"] }))).toBeNull();
  expect(asked(rule("r", { kinds: ["dns"] }))).toBeNull();
  expect(asked(rule("r", { autonomies: ["act-alone"] }))).toBeNull();
  expect(
    asked(rule("r", { windows: [{ from: "2026-03-19T00:00:00Z", to: "2026-03-20T00:00:00Z" }] })),
  ).toBeNull();
  expect(asked(rule("r", {}, { effectiveFrom: "2026-03-19T00:00:00Z" }))).toBeNull();
  expect(asked(rule("r", {}, { effectiveTo: AT }))).toBeNull();
  expect(asked(rule("r", {}, { require: { approvals: 0 } }))).toBeNull();
});

test("an enforcing rule goes before a stricter one that only monitors", () => {
  const strict = rule("strict", {}, { mode: "monitor", require: { approvals: 3 } });
  expect(asked(strict, rule("mild"))).toBe("mild");
  expect(asked(strict)).toBe("strict");
});
