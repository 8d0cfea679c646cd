import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INVOLVEMENTS } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import type { Approval } from "./approvals";
import { evaluatePolicy } from "./evaluate";
import type { Evaluation } from "./evaluation";
import type { Requirement, Rule } from "./policy";
import { change, REVISION } from "./testing/change";

const people = fc.constantFrom("ana", "sam", "kim", "lee", "bot");
const level = fc.constantFrom(...LEVELS, null);
const instant = fc
  .integer({ min: Date.parse("2026-05-31T00:00:00Z"), max: Date.parse("2026-06-02T00:00:00Z") })
  .map((ms) => new Date(ms).toISOString());
const anyApproval: fc.Arbitrary<Approval> = fc.record({
  personId: people,
  level,
  teamId: fc.constantFrom("A", "B", null),
  roles: fc.subarray(["policy_owner", "reviewer"]),
  revision: fc.constantFrom(REVISION, REVISION, REVISION.slice(0, 10), null),
  at: instant,
  withdrawnAt: fc.option(instant, { nil: null, freq: 5 }),
});
const anyRequirement: fc.Arbitrary<Requirement> = fc.record({
  approvals: fc.constantFrom(0, 1, 2, 3, "nobody" as const),
  minimumLevel: fc.constantFrom(...LEVELS, undefined),
  role: fc.constantFrom("policy_owner", undefined),
  team: fc.constantFrom("any" as const, "own" as const, "another" as const, undefined),
  withinMinutes: fc.constantFrom(30, 600, undefined),
});
const anyRule: fc.Arbitrary<Rule> = fc.record({
  id: fc.uuid(),
  name: fc.constantFrom("One", "Two", "Three"),
  mode: fc.constantFrom("monitor" as const, "enforce" as const),
  effectiveFrom: fc.option(instant, { nil: null }),
  effectiveTo: fc.option(instant, { nil: null }),
  when: fc.record({
    involvement: fc.constantFrom(["ai" as const], undefined),
    authorLevels: fc.constantFrom(["mid" as const, "junior" as const], undefined),
    minimumLines: fc.constantFrom(10, 500, undefined),
    minimumGrade: fc.constantFrom(...EVIDENCE_GRADES, undefined),
  }),
  require: anyRequirement,
});
const anyInput = fc.record({
  policy: fc.record({ rules: fc.array(anyRule, { maxLength: 5 }) }),
  change: fc
    .record({
      involvement: fc.constantFrom(...INVOLVEMENTS),
      additions: fc.option(fc.nat(1000), { nil: null }),
      prompterIds: fc.array(people, { maxLength: 2 }),
    })
    .map((more) => change(more)),
  author: fc.record({
    personId: fc.option(people, { nil: null }),
    level,
    teamId: fc.constantFrom("A", null),
  }),
  approvals: fc.array(anyApproval, { maxLength: 6 }),
  at: instant,
});
const RANK = { required: 0, waived: 1, satisfied: 2, "not-required": 3 };
const lets = ({ decision }: Evaluation) => RANK[decision];

describe("for any policy", () => {
  test("one more approval never makes a decision worse", () => {
    fc.assert(
      fc.property(anyInput, anyApproval, (input, more) => {
        const [before, after] = [
          evaluatePolicy(input),
          evaluatePolicy({ ...input, approvals: [...input.approvals, more] }),
        ];
        expect(lets(after)).toBeGreaterThanOrEqual(lets(before));
        if (!before.holds) expect(after.holds).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test("one more rule, or a rule that asks for more, never lets more through", () => {
    const stricter = (require: Requirement): Requirement => ({
      ...require,
      approvals: require.approvals === "nobody" ? "nobody" : require.approvals + 1,
      minimumLevel: require.minimumLevel === undefined ? "senior" : require.minimumLevel,
    });
    fc.assert(
      fc.property(anyInput, anyRule, (input, more) => {
        const before = evaluatePolicy(input);
        const grown = { rules: [...input.policy.rules, more] };
        const raised = {
          rules: input.policy.rules.map((old) => ({
            ...old,
            mode: "enforce" as const,
            require: stricter(old.require),
          })),
        };
        for (const policy of [grown, raised]) {
          const after = evaluatePolicy({ ...input, policy });
          expect(lets(after)).toBeLessThanOrEqual(lets(before));
          if (before.holds) expect(after.holds).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("the order of its rules, and of the approvals, is nothing", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const turned = {
          ...input,
          policy: { rules: [...input.policy.rules].reverse() },
          approvals: [...input.approvals].reverse(),
        };
        expect(evaluatePolicy(turned)).toEqual(evaluatePolicy(input));
      }),
      { numRuns: 1000 },
    );
  });

  test("approvals of the author and of whoever prompted the agent never count", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const own = new Set([input.author.personId, ...(input.change.prompterIds ?? [])]);
        const without = input.approvals.filter(({ personId }) => !own.has(personId));
        expect(evaluatePolicy({ ...input, approvals: without })).toEqual(evaluatePolicy(input));
      }),
      { numRuns: 1000 },
    );
  });
});
