import { describe, expect, test } from "vitest";
import { EVIDENCE_GRADES } from "@/domain/provenance/grades";
import type { Approval, ChangeAuthor } from "./approvals";
import type { GovernedChange } from "./conditions";
import { evaluatePolicy } from "./evaluate";
import type { Evaluation } from "./evaluation";
import type { Policy, Requirement, Rule } from "./policy";
import { PRESETS } from "./presets";
import { change, REVISION } from "./testing/change";

const AT = "2026-06-01T12:00:00.000Z";

const author: ChangeAuthor = { personId: "ana", level: "mid", teamId: "A" };
const approval = (more: Partial<Approval> = {}): Approval => ({
  personId: "sam",
  level: "senior",
  teamId: "A",
  revision: REVISION,
  at: "2026-06-01T10:00:00.000Z",
  ...more,
});
const rule = (require: Requirement, more: Partial<Rule> = {}): Rule => ({
  id: "r",
  name: "Rule",
  mode: "enforce",
  when: { involvement: ["ai"] },
  require,
  ...more,
});
const one: Requirement = { approvals: 1, minimumLevel: "senior" };
const decide = (policy: Policy, more: Partial<Parameters<typeof evaluatePolicy>[0]> = {}): Evaluation =>
  evaluatePolicy({ policy, change: change(), author, approvals: [], at: AT, ...more });

describe("a sign-off", () => {
  const policy: Policy = { rules: [rule(one)] };

  test("is asked for where a rule matches, in a sentence that names the rule, the change and what is missing", () => {
    expect(decide(policy)).toEqual({
      decision: "required",
      rule: { id: "r", name: "Rule", mode: "enforce" },
      missing: { approvals: 1, minimumLevel: "senior", role: null, team: "any", dueAt: null },
      reason:
        "“Rule” asks for the approval of a senior or higher for a code change (AI, wrote code) by a mid-level engineer; one is missing for revision 4f2c1a9.",
      holds: true,
      late: false,
    });
  });

  test.each([
    [change({ kind: "dns", aiRole: null }), author, "for a DNS change (AI) by a mid-level engineer;"],
    [
      change({ kind: "agent-action" }),
      author,
      "for an agent’s action (AI, wrote code) by a mid-level engineer;",
    ],
    [
      change({ kind: "agent-action" }),
      { personId: null, level: null },
      "for an agent’s action (AI, wrote code);",
    ],
    [
      change(),
      { personId: null, level: null },
      "for a code change (AI, wrote code) by somebody of unknown level;",
    ],
  ])("calls the change what people call it", (one, by, words) => {
    expect(decide(policy, { change: one, author: by }).reason).toContain(words);
  });

  test("is asked for in production whatever it is called, and not before it", () => {
    const inProduction: Policy = { rules: [{ ...rule(one), when: { environments: ["production"] } }] };
    const asked = ["production", "prod", "PROD-EU", "live", "staging", "pre-prod", "qa"].filter(
      (environment) => decide(inProduction, { change: change({ environment }) }).decision === "required",
    );
    expect(asked).toEqual(["production", "prod", "PROD-EU", "live"]);
  });

  test("is not asked for where none does", () => {
    const found = decide(policy, { change: change({ involvement: "none-found" }) });
    expect(found).toMatchObject({ decision: "not-required", rule: null, missing: null, holds: false });
  });

  test("counts from a senior, and from nobody below", () => {
    expect(decide(policy, { approvals: [approval()] }).decision).toBe("satisfied");
    expect(decide(policy, { approvals: [approval({ level: "mid" })] }).decision).toBe("required");
    expect(decide(policy, { approvals: [approval({ level: null })] }).decision).toBe("required");
  });

  test.each<[string, Partial<Approval>]>([
    ["the author's own", { personId: "ana" }],
    ["for another revision", { revision: "0000000000000000000000000000000000000000" }],
    ["for the head of the revision only", { revision: REVISION.slice(0, 12) }],
    ["for no revision", { revision: null }],
    ["withdrawn by then", { withdrawnAt: "2026-06-01T11:00:00Z" }],
    ["dated after the decision, by a clock that is ahead", { at: "2026-06-01T12:00:00.001Z" }],
    ["with an instant that cannot be read", { at: "yesterday" }],
  ])("does not count: %s", (_, more) => {
    expect(decide(policy, { approvals: [approval(more)] })).toMatchObject({
      decision: "required",
      missing: { approvals: 1 },
    });
  });

  test("does not count from whoever prompted the agent", () => {
    const found = decide(policy, {
      change: change({ prompterIds: ["lee", "sam"] }),
      approvals: [approval()],
    });
    expect(found.decision).toBe("required");
  });

  test("counts again where it was withdrawn later than the decision, or given anew", () => {
    const later = approval({ withdrawnAt: "2026-06-01T13:00:00Z" });
    expect(decide(policy, { approvals: [later] }).decision).toBe("satisfied");
    const anew = [
      approval({ withdrawnAt: "2026-06-01T11:00:00Z" }),
      approval({ at: "2026-06-01T11:30:00Z" }),
    ];
    expect(decide(policy, { approvals: anew }).decision).toBe("satisfied");
  });

  test("of one person counts once, however often it is given", () => {
    const two: Policy = { rules: [rule({ approvals: 2 })] };
    const twice = [approval(), approval({ at: "2026-06-01T11:00:00Z" })];
    expect(decide(two, { approvals: twice })).toMatchObject({
      decision: "required",
      missing: { approvals: 1 },
    });
    expect(decide(two, { approvals: [...twice, approval({ personId: "kim" })] }).decision).toBe("satisfied");
  });

  test("of another team, or of one's own, is told apart, and an unknown team is neither", () => {
    const another: Policy = { rules: [rule({ approvals: 1, team: "another" })] };
    const own: Policy = { rules: [rule({ approvals: 1, team: "own" })] };
    const decisions = (policy: Policy) =>
      ["A", "B", null].map((teamId) => decide(policy, { approvals: [approval({ teamId })] }).decision);
    expect(decisions(another)).toEqual(["required", "satisfied", "required"]);
    expect(decisions(own)).toEqual(["satisfied", "required", "required"]);
  });

  test("that comes after it was due satisfies, and is late", () => {
    const hour: Policy = { rules: [rule({ ...one, withinMinutes: 60 })] };
    expect(decide(hour, { approvals: [approval({ at: "2026-06-01T10:00:00Z" })] })).toMatchObject({
      decision: "satisfied",
      late: false,
    });
    expect(decide(hour, { approvals: [approval({ at: "2026-06-01T10:00:00.001Z" })] })).toMatchObject({
      decision: "satisfied",
      late: true,
    });
    expect(decide(hour).missing?.dueAt).toBe("2026-06-01T10:00:00.000Z");
  });
});

describe("several rules", () => {
  const senior = rule(one, { id: "s", name: "Senior" });
  const two = rule({ approvals: 2 }, { id: "t", name: "Two" });
  const watch = rule({ approvals: 3 }, { id: "w", name: "Watch", mode: "monitor" });

  test("are all to be met, and the strictest that is not is named", () => {
    const policy: Policy = { rules: [senior, two] };
    const mids = [approval({ level: "mid" }), approval({ personId: "kim", level: "mid" })];
    expect(decide(policy).rule?.id).toBe("t");
    expect(decide(policy, { approvals: mids })).toMatchObject({ decision: "required", rule: { id: "s" } });
    expect(decide(policy, { approvals: [...mids, approval({ personId: "lee" })] })).toMatchObject({
      decision: "satisfied",
      rule: { id: "t" },
    });
  });

  test("that only monitor hold nothing, and are named only where none that holds lacks anything", () => {
    const policy: Policy = { rules: [watch, senior] };
    expect(decide(policy)).toMatchObject({ decision: "required", rule: { id: "s" }, holds: true });
    const met = decide(policy, { approvals: [approval()] });
    expect(met).toMatchObject({ decision: "required", rule: { id: "w" }, holds: false });
    expect(met.reason).toContain("The rule only monitors");
  });

  test("count from the instant that they are in effect, to the one that they are not", () => {
    const policy: Policy = {
      rules: [rule(one, { effectiveFrom: "2026-03-10T00:00:00Z", effectiveTo: "2026-07-01T00:00:00Z" })],
    };
    const at = (text: string) => decide(policy, { at: text }).decision;
    expect(at("2026-03-09T23:59:59.999Z")).toBe("not-required");
    expect(at("2026-03-10T00:00:00Z")).toBe("required");
    expect(at("2026-06-30T23:59:59.999Z")).toBe("required");
    expect(at("2026-07-01T00:00:00Z")).toBe("not-required");
  });
});

describe("break-glass", () => {
  const policy: Policy = { rules: [rule({ approvals: "nobody" })] };
  const glass = { by: "kim", from: "2026-06-01T11:00:00Z", until: "2026-06-01T13:00:00Z" };

  test("lets through what nothing else would, and only while it is open", () => {
    const broken = change({ breakGlass: [glass] });
    const at = (text: string) => decide(policy, { change: broken, at: text }).decision;
    expect(at("2026-06-01T10:59:59Z")).toBe("required");
    expect(at("2026-06-01T11:00:00Z")).toBe("waived");
    expect(at("2026-06-01T13:00:00Z")).toBe("required");
  });

  test("that was ended early is over", () => {
    const ended = change({ breakGlass: [{ ...glass, endedAt: "2026-06-01T11:30:00Z" }] });
    expect(decide(policy, { change: ended }).decision).toBe("required");
  });
});

describe("conditions", () => {
  const matches = (when: Rule["when"], more: Partial<GovernedChange> = {}, at = AT) =>
    decide({ rules: [rule(one, { when })] }, { change: change(more), at }).decision !== "not-required";

  test("of evidence take the grade named and better ones", () => {
    const taken = EVIDENCE_GRADES.filter((aiGrade) => matches({ minimumGrade: "author" }, { aiGrade }));
    expect(taken).toEqual(["attested", "trailer", "author"]);
  });

  test("of size take a change whose size nobody knows", () => {
    expect(matches({ minimumLines: 42 })).toBe(true);
    expect(matches({ minimumLines: 43 })).toBe(false);
    expect(matches({ minimumLines: 43 }, { deletions: null })).toBe(true);
    expect(matches({ minimumFiles: 4 })).toBe(false);
    expect(matches({ minimumFiles: 4 }, { files: null })).toBe(true);
  });

  test("of a service are to fit one and the same service", () => {
    const services = [
      { slug: "checkout", weight: 9, budgetSpentRatio: 0.1 },
      { slug: "reviews", weight: 1, budgetSpentRatio: 1.2 },
    ];
    expect(matches({ minimumBudgetSpentRatio: 1 }, { services })).toBe(true);
    expect(matches({ minimumBudgetSpentRatio: 1, minimumServiceWeight: 5 }, { services })).toBe(false);
    expect(matches({ services: ["search"] }, { services })).toBe(false);
    const withoutObjective = [{ slug: "checkout", weight: 9, budgetSpentRatio: null }];
    expect(matches({ minimumBudgetSpentRatio: 0 }, { services: withoutObjective })).toBe(false);
  });

  test("of the week are read on the clock of their zone, over midnight too", () => {
    const windows = [
      { weekdays: [5], fromTime: "16:00", toTime: "06:00", zone: "America/New_York" },
    ] as const;
    const at = (text: string) => matches({ windows }, {}, text);
    // 2026-06-05 is a Friday; New York is four hours behind UTC in June.
    expect(at("2026-06-05T19:59:59Z")).toBe(false);
    expect(at("2026-06-05T20:00:00Z")).toBe(true);
    expect(at("2026-06-06T09:59:59Z")).toBe(true);
    expect(at("2026-06-06T10:00:00Z")).toBe(false);
    expect(at("2026-06-05T09:00:00Z")).toBe(false);
  });

  test("of a freeze hold between two instants", () => {
    const windows = [{ from: "2026-06-01T00:00:00Z", to: "2026-06-02T00:00:00Z" }];
    expect(matches({ windows })).toBe(true);
    expect(matches({ windows }, {}, "2026-06-02T00:00:00Z")).toBe(false);
  });

  test("of level know an author without one", () => {
    const policy: Policy = { rules: [rule(one, { when: { authorLevels: ["unknown"] } })] };
    expect(decide(policy, { author: { ...author, level: null } }).decision).toBe("required");
    expect(decide(policy).decision).toBe("not-required");
  });
});

test("the presets ask what their names say", () => {
  const named = (id: string): Policy => ({ rules: PRESETS.filter((preset) => preset.id === id) });
  const senior: ChangeAuthor = { ...author, level: "senior" };
  expect(decide(named("junior-and-mid-need-a-senior")).missing).toMatchObject({ minimumLevel: "senior" });
  expect(decide(named("junior-and-mid-need-a-senior"), { author: senior }).decision).toBe("not-required");
  expect(decide(named("seniors-need-their-manager"), { author: senior }).missing).toMatchObject({
    minimumLevel: "manager",
    team: "own",
  });
  const action = change({ kind: "agent-action", aiRole: "acted", prompterIds: ["sam"] });
  const pair = [approval(), approval({ personId: "kim" })];
  const agents = named("agent-actions-need-two-people");
  expect(decide(agents, { change: action, approvals: pair }).missing).toMatchObject({ approvals: 1 });
  const spent = change({ services: [{ slug: "checkout", weight: 9, budgetSpentRatio: 1 }] });
  expect(decide(named("no-ai-without-budget"), { change: spent, approvals: pair }).decision).toBe("required");
  expect(decide(named("no-ai-without-budget"), { approvals: [] }).decision).toBe("not-required");
});
