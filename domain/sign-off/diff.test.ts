import { expect, test } from "vitest";
import { diffPolicies, isSamePolicy } from "./diff";
import type { Policy, Rule } from "./policy";
import { PRESETS } from "./presets";
import { ruleSentence } from "./rule-words";

const rule = (more: Partial<Rule> = {}): Rule => ({
  id: "seniors",
  name: "Seniors sign",
  mode: "monitor",
  when: { involvement: ["ai"], authorLevels: ["junior", "mid"], services: ["checkout", "search"] },
  require: { approvals: 1, minimumLevel: "senior", withinMinutes: 60 },
  ...more,
});

test("a policy differs from itself in nothing, whatever the order of its rules", () => {
  const policy: Policy = { rules: PRESETS };
  const turned: Policy = { rules: [...PRESETS].reverse() };
  expect(isSamePolicy(diffPolicies(policy, turned))).toBe(true);
});

test("a changed rule is told field by field, in words, with what it said before and says now", () => {
  const after = rule({
    mode: "enforce",
    when: { involvement: ["ai"], authorLevels: ["junior", "mid", "senior"], minimumLines: 200 },
    require: { approvals: "nobody" },
  });
  const diff = diffPolicies({ rules: [rule()] }, { rules: [after] });
  expect(
    diff.changed.map(({ fields }) => fields.map(({ label, before, after }) => [label, before, after])),
  ).toEqual([
    [
      ["Mode", "monitor", "enforce"],
      ["Author's level", "junior or mid-level", "junior, mid-level or senior"],
      ["Lines", null, "200 or more"],
      ["Approvals", "1", "nobody may let it through"],
      ["Service", "checkout or search", null],
      ["Approver's level", "senior or higher", null],
      ["Within", "an hour", null],
    ],
  ]);
  expect([diff.added, diff.removed]).toEqual([[], []]);
});

test("rules are the same by their id: another id is one rule gone and another come", () => {
  const other = rule({ id: "seniors-2" });
  const diff = diffPolicies(
    { rules: [rule()], whenUnreachable: "closed" },
    { rules: [other], whenUnreachable: "open" },
  );
  expect(diff).toMatchObject({ added: [{ id: "seniors-2" }], removed: [{ id: "seniors" }], changed: [] });
  expect(diff.whenUnreachable).toMatchObject({ before: "hold the change", after: "let the change through" });
});

test.each<[Partial<Rule>, string]>([
  [
    {},
    "AI-assisted changes by juniors or mid-level engineers on checkout or search need the approval of a senior or higher within an hour.",
  ],
  [
    { when: { kinds: ["agent-action"], environments: ["production"] }, require: { approvals: 2 } },
    "Agent actions to production need the approvals of 2 other people.",
  ],
  [
    { when: { minimumBudgetSpentRatio: 1, minimumServiceWeight: 5 }, require: { approvals: "nobody" } },
    "Changes on a service with weight 5 or more and no error budget left do not go out, but by break-glass.",
  ],
  [
    {
      when: {
        kinds: ["dns", "config"],
        windows: [
          { from: "2026-12-24T00:00:00Z", to: "2027-01-02T00:00:00Z" },
          { weekdays: [5, 6], fromTime: "16:00", toTime: "06:00", zone: "Europe/Berlin" },
        ],
      },
      require: { approvals: 1, role: "policy_owner", team: "another" },
    },
    "DNS or config changes between 2026-12-24 00:00 UTC and 2027-01-02 00:00 UTC or on Fri and Sat from 16:00 to 06:00 (Europe/Berlin) need the approval of another person with the role policy owner of another team.",
  ],
])("a rule reads as one sentence (%#)", (more, sentence) => {
  expect(ruleSentence(rule(more))).toBe(sentence);
});
