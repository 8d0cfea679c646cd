import { expect, test } from "vitest";
import { type Needed, needsSentence } from "./needs";

const needed: Needed = {
  missingApprovals: 1,
  minimumLevel: "senior",
  approverRole: null,
  approverTeam: "any",
};

test.each<[Partial<Needed>, string]>([
  [{}, "Needs one senior."],
  [{ missingApprovals: 2, minimumLevel: null }, "Needs two other people."],
  [
    { missingApprovals: 1, minimumLevel: null, approverTeam: "another" },
    "Needs one other person of another team.",
  ],
  [
    { missingApprovals: 12, minimumLevel: "manager", approverRole: "policy_owner", approverTeam: "own" },
    "Needs 12 managers with the role policy owner of the author's team.",
  ],
  [{ missingApprovals: 0 }, "Has what it needs."],
  [{ missingApprovals: null }, "Nobody can sign it."],
])("%j is said as %s", (given, sentence) => {
  expect(needsSentence({ ...needed, ...given })).toBe(sentence);
});
