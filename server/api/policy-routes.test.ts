import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { assessmentDue, auditEvent } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { PRESETS } from "@/domain/sign-off/presets";
import { type TestApi, testApi } from "./testing/api";
import { giveMember } from "./testing/callers";

const database = testDatabase();
let api: TestApi;

beforeEach(async () => {
  api = await testApi(database);
});

const rules = PRESETS.map(({ about: _, ...rule }) => rule);
const input = (more: object = {}) => ({ policy: { rules }, reason: "Agreed in the review.", ...more });
const save = (version: number | string, body: object = input(), headers: Record<string, string> = {}) =>
  api.send("POST", "/policy/versions", body, { "if-match": `"${version}"`, ...headers });

describe("a policy", () => {
  test("is none at first, and its first version is in force at once, marked on the time axis and on record", async () => {
    const none = await api.send("GET", "/policy");
    expect(none.body).toEqual({ inForce: null, scheduled: [], version: 0 });
    expect(none.headers.get("etag")).toBe('"0"');

    const saved = await save(0);
    expect(saved.status, saved.text).toBe(201);
    expect(saved.body).toMatchObject({
      version: 1,
      rules,
      whenUnreachable: "closed",
      savedBy: "tests",
      effectiveFrom: api.now.toISOString(),
      standing: "in-force",
    });
    expect((await api.send("GET", "/policy")).body).toMatchObject({ inForce: { version: 1 }, version: 1 });
    expect((await api.send("GET", "/marks")).body.marks).toMatchObject([
      { kind: "policy", day: "2026-03-18", title: "Policy v1", detail: "Agreed in the review." },
    ]);
    const [event] = await database.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.workspaceId, api.workspaceId));
    expect(event).toMatchObject({ action: "policy.save", before: null, after: { version: 1 } });
  });

  test("saved for later is scheduled, and the earlier one stays in force until then", async () => {
    await save(0);
    const later = await save(1, input({ policy: { rules: [] }, effectiveFrom: "2026-04-01T00:00:00Z" }));
    expect(later.body).toMatchObject({ version: 2, standing: "scheduled" });
    expect((await api.send("GET", "/policy")).body).toMatchObject({
      inForce: { version: 1 },
      scheduled: [{ version: 2 }],
      version: 2,
    });
    api.now = new Date("2026-04-01T00:00:00Z");
    expect((await api.send("GET", "/policy")).body).toMatchObject({ inForce: { version: 2 }, scheduled: [] });
    const { body } = await api.send("GET", "/policy/versions?limit=1");
    expect(body.versions).toMatchObject([{ version: 2, standing: "in-force" }]);
    const rest = await api.send("GET", `/policy/versions?cursor=${String(body.nextCursor)}`);
    expect(rest.body).toMatchObject({ versions: [{ version: 1, standing: "past" }], nextCursor: null });
    expect((await api.send("GET", "/policy/versions/1")).body).toMatchObject({ version: 1, rules });
    for (const gone of ["3", "one"]) {
      expect((await api.send("GET", `/policy/versions/${gone}`)).status).toBe(404);
    }
  });

  test("is never lost to another editor: the second is refused and told whose version stands", async () => {
    const owner = await giveMember(api.dependencies, api.workspaceId, ["policy_owner"]);
    expect((await save(0, input(), { cookie: owner.cookie })).status).toBe(201);
    const stale = await save(0, input({ policy: { rules: [] } }));
    expect(stale.body).toMatchObject({
      status: 412,
      currentVersion: 1,
      changedAt: api.now.toISOString(),
    });
    expect(stale.body.changedBy).toEqual(expect.any(String));
    const both = await Promise.all([save(1), save(1), save(1)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 412, 412]);
    expect((await api.send("POST", "/policy/versions", input())).status).toBe(428);
  });

  test("has what has not gone live assessed anew when it takes effect, and when a rule of it begins or ends", async () => {
    const [first, ...rest] = rules;
    const dated = { ...first, effectiveFrom: "2026-03-25T00:00:00Z", effectiveTo: "2026-04-25T00:00:00Z" };
    const policy = { rules: [dated, ...rest] };
    expect((await save(0, input({ policy, effectiveFrom: "2026-03-20T00:00:00Z" }))).status).toBe(201);
    const due = await database.db
      .select()
      .from(assessmentDue)
      .where(eq(assessmentDue.workspaceId, api.workspaceId));
    expect([...new Set(due.map(({ dueAt }) => dueAt.toISOString().slice(0, 10)))].sort()).toEqual([
      "2026-03-20",
      "2026-03-25",
      "2026-04-25",
    ]);
  });

  test("is tried without being saved", async () => {
    const tried = await api.send("POST", "/policy/versions?dryRun=true", input(), { "if-match": '"0"' });
    expect(tried).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await api.send("GET", "/policy")).body.version).toBe(0);
  });
});

describe("a refusal names the field and says how to put it right", () => {
  const one = (more: object) =>
    input({
      policy: {
        rules: [{ id: "r", name: "R", mode: "monitor", when: {}, require: { approvals: 1 }, ...more }],
      },
    });

  test.each<[string, object, string, RegExp]>([
    ["a date in the past", input({ effectiveFrom: "2026-03-01T00:00:00Z" }), "effectiveFrom", /in the past/],
    [
      "a rule begun in the past",
      one({ effectiveFrom: "2026-03-01T00:00:00Z" }),
      "policy.rules.0.effectiveFrom",
      /“R” cannot begin/,
    ],
    [
      "a service that is none",
      one({ when: { services: ["nowhere"] } }),
      "policy.rules.0.when.services.0",
      /No service nowhere/,
    ],
    [
      "a level that is none",
      one({ require: { approvals: 1, minimumLevel: "boss" } }),
      "policy.rules.0.require.minimumLevel",
      /one of: junior/,
    ],
    [
      "a role that is none",
      one({ require: { approvals: 1, role: "boss" } }),
      "policy.rules.0.require.role",
      /one of: viewer/,
    ],
    [
      "a name that is not known",
      one({ when: { author: ["mid"] } }),
      "policy.rules.0.when",
      /Not known here: author/,
    ],
    ["no reason", { policy: { rules } }, "reason", /required/],
  ])("%s", async (_, body, field, message) => {
    const answer = await save(0, body);
    expect(answer.body).toMatchObject({ status: 422, field, detail: expect.stringMatching(message) });
  });

  test("but a rule keeps the date on which it began", async () => {
    const begun = one({ effectiveFrom: "2026-03-18T12:00:00Z" });
    expect((await save(0, begun)).status).toBe(201);
    api.now = new Date("2026-03-25T12:00:00Z");
    expect((await save(1, begun)).status).toBe(201);
  });
});

test("the text form's JSON Schema names every part of a rule", async () => {
  const { body } = await api.send("GET", "/policy/schema");
  expect(body).toMatchObject({
    $ref: "#/$defs/Policy",
    $defs: { Policy: { type: "object", required: ["rules"], additionalProperties: false } },
  });
  expect(JSON.stringify(body)).toContain("minimumBudgetSpentRatio");
});
