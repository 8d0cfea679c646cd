import { expect, test } from "vitest";
import { outageAnswers } from "./walkthrough";

test("what each setting would have answered to the agent of the thirteen-hour outage", () => {
  const answers = outageAnswers("2025-12-11T09:00:00Z");
  expect(answers.map(({ setting, decision }) => `${decision}: ${setting}`)).toEqual([
    "not-asked: An operator's permissions, and nobody to ask",
    "allow: Acts alone, and this very action is named",
    "allow: Acts alone, by a name that says nothing",
    "needs-approval: The same, and two people for agents' actions",
    "needs-approval: Acts alone on everything",
    "needs-approval: Acts with approval",
    "allow: Two people for agents' actions, monitored",
    "needs-approval: Two people for agents' actions, enforced",
    "deny: No AI changes without error budget",
    "deny: Only suggests",
    "deny: Not in the register",
  ]);
});
