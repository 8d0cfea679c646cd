import fc from "fast-check";
import { expect, test } from "vitest";
import { AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES, INVOLVEMENTS } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import type { GovernedChange } from "./conditions";
import { evaluatePolicy } from "./evaluate";
import { asksForBudgets, mightAsk, mightAskOfCode } from "./might-ask";
import { AUTONOMIES, type Policy, type Rule, type RuleConditions } from "./policy";

const AT = "2026-06-01T12:00:00.000Z";
const ENVIRONMENTS = ["production", "Production", "PROD", "staging", "live-eu", "dev"];

const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const someOf = <T>(all: readonly T[]) => maybe(fc.subarray([...all], { minLength: 1 }));
const anyConditions: fc.Arbitrary<RuleConditions> = fc.record({
  involvement: someOf(INVOLVEMENTS),
  aiRoles: someOf(AI_ROLES),
  tools: someOf(["Pair", "claude"]),
  minimumGrade: maybe(fc.constantFrom(...EVIDENCE_GRADES)),
  authorLevels: someOf([...LEVELS, "unknown" as const]),
  services: someOf(["checkout", "search"]),
  minimumServiceWeight: maybe(fc.constantFrom(0, 5)),
  kinds: someOf(CHANGE_KIND_VALUES),
  minimumLines: maybe(fc.constantFrom(1, 100)),
  environments: someOf(ENVIRONMENTS),
  autonomies: someOf(AUTONOMIES),
  windows: maybe(fc.constant([{ from: "2026-06-01T00:00:00Z", to: "2026-06-02T00:00:00Z" }])),
  minimumBudgetSpentRatio: maybe(fc.constantFrom(0, 1)),
});
// Most of a rule's conditions are left out, so that many rules do ask.
const fewConditions = fc
  .tuple(anyConditions, fc.subarray(["involvement", "aiRoles", "kinds", "environments", "tools", "services"]))
  .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))));
const anyRule: fc.Arbitrary<Rule> = fc.record({
  id: fc.uuid(),
  name: fc.constant("Rule"),
  mode: fc.constantFrom("monitor" as const, "enforce" as const),
  when: fc.oneof(anyConditions, fewConditions),
  require: fc.record({ approvals: fc.constantFrom(0, 1, "nobody" as const) }),
});
const anyPolicy: fc.Arbitrary<Policy> = fc.record({ rules: fc.array(anyRule, { maxLength: 3 }) });
const anyChange = fc.record({
  revision: fc.constant(null),
  involvement: fc.constantFrom(...INVOLVEMENTS),
  aiRole: fc.constantFrom(...AI_ROLES, null),
  aiTool: fc.constantFrom("Pair", null),
  aiGrade: fc.constantFrom(...EVIDENCE_GRADES, null),
  kind: fc.constantFrom(...CHANGE_KIND_VALUES),
  additions: fc.constantFrom(0, 500, null),
  deletions: fc.constant(0),
  environment: fc.constantFrom(...ENVIRONMENTS, "anywhere"),
  services: fc.constantFrom([], [{ slug: "checkout", weight: 9, budgetSpentRatio: 1.2 }]),
  autonomy: fc.constantFrom(...AUTONOMIES, null),
}) satisfies fc.Arbitrary<GovernedChange>;
const anyLevel = fc.constantFrom(...LEVELS, null);

test("a change of which a policy asks something is never left out, whatever the policy and the change", () => {
  let asked = 0;
  fc.assert(
    fc.property(anyPolicy, anyChange, anyLevel, (policy, change, level) => {
      const author = { personId: "ana", level };
      const { decision } = evaluatePolicy({ policy, change, author, approvals: [], at: AT });
      if (decision === "not-required") return;
      asked += 1;
      expect(mightAsk(policy, change)).toBe(true);
      if (change.kind === "code") expect(mightAskOfCode(policy)).toBe(true);
    }),
    { numRuns: 3000 },
  );
  // Else the property would hold of nothing.
  expect(asked).toBeGreaterThan(300);
});

test("error budgets that are not read change nothing where no rule looks at them", () => {
  fc.assert(
    fc.property(anyPolicy, anyChange, anyLevel, (policy, change, level) => {
      if (asksForBudgets(policy)) return;
      const decide = (services: GovernedChange["services"]) =>
        evaluatePolicy({
          policy,
          change: { ...change, services },
          author: { personId: "ana", level },
          approvals: [],
          at: AT,
        });
      const unread = change.services.map((one) => ({ ...one, budgetSpentRatio: null }));
      expect(decide(unread)).toEqual(decide(change.services));
    }),
    { numRuns: 500 },
  );
});

test("what no rule can take in is not assessed for nothing", () => {
  const glance = { involvement: "none-found", aiRole: null, kind: "code", environment: "production" };
  const policyOf = (when: RuleConditions): Policy => ({
    rules: [{ id: "r", name: "Rule", mode: "enforce", when, require: { approvals: 1 } }],
  });
  expect(mightAsk(policyOf({ involvement: ["ai"] }), glance)).toBe(false);
  expect(mightAsk(policyOf({ kinds: ["dns"] }), glance)).toBe(false);
  expect(mightAsk(policyOf({ environments: ["staging"] }), glance)).toBe(false);
  expect(mightAskOfCode(policyOf({ kinds: ["dns"] }))).toBe(false);
  expect(mightAsk({ rules: [] }, glance)).toBe(false);
});
