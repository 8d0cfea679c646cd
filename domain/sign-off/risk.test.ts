import fc from "fast-check";
import { expect, test } from "vitest";
import { AI_ROLES } from "@/domain/cause/kinds";
import { CHANGE_KIND_VALUES } from "@/domain/change/kinds";
import { LEVELS } from "@/domain/person/levels";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import { type RiskFactors, riskOf } from "./risk";

const ratio = (max: number) => fc.double({ min: 0, max, noNaN: true });
const anyFactors: fc.Arbitrary<RiskFactors> = fc.record({
  kind: fc.constantFrom(...CHANGE_KIND_VALUES),
  additions: fc.option(fc.nat(5000), { nil: null }),
  deletions: fc.nat(5000),
  aiRole: fc.constantFrom(...AI_ROLES, null),
  aiGrade: fc.constantFrom(...EVIDENCE_GRADES, null),
  authorLevel: fc.constantFrom(...LEVELS, null),
  weightShareRatio: ratio(1),
  budgetSpentRatio: fc.option(ratio(3), { nil: null }),
});

const PLAIN: RiskFactors = {
  kind: "code",
  additions: 10,
  deletions: 0,
  aiRole: null,
  aiGrade: null,
  authorLevel: "principal",
  weightShareRatio: 0,
  budgetSpentRatio: null,
};

test("a larger change, a heavier service and a smaller budget never make the risk less", () => {
  fc.assert(
    fc.property(anyFactors, fc.nat(2000), ratio(0.5), (factors, lines, share) => {
      const { additions, weightShareRatio, budgetSpentRatio } = factors;
      const before = riskOf(factors);
      expect(before.score).toBeGreaterThanOrEqual(0);
      expect(before.score).toBeLessThanOrEqual(100);
      for (const worse of [
        { additions: additions === null ? null : additions + lines },
        { weightShareRatio: Math.min(1, weightShareRatio + share) },
        { budgetSpentRatio: (budgetSpentRatio ?? 0) + share },
      ]) {
        expect(riskOf({ ...factors, ...worse }).score).toBeGreaterThanOrEqual(before.score);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each<[keyof RiskFactors, readonly number[]]>([
  ["weightShareRatio", [0, 0.01, 0.05, 0.25]],
  ["budgetSpentRatio", [0, 0.5, 0.75, 1]],
  ["additions", [0, 10, 100, 1000]],
])("each step of %s adds to it", (name, steps) => {
  const scores = steps.map((value) => riskOf({ ...PLAIN, [name]: value }).score);
  expect(scores).toEqual([...new Set(scores)].sort((a, b) => a - b));
});

test("its reasons are what adds to it, the most first", () => {
  const risky = riskOf({
    kind: "data-migration",
    additions: 1500,
    deletions: 0,
    aiRole: "wrote-code",
    aiGrade: "trailer",
    authorLevel: "junior",
    weightShareRatio: 0.3,
    budgetSpentRatio: 1.1,
  });
  expect(risky.score).toBe(97);
  expect(risky.reasons.slice(0, 2)).toEqual(["1500 lines", "A service of it has no error budget left"]);
  expect(risky.reasons).toContain("AI wrote code, on good evidence");
});

test("what nobody knows is no comfort: an unknown size or level counts as a middling one, or worse", () => {
  expect(riskOf({ ...PLAIN, additions: null }).score).toBeGreaterThan(riskOf(PLAIN).score);
  const unknown = riskOf({ ...PLAIN, authorLevel: null }).score;
  for (const authorLevel of LEVELS)
    expect(unknown).toBeGreaterThanOrEqual(riskOf({ ...PLAIN, authorLevel }).score);
});
