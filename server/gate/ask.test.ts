import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import {
  apiToken,
  breakGlass,
  gateDecision,
  notification,
  policyVersion,
  pullRequest,
  repository,
  signOff,
} from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { GateAnswer } from "@/domain/gate/schema";
import type { Rule } from "@/domain/sign-off/policy";
import { type Answer, type TestApi, testApi } from "@/server/api/testing/api";
import { giveToken } from "@/server/api/testing/callers";
import type { Ctx } from "@/server/context";
import { assessSubjects } from "@/server/sign-off/assess";
import { assessDue } from "@/server/sign-off/work";

const database = testDatabase();
const NOW = new Date("2026-03-18T12:00:00Z");
const REPOSITORY = "github.com/acme/shop";
let api: TestApi;
let ctx: Ctx;

const shaOf = (letter: string) => letter.repeat(40);
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

const RULE: Rule = {
  id: "one-senior",
  name: "Production needs a senior",
  mode: "enforce",
  when: { environments: ["production"] },
  require: { approvals: 1, minimumLevel: "senior" },
};

beforeEach(async () => {
  api = await testApi(database, { now: NOW });
  ctx = {
    db: database.db,
    now: NOW,
    workspaceId: api.workspaceId,
    requestId: "test",
    actor: { kind: "system", name: "Test" },
  };
});

async function enforce(rules: Rule[] = [RULE], version = 1): Promise<void> {
  await database.db.insert(policyVersion).values({
    workspaceId: api.workspaceId,
    version,
    rules,
    whenUnreachable: "open",
    reason: "Because",
    savedBy: "Test",
    savedAt: new Date(minutesAgo(10_000)),
    effectiveFrom: new Date(minutesAgo(10_000)),
  });
}

async function tell(change: Record<string, unknown>): Promise<string> {
  const { status, body, text } = await api.send("POST", "/changes", change);
  expect(status, text).toBeLessThan(300);
  return String(body.id ?? (body.change as { id?: string } | undefined)?.id);
}

const merge = (letter: string, minutes: number) =>
  tell({
    kind: "code",
    title: `Change ${letter}`,
    repository: REPOSITORY,
    revision: shaOf(letter),
    mergedAt: minutesAgo(minutes),
  });

const deploy = (letter: string, minutes: number, over: Record<string, unknown> = {}) =>
  tell({
    kind: "deployment",
    title: `Deploy ${letter}`,
    repository: REPOSITORY,
    revision: shaOf(letter),
    deployedAt: minutesAgo(minutes),
    environment: "production",
    outcome: "succeeded",
    externalId: `deploy-${letter}-${minutes}`,
    ...over,
  });

async function ask(body: Record<string, unknown>, headers?: Record<string, string>): Promise<GateAnswer> {
  const answer: Answer = await api.send("POST", "/gate", body, headers);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as GateAnswer;
}

const askRevision = (letter: string, over: Record<string, unknown> = {}) =>
  ask({ repository: REPOSITORY, revision: shaOf(letter), ...over });

/** As assessed, signed by a senior of the roster. */
async function approve(change: string, letter: string): Promise<void> {
  const [assessed] = await database.db.transaction((tx) =>
    assessSubjects({ ...ctx, db: tx }, [{ changeId: change }]),
  );
  const person = await api.send("POST", "/people", {
    name: `Senior ${letter}`,
    level: "senior",
    from: "2025-01-01",
  });
  await database.db.insert(signOff).values({
    workspaceId: api.workspaceId,
    requestId: assessed?.after?.id ?? "",
    id: uuidv7(),
    personId: String(person.body.id),
    decision: "approved",
    level: "senior",
    revision: shaOf(letter),
    at: new Date(minutesAgo(1)),
    source: "api",
    recordedAt: NOW,
  });
}

async function decisions() {
  return database.db.select().from(gateDecision).where(eq(gateDecision.workspaceId, api.workspaceId));
}

describe("a question", () => {
  test.each(["abc1234", "main", "A".repeat(39), `${"a".repeat(40)} `.slice(1), "g".repeat(40)])(
    "of %s is refused: only a whole revision is one",
    async (revision) => {
      await enforce();
      const { status, body } = await api.send("POST", "/gate", { repository: REPOSITORY, revision });
      expect([status, body.code, body.field]).toEqual([422, "revision-not-whole", "revision"]);
      expect(await decisions()).toEqual([]);
    },
  );

  test("of nothing, of two things, or of a change that is not there, is refused", async () => {
    const change = await merge("a", 60);
    for (const body of [
      {},
      { repository: REPOSITORY },
      { revision: shaOf("a") },
      { repository: REPOSITORY, revision: shaOf("a"), change },
    ]) {
      expect((await api.send("POST", "/gate", body)).status, JSON.stringify(body)).toBe(422);
    }
    const missing = await api.send("POST", "/gate", { change: uuidv7() });
    expect([missing.status, missing.body.code]).toEqual([404, "change-not-found"]);
  });

  test("with a revoked token, or for another workspace, is not answered", async () => {
    const token = await giveToken(database.db, api.workspaceId, { scopes: ["read"] });
    const authorization = { authorization: `Bearer ${token}` };
    expect((await askRevision("a")).decision).toBe("allow");
    expect(
      (await api.send("POST", "/gate", { repository: REPOSITORY, revision: shaOf("a") }, authorization))
        .status,
    ).toBe(200);
    await database.db
      .update(apiToken)
      .set({ revokedAt: NOW })
      .where(eq(apiToken.workspaceId, api.workspaceId));
    const revoked = await api.send(
      "POST",
      "/gate",
      { repository: REPOSITORY, revision: shaOf("a") },
      authorization,
    );
    expect(revoked.status).toBe(401);
    const other = await testApi(database, { now: NOW });
    const foreign = await other.send(
      "POST",
      "/gate",
      { repository: REPOSITORY, revision: shaOf("a") },
      { "faultline-workspace": api.workspace },
    );
    expect(foreign.status).toBe(404);
  });
});

describe("what is not on record", () => {
  test("may go where no enforcing rule could ask for a sign-off of it, and is held where one could", async () => {
    expect(await askRevision("a")).toMatchObject({ decision: "allow", onRecord: false, policyVersion: null });
    await enforce([{ ...RULE, mode: "monitor" }]);
    expect(await askRevision("a")).toMatchObject({ decision: "allow", rule: { mode: "monitor" } });
    await enforce([RULE], 2);
    const held = await askRevision("a");
    expect(held).toMatchObject({
      decision: "hold",
      onRecord: false,
      policyVersion: 2,
      rule: { id: RULE.id },
    });
    expect(held.reason).toContain(`The repository ${REPOSITORY} is not on record`);
    expect(await askRevision("a", { environment: "staging" })).toMatchObject({ decision: "allow" });
    await merge("b", 60);
    expect((await askRevision("a")).reason).toContain("Revision aaaaaaaaaaaa of");
  });
});

describe("a revision on the default branch", () => {
  test("brings what was merged since the last successful deployment, and one that lacks a sign-off holds all", async () => {
    await enforce();
    await merge("a", 300);
    await deploy("a", 290);
    const [b, c] = [await merge("b", 200), await merge("c", 100)];
    await merge("d", 50);
    // One that failed and one that still runs brought nothing.
    await deploy("d", 40, { outcome: "failed" });
    await deploy("d", 30, { outcome: "in-progress" });
    const held = await askRevision("c");
    expect(held).toMatchObject({
      decision: "hold",
      changeCount: 2,
      heldCount: 2,
      missing: { approvals: 1, minimumLevel: "senior" },
      whenUnreachable: "open",
      rule: { name: RULE.name, mode: "enforce" },
    });
    expect(held.changes.map(({ changeId }) => changeId).sort()).toEqual([b, c].sort());
    await approve(c, "c");
    const half = await askRevision("c");
    expect(half).toMatchObject({ decision: "hold", heldCount: 1, changeCount: 2 });
    expect(half.changes[0]).toMatchObject({ changeId: b, holds: true });
    expect(half.reason).toMatch(/Of the 2 changes that it brings, one lacks a sign-off/);
    await approve(b, "b");
    expect(await askRevision("c")).toMatchObject({ decision: "allow", heldCount: 0, changeCount: 2 });
  });

  test("that is there already, or was before, brings nothing new", async () => {
    await enforce();
    await merge("a", 300);
    await merge("b", 200);
    await deploy("b", 190);
    for (const letter of ["a", "b"]) {
      expect(await askRevision(letter)).toMatchObject({ decision: "allow", changeCount: 0 });
    }
  });

  test("is alone where no deployment tells what is there", async () => {
    await enforce();
    await merge("a", 300);
    await merge("b", 200);
    await deploy("a", 100, { environment: "staging" });
    expect(await askRevision("b")).toMatchObject({ decision: "hold", changeCount: 1 });
  });

  test("is held for production and may go to staging", async () => {
    await enforce();
    await merge("a", 60);
    expect((await askRevision("a")).decision).toBe("hold");
    expect((await askRevision("a", { environment: "staging" })).decision).toBe("allow");
  });

  test("is held by no rule that only monitors, and the answer says what it would have asked for", async () => {
    await enforce([{ ...RULE, mode: "monitor" }]);
    await merge("a", 60);
    expect(await askRevision("a")).toMatchObject({
      decision: "allow",
      rule: { mode: "monitor" },
      missing: { approvals: 1, minimumLevel: "senior" },
      changes: [{ decision: "required", holds: false }],
    });
  });

  test("names a change by its id too, and a change of no repository", async () => {
    await enforce();
    const code = await merge("a", 60);
    expect(await ask({ change: code })).toMatchObject({ decision: "hold", changeCount: 1, repository: null });
    const agent = await tell({
      kind: "agent-action",
      title: "Recreate the table",
      externalId: "x",
      source: "ops",
    });
    expect(await ask({ change: agent })).toMatchObject({
      decision: "hold",
      changes: [{ title: "Recreate the table" }],
    });
  });
});

describe("the head of an open pull request", () => {
  test("stands for the request, and another push asks anew", async () => {
    await enforce();
    await merge("a", 600);
    const [row] = await database.db
      .select()
      .from(repository)
      .where(eq(repository.workspaceId, api.workspaceId));
    await database.db.insert(pullRequest).values({
      workspaceId: api.workspaceId,
      repositoryId: row?.id ?? "",
      number: 12,
      title: "Fix totals",
      state: "open",
      headBranch: "fix",
      headRevision: shaOf("e"),
      openedAt: new Date(minutesAgo(50)),
      describedAt: new Date(minutesAgo(50)),
    });
    const held = await askRevision("e");
    expect(held).toMatchObject({
      decision: "hold",
      changes: [{ subject: "pull-request", pullRequest: 12, revision: shaOf("e") }],
    });
    await database.db.update(pullRequest).set({ headRevision: shaOf("f") });
    expect(await askRevision("e")).toMatchObject({ onRecord: false });
    expect(await askRevision("f")).toMatchObject({ changes: [{ pullRequest: 12 }] });
  });
});

describe("break-glass", () => {
  const glass = (over: Partial<typeof breakGlass.$inferInsert>) =>
    database.db.insert(breakGlass).values({
      workspaceId: api.workspaceId,
      id: uuidv7(),
      environment: "production",
      reason: "Checkout is down",
      openedBy: "Ada",
      openedAt: new Date(minutesAgo(120)),
      expiresAt: new Date(minutesAgo(-60)),
      ...over,
    });

  async function repositoryId(): Promise<string> {
    const [row] = await database.db
      .select()
      .from(repository)
      .where(eq(repository.workspaceId, api.workspaceId));
    return row?.id ?? "";
  }

  test("lets a revision through with all that it brings, for as long as it is open", async () => {
    await enforce();
    await merge("a", 300);
    await deploy("a", 290);
    await merge("b", 200);
    await merge("c", 100);
    const place = { repositoryId: await repositoryId(), revision: shaOf("c") };
    await glass({ ...place, expiresAt: new Date(minutesAgo(1)) });
    await glass({ ...place, environment: "staging" });
    await glass({ ...place, endedAt: new Date(minutesAgo(5)), endedBy: "Ada" });
    expect((await askRevision("c")).decision).toBe("hold");
    await glass(place);
    const allowed = await askRevision("c");
    expect(allowed).toMatchObject({ decision: "allow", heldCount: 0 });
    expect(allowed.reason).toContain("Ada let this revision through by break-glass until 2026-03-18T13:00Z");
    expect((await askRevision("b")).decision).toBe("hold");
  });

  test("lets a change through, and a revision that nobody knows; expired, neither", async () => {
    await enforce();
    const change = await merge("a", 60);
    await glass({ changeId: change, expiresAt: NOW });
    expect((await ask({ change })).decision).toBe("hold");
    await glass({ changeId: change });
    expect(await ask({ change })).toMatchObject({ decision: "allow", changes: [{ decision: "waived" }] });
    await glass({ repositoryId: await repositoryId(), revision: shaOf("9") });
    expect(await askRevision("9")).toMatchObject({ decision: "allow", onRecord: false });
  });
});

describe("the note of an answer", () => {
  test("is one row for one answer, however often and however many at once ask for it", async () => {
    await enforce();
    await api.send("POST", "/notification-channels", {
      kind: "slack",
      name: "Chat",
      url: "https://hooks.example.com/in",
      events: ["gate.held"],
    });
    const change = await merge("a", 60);
    await Promise.all(Array.from({ length: 8 }, () => askRevision("a")));
    await askRevision("a", { environment: "staging" });
    const rows = await decisions();
    expect(rows.map(({ environment, asks }) => [environment, asks]).sort()).toEqual([
      ["production", 8],
      ["staging", 1],
    ]);
    // Whoever is told of it is told once, too.
    const told = await database.db.select().from(notification);
    expect(told.map(({ event }) => event)).toEqual(["gate.held"]);
    await approve(change, "a");
    api.now = new Date(NOW.getTime() + 1000);
    expect((await askRevision("a")).decision).toBe("allow");
    await database.db.execute(sql`delete from sign_off`);
    api.now = new Date(NOW.getTime() + 2000);
    expect((await askRevision("a")).decision).toBe("hold");
    const listed = await api.send("GET", "/gate/decisions?decision=hold");
    expect(listed.body.decisions).toMatchObject([
      { asks: 1, environment: "production", changes: [{ id: change, title: "Change a" }] },
      { asks: 8, askedBy: "tests" },
    ]);
    expect(await decisions()).toHaveLength(4);
  });

  const waiting = async () => {
    const { rows } = await database.db.execute<{ change_id: string }>(sql`
      select change_id from assessment_due where workspace_id = ${api.workspaceId} order by change_id`);
    return rows.map(({ change_id }) => change_id);
  };

  test("has what differs from the last assessment assessed, and put down once while it waits", async () => {
    await enforce();
    await merge("a", 90);
    await deploy("a", 80);
    const change = await merge("b", 60);
    await database.db.execute(sql`delete from assessment_due`);
    await askRevision("b");
    expect(await waiting()).toEqual([change]);
    // A pipeline that waits asks again and again.
    await askRevision("b");
    expect(await waiting()).toEqual([change]);
    // What the end of a break-glass has put down is for then, and keeps nothing from being assessed now.
    await database.db.execute(sql`update assessment_due set due_at = ${minutesAgo(-240)}`);
    await askRevision("b");
    expect(await waiting()).toEqual([change, change]);
  });

  test("has it assessed at once also where it was assessed, and differs again, a moment ago", async () => {
    await enforce();
    await merge("a", 90);
    await deploy("a", 80);
    const change = await merge("b", 60);
    await askRevision("b");
    await assessDue({ db: database.db, now: NOW });
    await askRevision("b");
    expect(await waiting()).toEqual([]);
    await database.db.execute(sql`update sign_off_request set holds = not holds`);
    await askRevision("b");
    expect(await waiting()).toEqual([change]);
  });

  test("has nothing assessed that would differ again: what it asks of another environment", async () => {
    await enforce();
    await merge("a", 90);
    await deploy("a", 80);
    const elsewhere = { environment: "staging", repository: REPOSITORY, revision: shaOf("b") };
    const change = await tell({ kind: "code", title: "b", mergedAt: minutesAgo(60), ...elsewhere });
    await assessDue({ db: database.db, now: NOW });
    expect((await ask({ change })).decision).toBe("hold");
    expect(await waiting()).toEqual([]);
  });
});
