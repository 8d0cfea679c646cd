import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Agent, type AgentPermission, authorizeAction, isDestructive } from "./authorize";

const agent = (...permissions: AgentPermission[]): Agent => ({
  name: "Runbook Agent",
  isDisabled: false,
  permissions,
});
const alone: AgentPermission = { environments: ["*"], actions: ["*"], autonomy: "act-alone" };
const ask = (
  who: Agent | null,
  action: string,
  more: { destructive?: boolean; environment?: string } = {},
) => {
  const request = { action, target: "cost-explorer", environment: "production", ...more };
  return authorizeAction(who, request, { isProduction: request.environment === "production" });
};

describe("an action", () => {
  test.each([
    "delete",
    "deleteEnvironment",
    "DROP_TABLE",
    "drop database",
    "recreate-environment",
    "force-push",
    "forcePush",
    "revoke credentials",
    "terminate instances",
    "tear down stack",
  ])("is destructive by its name: %s", (action) => {
    expect(isDestructive({ action, target: "x", environment: "y", destructive: false })).toBe(true);
  });

  test.each([
    "deploy",
    "restart",
    "scale up",
    "undeleted-report",
    "reformatting",
    "read droplet",
    "preset limits",
  ])("is not: %s", (action) => {
    expect(isDestructive({ action, target: "x", environment: "y" })).toBe(false);
  });
});

describe("an agent", () => {
  test("that nobody registered, or that was disabled, may do nothing", () => {
    expect(ask(null, "restart").decision).toBe("deny");
    expect(ask({ ...agent(alone), isDisabled: true }, "restart").decision).toBe("deny");
  });

  test("may do what it has a permission for, where it has one, as far as that goes", () => {
    const restarts = agent(
      { environments: ["staging"], actions: ["restart"], autonomy: "act-alone" },
      { environments: ["production"], actions: ["restart"], autonomy: "act-with-approval" },
      { environments: ["production"], actions: ["scale"], autonomy: "suggest" },
    );
    expect(ask(restarts, "restart", { environment: "staging" }).decision).toBe("allow");
    expect(ask(restarts, "restart").decision).toBe("needs-approval");
    expect(ask(restarts, "scale").decision).toBe("deny");
    expect(ask(restarts, "deploy").decision).toBe("deny");
  });

  test("with an operator's permissions still asks a person before it destroys in production", () => {
    const operator = agent(alone);
    expect(ask(operator, "restart").decision).toBe("allow");
    expect(ask(operator, "delete and recreate environment")).toMatchObject({
      decision: "needs-approval",
      isDestructive: true,
    });
    expect(ask(operator, "rebalance", { destructive: true }).decision).toBe("needs-approval");
    expect(ask(operator, "delete environment", { environment: "staging" }).decision).toBe("allow");
  });

  test("may destroy alone only what a permission names, and a star names nothing", () => {
    const named = (destructiveAlone: string[]) => agent({ ...alone, destructiveAlone });
    expect(ask(named(["delete cache"]), "deleteCache").decision).toBe("allow");
    expect(ask(named(["delete cache"]), "delete environment").decision).toBe("needs-approval");
    expect(ask(named(["*"]), "delete environment").decision).toBe("needs-approval");
  });
});

test("one more permission that already covers an action never frees an agent of a more cautious one", () => {
  const order = { deny: 0, "needs-approval": 1, allow: 2 };
  const permission = fc.record({
    environments: fc.constant(["production"]),
    actions: fc.constant(["*"]),
    autonomy: fc.constantFrom("suggest" as const, "act-with-approval" as const, "act-alone" as const),
    destructiveAlone: fc.constantFrom(["delete"], []),
  });
  fc.assert(
    fc.property(
      fc.array(permission, { minLength: 1, maxLength: 4 }),
      permission,
      fc.constantFrom("delete", "restart"),
      (permissions, more, action) => {
        const before = ask(agent(...permissions), action);
        const after = ask(agent(...permissions, more), action);
        expect(order[after.decision]).toBeLessThanOrEqual(order[before.decision]);
      },
    ),
  );
});
