import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { agentAction, policyVersion } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Rule } from "@/domain/sign-off/policy";
import { PRESETS } from "@/domain/sign-off/presets";
import { assessDue } from "@/server/sign-off/work";
import { type TestApi, testApi } from "./testing/api";
import { giveMember, giveToken } from "./testing/callers";

const database = testDatabase();
let api: TestApi;
const cookies: Record<string, string> = {};
const people: Record<"owner" | "prompter" | "senior" | "junior", string> = {
  owner: "",
  prompter: "",
  senior: "",
  junior: "",
};

const permission = (actions: string[], autonomy: string, more: object = {}) => ({
  environments: ["*"],
  actions,
  autonomy,
  ...more,
});

beforeAll(async () => {
  api = await testApi(database);
  await must("POST", "/services", { slug: "checkout", name: "Checkout" });
  for (const name of Object.keys(people) as (keyof typeof people)[]) {
    const level = name === "junior" ? "junior" : "senior";
    const person = await must("POST", "/people", { name, level, email: `${name}@acme.test` });
    people[name] = String(person.id);
    const member = await giveMember(api.dependencies, api.workspaceId, ["responder", "reviewer"], {
      personId: people[name],
    });
    cookies[name] = member.cookie;
  }
  await must("POST", "/agents", {
    slug: "runbook",
    name: "Runbook Agent",
    owner: "owner@acme.test",
    tool: "claude",
    permissions: [
      permission(["restart", "delete environment"], "act-alone"),
      permission(["deploy"], "act-with-approval"),
      permission(["resize"], "suggest"),
    ],
  });
}, 60_000);

async function must(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await api.send(method, path, body, headers);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer.body;
}

const asking = (action: string, more: object = {}) => ({
  agent: "runbook",
  action,
  target: "checkout-worker",
  environment: "production",
  services: ["checkout"],
  reason: "Requests time out.",
  promptedBy: people.prompter,
  ...more,
});
const ask = (action: string, more: object = {}, headers = {}) =>
  must("POST", "/agent-actions/authorize", asking(action, more), headers);
const tell = (id: unknown, more: object = {}, headers = {}) =>
  api.send(
    "POST",
    `/agent-actions/${id}/outcome`,
    { status: "succeeded", summary: "Done.", ...more },
    headers,
  );

/** Moves the clock for the time of `work`. */
async function later<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  const now = api.now;
  api.now = new Date(now.getTime() + minutes * 60_000);
  try {
    return await work();
  } finally {
    api.now = now;
  }
}

/** Somebody who is signed in approves or declines it under Sign-offs; answers how the action stands after. */
async function sign(
  id: unknown,
  who: keyof typeof people,
  decision: "approval" | "decline" = "approval",
  headers: Record<string, string> = { cookie: cookies[who] ?? "" },
) {
  const action = await must("GET", `/agent-actions/${id}`);
  const path = `/sign-off-requests/${action.signOffRequestId}/${decision}`;
  const answer = await api.send("POST", path, { comment: "A word." }, headers);
  return { status: answer.status, code: answer.body.code, state: await state(id) };
}

let policies = 0;
async function enforce(rules: Rule[]): Promise<void> {
  policies += 1;
  await database.db.insert(policyVersion).values({
    workspaceId: api.workspaceId,
    version: policies,
    rules,
    whenUnreachable: "closed",
    reason: "Tests",
    savedBy: "tests",
    savedAt: api.now,
    effectiveFrom: api.now,
  });
}
const endPolicies = () =>
  database.db.delete(policyVersion).where(eq(policyVersion.workspaceId, api.workspaceId));

async function personalToken(who: keyof typeof people): Promise<string> {
  const body = { name: "laptop", kind: "personal", scopes: ["read", "write"] };
  const made = await must("POST", "/tokens", body, { cookie: cookies[who] ?? "" });
  return String(made.token);
}

const state = async (id: unknown) => (await must("GET", `/agent-actions/${id}`)).state;

describe("an action that it may do alone", () => {
  test("is allowed for a while, and becomes a change once it is told of, however often", async () => {
    const leave = await ask("restart");
    expect(leave).toMatchObject({ decision: "allow", state: "allowed", approvalUrl: null });
    const told = await tell(leave.id, { changes: ["checkout-worker-1 restarted"] });
    expect(told.body).toMatchObject({ state: "succeeded", flag: null, outcome: { summary: "Done." } });
    const change = await must("GET", `/changes/${told.body.changeId}`);
    expect(change).toMatchObject({
      kind: "agent-action",
      title: "Runbook Agent: restart checkout-worker",
      services: [{ slug: "checkout" }],
      involvement: "ai",
      ai: { role: "acted", tool: "claude", grade: "attested" },
      author: { name: "Runbook Agent", isBot: true },
    });
    expect(change.description).toContain("checkout-worker-1 restarted");
    const again = await tell(leave.id, { changes: ["checkout-worker-1 restarted"] });
    expect(again.body).toEqual(told.body);
    expect(await tell(leave.id, { status: "failed" })).toMatchObject({ status: 409 });
  });

  test("is told of by nobody but whoever asked", async () => {
    const leave = await ask("restart");
    const other = { authorization: `Bearer ${await giveToken(database.db, api.workspaceId)}` };
    expect((await tell(leave.id, {}, other)).status).toBe(403);
    expect(await state(leave.id)).toBe("allowed");
  });

  test("told of after its time, or as something else, is on record and flagged", async () => {
    const late = await ask("restart");
    const told = await later(61, () => tell(late.id));
    expect(told.body).toMatchObject({ flag: "outside-leave" });
    const other = await ask("restart");
    const changed = await tell(other.id, { target: "payments-database" });
    expect(changed.body).toMatchObject({ flag: "other-action" });
    const change = await must("GET", `/changes/${changed.body.changeId}`);
    expect(change).toMatchObject({ title: "Runbook Agent: restart payments-database" });
    expect(change.labels).toContain("other-action");
    // What nobody was asked about is the agent's own word, and no more.
    expect(change.ai).toMatchObject({ grade: "declared" });
    const flagged = await must("GET", "/agent-actions?flagged=true");
    expect((flagged.actions as unknown[]).length).toBe(2);
  });

  test("begins within its leave: before it, and ahead of the clock, are told apart", async () => {
    const leave = await ask("restart");
    const before = new Date(api.now.getTime() - 60_000).toISOString();
    expect((await tell(leave.id, { startedAt: before })).body).toMatchObject({ flag: "outside-leave" });
    const next = await ask("restart");
    expect((await tell(next.id, { startedAt: "2026-03-19T12:00:00Z" })).status).toBe(422);
  });
});

describe("an action that it may not do", () => {
  test("is denied with a reason, and told of all the same is flagged", async () => {
    const leave = await ask("resize");
    expect(leave).toMatchObject({ decision: "deny", state: "denied" });
    expect(leave.reason).toContain("only suggest");
    expect((await tell(leave.id)).body).toMatchObject({ state: "succeeded", flag: "without-leave" });
    expect((await ask("format disk")).decision).toBe("deny");
  });

  test("is refused by the field for an agent, a service or a person that there is not", async () => {
    const refused = async (more: object) => {
      const answer = await api.send("POST", "/agent-actions/authorize", asking("restart", more));
      return [answer.status, answer.body.field];
    };
    expect(await refused({ agent: "unknown" })).toEqual([422, "agent"]);
    expect(await refused({ services: ["checkout", "nope"] })).toEqual([422, "services.1"]);
    expect(await refused({ promptedBy: "nobody@acme.test" })).toEqual([422, "promptedBy"]);
    // A person who approves it has to see what it is.
    expect(await refused({ target: "safe\u202egnihtyreve" })).toEqual([422, "target"]);
    expect(await refused({ action: "*" })).toEqual([422, "action"]);
  });
});

describe("what a person has to approve", () => {
  test("waits for somebody else than its prompter, and the leave begins with the approval", async () => {
    const leave = await ask("deploy");
    expect(leave).toMatchObject({ decision: "needs-approval", state: "waiting" });
    expect(leave.approvalUrl).toMatch(/^http:\/\/localhost\/w\w+\/sign-offs\/[\w-]{36}$/);
    expect(await ask("deploy")).toMatchObject({ id: leave.id });
    expect((await sign(leave.id, "prompter")).state).toBe("waiting");
    await later(30, async () => {
      expect((await sign(leave.id, "owner")).state).toBe("approved");
      const action = await must("GET", `/agent-actions/${leave.id}?wait=30`);
      expect(action).toMatchObject({ state: "approved", decidedBy: expect.arrayContaining(["owner"]) });
      expect(action.expiresAt).toBe(new Date(api.now.getTime() + 3_600_000).toISOString());
      const told = await tell(leave.id);
      expect(told.body).toMatchObject({ flag: null });
      // What was asked before becomes the change's own sign-off.
      await assessDue({ db: database.db, now: api.now });
      const change = await must("GET", `/changes/${told.body.changeId}`);
      expect(change).toMatchObject({ signOff: "satisfied" });
    });
    // One approval is for one act.
    expect(await ask("deploy")).not.toMatchObject({ id: leave.id });
  });

  test("is never approved by the owner who prompted it, nor by the person behind the token that asked", async () => {
    const byOwner = await ask("deploy", { target: "one", promptedBy: people.owner });
    expect(await sign(byOwner.id, "owner")).toMatchObject({
      status: 409,
      code: "own-change",
      state: "waiting",
    });
    // Even where it names somebody else as its prompter.
    const own = await ask("deploy", { target: "two" }, { cookie: cookies.senior ?? "" });
    expect((await sign(own.id, "senior")).state).toBe("waiting");
    expect(await sign(own.id, "prompter")).toMatchObject({
      status: 409,
      code: "prompted-it",
      state: "waiting",
    });
    expect((await sign(own.id, "junior")).state).toBe("approved");
  });

  test("that destroys in production needs a senior, and is done once", async () => {
    const leave = await ask("Delete-Environment");
    expect(leave).toMatchObject({ decision: "needs-approval", destructive: true });
    expect((await sign(leave.id, "junior")).state).toBe("waiting");
    expect((await sign(leave.id, "senior")).state).toBe("approved");
  });

  test("declined, decided already or out of time is not approved any more", async () => {
    const declined = await ask("deploy", { target: "a" });
    expect((await sign(declined.id, "senior", "decline")).state).toBe("declined");
    expect((await sign(declined.id, "owner")).state).toBe("declined");
    const late = await ask("deploy", { target: "b" });
    await later(241, async () => {
      expect(await state(late.id)).toBe("expired");
      expect(await sign(late.id, "owner")).toMatchObject({ status: 409, state: "expired" });
      expect((await tell(late.id)).body).toMatchObject({ flag: "without-leave" });
    });
  });

  test("is approved by a person who is signed in, never with a token: an agent may hold it", async () => {
    const leave = await ask("deploy", { target: "with a token" });
    const text = await personalToken("owner");
    const answer = await sign(leave.id, "owner", "approval", { authorization: `Bearer ${text}` });
    expect(answer).toMatchObject({ status: 409, code: "sign-in-needed", state: "waiting" });
    expect((await sign(leave.id, "owner", "approval", {})).state).toBe("waiting");
  });

  test("by two at once is approved once", async () => {
    const leave = await ask("deploy", { target: "c" });
    const both = await Promise.all([sign(leave.id, "owner"), sign(leave.id, "senior")]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await state(leave.id)).toBe("approved");
  });
});

test("the policy in force is asked too, and the stricter stands", async () => {
  const rules: Rule[] = [
    {
      id: "two",
      name: "Agent actions in production need two people",
      mode: "enforce",
      when: { kinds: ["agent-action"], environments: ["production"] },
      require: { approvals: 2, withinMinutes: 30 },
    },
  ];
  await enforce(rules);
  const leave = await ask("restart", { environment: "PRODUCTION-eu" });
  expect(leave).toMatchObject({ decision: "needs-approval", rule: { id: "two" } });
  expect(leave.expiresAt).toBe(new Date(api.now.getTime() + 1_800_000).toISOString());
  expect((await sign(leave.id, "owner")).state).toBe("waiting");
  expect((await sign(leave.id, "senior")).state).toBe("approved");
  expect((await ask("restart", { environment: "staging" })).decision).toBe("allow");
  await endPolicies();
});

describe("a rule about error budgets", () => {
  const rule: Rule = { ...PRESETS.find(({ id }) => id === "no-ai-without-budget")!, mode: "enforce" };

  beforeAll(async () => {
    await must("POST", "/services", {
      slug: "payments",
      name: "Payments",
      trackedFrom: "2026-01-01T00:00:00Z",
    });
  });

  test("holds for agents as for changes: nothing is done where the budget is spent, whoever approved meanwhile", async () => {
    await enforce([rule]);
    expect((await ask("restart", { services: ["payments"] })).decision).toBe("allow");
    const waiting = await ask("deploy", { services: ["payments"], target: "e" });
    expect(waiting).toMatchObject({ decision: "needs-approval", rule: { id: "agent-register" } });
    await must("POST", "/incidents", {
      title: "Payments are down",
      severity: "SEV1",
      impacts: [{ service: "payments", level: "major", startedAt: "2026-03-18T04:00:00Z" }],
    });
    const denied = await ask("restart", { services: ["checkout", "payments"] });
    expect(denied).toMatchObject({ decision: "deny", state: "denied", rule: { id: rule.id } });
    expect(denied.reason).toContain(rule.name);
    expect((await ask("restart", { services: ["payments"], environment: "staging" })).decision).toBe("allow");
    expect((await ask("restart", { services: ["checkout"] })).decision).toBe("allow");
    expect((await sign(waiting.id, "owner")).state).not.toBe("approved");
    await endPolicies();
  });
});

describe("a token that was made for one agent", () => {
  test("asks and tells in that agent's name, in no other's, and gives itself nothing", async () => {
    const entry = {
      name: "Night Agent",
      owner: "owner@acme.test",
      permissions: [permission(["*"], "act-alone")],
    };
    await must("POST", "/agents", { slug: "night", ...entry });
    const made = (agent: string, more: object = {}) =>
      api.send("POST", "/tokens", {
        kind: "service",
        name: "agent",
        scopes: ["read", "write"],
        agent,
        ...more,
      });
    const bearer = ({ body }: { body: Record<string, unknown> }) => ({
      authorization: `Bearer ${body.token}`,
    });
    const token = await made("night");
    expect(token.body).toMatchObject({ agent: { slug: "night", name: "Night Agent" } });
    const night = bearer(token);
    const own = await ask("restart", { agent: "night" }, night);
    expect(own.decision).toBe("allow");
    const refused = await api.send("POST", "/agent-actions/authorize", asking("restart"), night);
    expect(refused).toMatchObject({ status: 403, body: { code: "token-of-another-agent" } });
    expect(refused.text).toContain("for the agent night alone, and does not speak for runbook");
    expect((await tell(own.id, {}, bearer(await made("runbook")))).body).toMatchObject({
      status: 403,
      code: "token-of-another-agent",
    });
    expect((await tell(own.id, {}, night)).body).toMatchObject({ state: "succeeded", flag: null });
    expect((await made("nobody")).body).toMatchObject({ status: 422, field: "agent", code: "unknown-agent" });
    expect((await made("night", { scopes: ["write", "admin"] })).body).toMatchObject({
      status: 422,
      field: "scopes",
    });
  });
});

describe("the register", () => {
  test("ends leaves that it would not give any more, and an approval that comes after gives none", async () => {
    const [allowed, waiting] = [await ask("restart"), await ask("deploy", { target: "d" })];
    const entry = await must("GET", "/agents/runbook");
    const version = { "if-match": `"${entry.version}"` };
    await must("PATCH", "/agents/runbook", { disabled: true }, version);
    expect(await state(allowed.id)).toBe("denied");
    expect(await sign(waiting.id, "owner")).toMatchObject({ status: 409, state: "denied" });
    expect((await ask("restart")).decision).toBe("deny");
    expect((await tell(allowed.id)).body).toMatchObject({ flag: "without-leave" });
    const again = { "if-match": `"${Number(entry.version) + 1}"` };
    await must("PATCH", "/agents/runbook", { disabled: false }, again);
    expect((await api.send("PATCH", "/agents/runbook", { name: "X" }, version)).status).toBe(412);
  });

  test("is not written with the scope that agents act with", async () => {
    const text = await giveToken(database.db, api.workspaceId, { scopes: ["read", "write"] });
    const agent = { authorization: `Bearer ${text}`, "if-match": "*" };
    const leave = { permissions: [permission(["*"], "act-alone")] };
    expect((await api.send("PATCH", "/agents/runbook", leave, agent)).status).toBe(403);
    const star = { permissions: [permission(["*"], "act-alone", { destructiveAlone: ["*"] })] };
    expect((await api.send("PATCH", "/agents/runbook", star, { "if-match": "*" })).status).toBe(422);
  });

  test("keeps every ask and every outcome in the trail", async () => {
    // All are of one instant, so that which of them are on the first page is not said.
    const trail = await must("GET", "/audit?limit=200");
    const actions = (trail.events as { action: string }[]).map(({ action }) => action);
    for (const one of ["agent-action.authorize", "agent-action.report-without-leave", "agent.disable"]) {
      expect(actions).toContain(one);
    }
    const rows = await database.db
      .select()
      .from(agentAction)
      .where(eq(agentAction.workspaceId, api.workspaceId));
    expect(rows.every(({ reportedAt, changeId }) => (reportedAt === null) === (changeId === null))).toBe(
      true,
    );
  });
});
