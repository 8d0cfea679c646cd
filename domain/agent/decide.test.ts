import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AUTONOMIES, type Policy, type Rule } from "@/domain/sign-off/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import type { AgentPermission } from "./authorize";
import { type ActionCase, decideAction } from "./decide";

const AT = "2026-03-18T12:00:00.000Z";
const alone: AgentPermission = { environments: ["*"], actions: ["*"], autonomy: "act-alone" };

function ask(more: Partial<ActionCase> & { action?: string; environment?: string } = {}) {
  const { action = "restart", environment = "production", ...rest } = more;
  return decideAction({
    agent: { name: "Runbook Agent", tool: "kiro", isDisabled: false, permissions: [alone] },
    request: { action, target: "cost-explorer", environment },
    policy: { rules: [] },
    asker: { personId: "asker", level: "senior" },
    promptedBy: "prompter",
    services: [{ slug: "checkout", weight: 1 }],
    approvals: [],
    requestedAt: AT,
    at: AT,
    ...rest,
  });
}

const agentWith = (...permissions: AgentPermission[]) => ({
  name: "Runbook Agent",
  tool: "kiro",
  isDisabled: false,
  permissions,
});
const rule = (more: Partial<Rule> = {}): Rule => ({
  id: "two",
  name: "Two people",
  mode: "enforce",
  when: { kinds: ["agent-action"], environments: ["production"] },
  require: { approvals: 2 },
  ...more,
});
const approval = (personId: string, level: "junior" | "senior" = "senior", at = AT) => ({
  personId,
  level,
  revision: null,
  at,
});

describe("the stricter of register and policy stands", () => {
  test("where the register lets it act alone and a rule asks for people", () => {
    const decided = ask({ policy: { rules: [rule()] } });
    expect(decided).toMatchObject({
      decision: "needs-approval",
      rule: { id: "two", from: "policy" },
      require: { approvals: 2 },
    });
    expect(decided.reason).toContain("2 other people");
  });

  test("where no rule asks and the register does", () => {
    const permissions = [{ ...alone, autonomy: "act-with-approval" as const }];
    const decided = ask({ agent: agentWith(...permissions) });
    expect(decided).toMatchObject({ decision: "needs-approval", rule: { from: "register" } });
    expect(ask({ agent: agentWith(...permissions), approvals: [approval("x", "junior")] }).decision).toBe(
      "allow",
    );
  });

  test("where a freeze lets nothing through, whoever approves", () => {
    const policy = { rules: [rule({ require: { approvals: "nobody" } })] };
    expect(ask({ policy, approvals: [approval("x"), approval("y")] }).decision).toBe("deny");
  });

  test("and a rule that only monitors is said and holds nothing", () => {
    const decided = ask({ policy: { rules: [rule({ mode: "monitor" })] } });
    expect(decided.decision).toBe("allow");
    expect(decided.reason).toContain("only monitors");
  });
});

describe("approvals", () => {
  const policy = { rules: [rule({ require: { approvals: 1 } })] };

  test("count from somebody else, never from who asked or prompted", () => {
    expect(ask({ policy, approvals: [approval("asker"), approval("prompter")] }).decision).toBe(
      "needs-approval",
    );
    expect(ask({ policy, approvals: [approval("owner")] }).decision).toBe("allow");
  });

  test("have to meet the register and every rule, each", () => {
    const agent = agentWith({ ...alone, autonomy: "act-with-approval" });
    const strict = { agent, action: "delete environment", policy };
    expect(ask({ ...strict, approvals: [approval("x", "junior")] }).decision).toBe("needs-approval");
    expect(ask({ ...strict, approvals: [approval("x", "senior")] }).decision).toBe("allow");
  });
});

describe("production by another name", () => {
  test.each([
    "Production",
    "prod-eu",
    "PROD\u200bUCTION",
    "pr0duction",
    "cn-northwest-1",
    "ｐｒｏｄｕｃｔｉｏｎ",
    "staging-or-live",
  ])("is held to what is said of production: %s", (environment) => {
    expect(ask({ environment, policy: { rules: [rule()] } }).decision).toBe("needs-approval");
    expect(ask({ environment, action: "delete environment" }).decision).toBe("needs-approval");
  });

  test.each(["staging", "dev-3", "pre-prod", "nonProduction", "qa"])("is not: %s", (environment) => {
    expect(ask({ environment, action: "delete environment", policy: { rules: [rule()] } }).decision).toBe(
      "allow",
    );
  });
});

test("by each preset, the outage's action by an agent with an operator's permissions waits for people", () => {
  const enforced = PRESETS.map((one): Rule => ({ ...one, mode: "enforce" }));
  const decided = ask({ action: "delete and recreate environment", policy: { rules: enforced } });
  expect(decided).toMatchObject({ decision: "needs-approval", require: { approvals: 2 } });
});

const ORDER = { deny: 0, "needs-approval": 1, allow: 2 } as const;
const anAction = fc.constantFrom<string>("restart", "deploy", "delete environment", "Re-Create", "drop");
const anEnvironment = fc.constantFrom<string>("production", "staging", "eu-live");
const aPermission: fc.Arbitrary<AgentPermission> = fc.record({
  environments: fc.constantFrom(["production"], ["*"], ["staging", "eu-live"]),
  actions: fc.constantFrom(["*"], ["restart", "delete environment"], ["deploy", "drop"]),
  autonomy: fc.constantFrom(...AUTONOMIES),
  destructiveAlone: fc.constantFrom([], ["delete environment"], ["drop", "recreate"]),
});
const aRule = (withAutonomy: boolean): fc.Arbitrary<Rule> =>
  fc
    .record({
      id: fc.string({ minLength: 8, maxLength: 8 }),
      mode: fc.constantFrom("monitor" as const, "enforce" as const),
      when: fc.constantFrom<Rule["when"]>(
        {},
        { kinds: ["agent-action"] },
        { environments: ["production"] },
        { environments: ["staging"] },
        { kinds: ["code"] },
        ...(withAutonomy ? [{ autonomies: ["act-alone" as const] }] : []),
      ),
      require: fc.record({
        approvals: fc.constantFrom(0, 1, 2, "nobody" as const),
        minimumLevel: fc.constantFrom(undefined, "senior" as const),
      }),
    })
    .map((one) => ({ ...one, name: one.id }));
const aCase = (withAutonomy: boolean) =>
  fc.record({
    permissions: fc.array(aPermission, { minLength: 1, maxLength: 3 }),
    rules: fc.uniqueArray(aRule(withAutonomy), { maxLength: 3, selector: ({ id }) => id }),
    action: anAction,
    environment: anEnvironment,
    approvals: fc.subarray([approval("a"), approval("b", "junior"), approval("asker"), approval("prompter")]),
  });
type Case = typeof aCase extends (given: boolean) => fc.Arbitrary<infer T> ? T : never;
const decisionOf = ({ permissions, rules, action, environment, approvals }: Case) =>
  ORDER[
    ask({ agent: agentWith(...permissions), policy: { rules }, action, environment, approvals }).decision
  ];

describe("for any register and policy", () => {
  test("one more rule, or the same one enforced, never gives more leave", () => {
    fc.assert(
      fc.property(aCase(true), aRule(true), (given, more) => {
        const before = decisionOf(given);
        expect(decisionOf({ ...given, rules: [...given.rules, more] })).toBeLessThanOrEqual(before);
        const enforced = given.rules.map((one): Rule => ({ ...one, mode: "enforce" }));
        expect(decisionOf({ ...given, rules: enforced })).toBeLessThanOrEqual(before);
      }),
    );
  });

  // A rule about agents that act alone is about the register itself: who may act less is not meant by it.
  test("a permission taken back a step never gives more leave", () => {
    fc.assert(
      fc.property(aCase(false), fc.nat(2), fc.constantFrom(...AUTONOMIES), (given, at, autonomy) => {
        const place = at % given.permissions.length;
        const stricter = given.permissions.map((one, index) => {
          if (index !== place) return one;
          const isStep = AUTONOMIES.indexOf(autonomy) < AUTONOMIES.indexOf(one.autonomy);
          return isStep ? { ...one, autonomy } : { ...one, destructiveAlone: [] };
        });
        // Once people approved, one permission of several may fall to "suggest": that denies, which is less.
        expect(decisionOf({ ...given, permissions: stricter })).toBeLessThanOrEqual(decisionOf(given));
      }),
    );
  });

  test("one more approval never takes leave away, and the asker's and prompter's never give it", () => {
    fc.assert(
      fc.property(aCase(true), (given) => {
        const more = [...given.approvals, approval("c")];
        expect(decisionOf({ ...given, approvals: more })).toBeGreaterThanOrEqual(decisionOf(given));
        const own = given.approvals.filter(({ personId }) => personId.endsWith("er"));
        expect(decisionOf({ ...given, approvals: own })).toBe(decisionOf({ ...given, approvals: [] }));
      }),
    );
  });

  test("what destroys in production never passes alone unless every permission that fits names it", () => {
    fc.assert(
      fc.property(aCase(true), (given) => {
        const destroys = { ...given, action: "delete environment", environment: "production", approvals: [] };
        if (decisionOf(destroys) !== ORDER.allow) return;
        const naming = destroys.permissions.filter(({ destructiveAlone }) =>
          destructiveAlone?.includes("delete environment"),
        );
        expect(naming.length).toBeGreaterThan(0);
      }),
    );
  });

  test("the order of rules makes no difference", () => {
    fc.assert(
      fc.property(aCase(true), (given) => {
        const ofPolicy = (policy: Policy) =>
          ask({ policy, action: given.action, environment: given.environment, approvals: given.approvals });
        expect(ofPolicy({ rules: given.rules })).toEqual(ofPolicy({ rules: [...given.rules].reverse() }));
      }),
    );
  });
});
