import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commitStatus, integration, policyVersion, pullRequest, repository } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { type TestApi, testApi } from "@/server/api/testing/api";
import type { Ctx } from "@/server/context";
import { assessSubjects } from "@/server/sign-off/assess";
import { pruneCommitStatuses } from "./prune";
import { type AssessedRequest, queueCommitStatuses } from "./queue";
import { answer, githubStandIn, type StandIn } from "./testing/github-stand-in";
import { ATTEMPTS_MAX, sendDueStatuses, type Working } from "./work";

const database = testDatabase();
const TOKEN = "ghp_stand-in";
const REVISION = "c".repeat(40);
let github: StandIn;
let api: TestApi;
let ctx: Ctx;
let repositoryId: string;
let integrationId: string;
let now: Date;

const working = (): Working => ({
  db: database.db,
  now: () => now,
  publicUrl: "https://faultline.example.com",
  network: { loopback: true, privateHosts: [] },
  retryAfterMs: 1,
  onFault: (error) => {
    throw error;
  },
});

/** As an admin does it on the integration's page. */
async function giveIntegration(name: string, edit: { apiToken?: string; apiUrl?: string }): Promise<string> {
  const made = await api.send("POST", "/integrations", { kind: "github", name });
  const { id, version } = made.body.integration as { id: string; version: number };
  const edited = await api.send("PATCH", `/integrations/${id}`, edit, { "if-match": `"${version}"` });
  expect(edited.status, edited.text).toBe(200);
  return id;
}

beforeEach(async () => {
  github = await githubStandIn(TOKEN);
  api = await testApi(database);
  now = api.now;
  ctx = {
    db: database.db,
    now,
    workspaceId: api.workspaceId,
    requestId: "test",
    actor: { kind: "system", name: "Test" },
  };
  integrationId = await giveIntegration("Acme", { apiToken: TOKEN, apiUrl: github.apiUrl });
  repositoryId = uuidv7();
  await database.db.insert(repository).values({
    workspaceId: api.workspaceId,
    id: repositoryId,
    name: "127.0.0.1/acme/shop",
    createdAt: now,
    updatedAt: now,
  });
});

afterEach(() => github.close());

const waiting = (over: Partial<AssessedRequest> = {}): AssessedRequest => ({
  id: "019a0000-0000-7000-8000-000000000001",
  repositoryId,
  revision: REVISION,
  state: "waiting",
  mode: "enforce",
  ruleName: "Juniors need a senior",
  missingApprovals: 1,
  minimumLevel: "senior",
  approverRole: null,
  approverTeam: "another",
  liveAt: null,
  generated: false,
  ...over,
});

const queue = (request: AssessedRequest) => queueCommitStatuses(ctx, [request]);

async function stored() {
  return database.db.select().from(commitStatus).where(eq(commitStatus.workspaceId, api.workspaceId));
}

const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

test("is told to GitHub in its own format, once for each new state, and the newest one last", async () => {
  await queue(waiting());
  expect(await sendDueStatuses(working())).toBe(1);
  const [first] = github.seen;
  expect(first).toMatchObject({
    method: "POST",
    path: `/api/v3/repos/acme/shop/statuses/${REVISION}`,
    body: {
      state: "pending",
      context: "faultline/sign-off",
      description: "Missing: the approval of a senior or higher of another team.",
      target_url: `https://faultline.example.com/${api.workspace}/sign-offs/${waiting().id}`,
    },
  });
  expect(first?.headers).toMatchObject({
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    authorization: `token ${TOKEN}`,
  });
  // The same once more is nothing new.
  await queue(waiting());
  expect(await sendDueStatuses(working())).toBe(0);
  // Of two states between two looks, only the newest is told.
  await queue(waiting({ state: "declined" }));
  await queue(waiting({ state: "satisfied" }));
  expect(await sendDueStatuses(working())).toBe(1);
  expect(github.seen.map(({ body }) => body.state)).toEqual(["pending", "success"]);
  expect(await stored()).toMatchObject([{ status: "sent", lastError: null, integrationId }]);
});

test("follows from the assessment of an open pull request, in its transaction", async () => {
  await database.db.insert(policyVersion).values({
    workspaceId: api.workspaceId,
    version: 1,
    rules: [{ id: "one", name: "One", mode: "enforce", when: {}, require: { approvals: 2 } }],
    whenUnreachable: "closed",
    reason: "Test",
    savedBy: "Test",
    savedAt: new Date(0),
    effectiveFrom: new Date(0),
  });
  await database.db.insert(pullRequest).values({
    workspaceId: api.workspaceId,
    repositoryId,
    number: 7,
    title: "Fix totals",
    state: "open",
    headRevision: REVISION,
    openedAt: now,
    describedAt: now,
  });
  const assess = () =>
    database.db.transaction((tx) => assessSubjects({ ...ctx, db: tx }, [{ repositoryId, pullRequest: 7 }]));
  const [assessed] = await assess();
  await assess();
  expect(await stored()).toMatchObject([
    {
      state: "pending",
      version: 1,
      revision: REVISION,
      description: "Missing: the approvals of 2 other people.",
      targetPath: `/${api.workspace}/sign-offs/${assessed?.after?.id}`,
    },
  ]);
  expect(await sendDueStatuses(working())).toBe(1);
});

test("a state that comes while an older one is under way is told after it", async () => {
  await queue(waiting());
  github.answers.push((response) => {
    // GitHub has the first one in its hands.
    void queue(waiting({ state: "satisfied" })).then(() => answer(response, 201, {}));
  });
  await sendDueStatuses(working());
  expect(github.seen.map(({ body }) => body.state)).toEqual(["pending", "success"]);
  expect(await stored()).toMatchObject([{ status: "sent", state: "success" }]);
});

test("is sent again after a fault: at once, then later and later, and is given up with a reason", async () => {
  await queue(waiting());
  github.answers.push((response) => answer(response, 500, { message: "Server Error" }));
  await sendDueStatuses(working());
  expect(github.seen).toHaveLength(2);
  expect(await stored()).toMatchObject([{ status: "sent", attempts: 1 }]);

  await queue(waiting({ state: "satisfied" }));
  const fail: StandIn["answers"][number] = (response) => answer(response, 502, { message: "Bad Gateway" });
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    github.answers.push(fail, fail, fail);
    expect(await sendDueStatuses(working())).toBe(1);
    expect(await sendDueStatuses(working())).toBe(0);
    later(60 * 60_000);
  }
  const [row] = await stored();
  expect(row).toMatchObject({ status: "failed", dueAt: null });
  expect(row?.lastError).toContain("Bad Gateway");
});

test("waits as long as GitHub asks where too much was asked of it", async () => {
  await queue(waiting());
  github.answers.push((response) =>
    answer(
      response,
      403,
      { message: "API rate limit exceeded" },
      {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 1200),
      },
    ),
  );
  await sendDueStatuses(working());
  expect(github.seen).toHaveLength(1);
  later(19 * 60_000);
  expect(await sendDueStatuses(working())).toBe(0);
  later(2 * 60_000);
  expect(await sendDueStatuses(working())).toBe(1);
  expect(await stored()).toMatchObject([{ status: "sent" }]);
});

test.each([
  [401, { message: "Bad credentials" }, /mistyped, expired or revoked/],
  [
    403,
    { message: "Resource not accessible by personal access token" },
    /may not set commit statuses of acme\/shop/,
  ],
  [404, { message: "Not Found" }, /finds no acme\/shop/],
  [422, { message: `No commit found for SHA: ${REVISION}` }, /No commit found for SHA/],
  [301, { message: "Moved Permanently" }, /renamed or transferred/],
])("%i is settled at once, with a reason that a person understands", async (status, body, reason) => {
  await queue(waiting());
  github.answers.push((response) => answer(response, status, body, status === 301 ? { location: "/x" } : {}));
  await sendDueStatuses(working());
  expect(github.seen).toHaveLength(1);
  const listed = await api.send("GET", `/integrations/${integrationId}/commit-statuses?status=failed`);
  expect(listed.body.statuses).toMatchObject([
    { repository: "127.0.0.1/acme/shop", status: "failed", lastError: expect.stringMatching(reason) },
  ]);
});

test("goes through the integration whose token reaches the repository, and next time through that one first", async () => {
  const other = await githubStandIn("another");
  try {
    await database.db
      .update(integration)
      .set({ apiUrl: other.apiUrl })
      .where(eq(integration.id, integrationId));
    const reaching = await giveIntegration("Acme two", { apiToken: TOKEN, apiUrl: github.apiUrl });
    await queue(waiting());
    await sendDueStatuses(working());
    // While nothing is known, the other one may be tried first.
    const tries = other.seen.length;
    expect(github.seen).toHaveLength(1);
    expect(await stored()).toMatchObject([{ status: "sent", integrationId: reaching }]);
    await queue(waiting({ revision: "d".repeat(40) }));
    await sendDueStatuses(working());
    expect([other.seen.length, github.seen.length]).toEqual([tries, 2]);
  } finally {
    other.close();
  }
});

test("a new token has what failed sent again; the token itself is nowhere to be read", async () => {
  const wrong = await api.send(
    "PATCH",
    `/integrations/${integrationId}`,
    { apiToken: "ghp_wrong" },
    { "if-match": "*" },
  );
  expect(wrong.body).toMatchObject({ hasApiToken: true, apiUrl: github.apiUrl });
  await queue(waiting());
  await sendDueStatuses(working());
  expect(await stored()).toMatchObject([{ status: "failed" }]);
  await api.send("PATCH", `/integrations/${integrationId}`, { apiToken: TOKEN }, { "if-match": "*" });
  await sendDueStatuses(working());
  expect(await stored()).toMatchObject([{ status: "sent" }]);
  const { rows } = await database.db.execute<{ text: string }>(sql`
    select string_agg(t::text, '') || (select string_agg(e::text, '') from audit_event e) as text from integration t`);
  expect(rows[0]?.text).toContain("integration.edit");
  expect(rows[0]?.text).not.toContain(TOKEN);
});

test("nothing is queued that could not be told: no token, switched off, another host, no whole revision", async () => {
  await queue(waiting({ revision: "abc1234" }));
  await queue(waiting({ repositoryId: null }));
  await queue(waiting({ generated: true }));
  // A history that is brought in: nobody looks at these commits any more.
  await queue(waiting({ state: "missing", liveAt: new Date(now.getTime() - 2 * 86_400_000) }));
  await database.db
    .update(repository)
    .set({ name: "github.com/acme/shop" })
    .where(eq(repository.id, repositoryId));
  await queue(waiting());
  await database.db
    .update(repository)
    .set({ name: "127.0.0.1/acme/shop" })
    .where(eq(repository.id, repositoryId));
  await database.db.update(integration).set({ disabledAt: now }).where(eq(integration.id, integrationId));
  await queue(waiting());
  expect(await stored()).toEqual([]);
});

test("an address inside the operator's network is never asked", async () => {
  await queue(waiting());
  await sendDueStatuses({ ...working(), network: { loopback: false, privateHosts: [] } });
  expect(github.seen).toEqual([]);
  const [row] = await stored();
  expect(row?.lastError).toContain("does not connect to");
});

test.each([
  ["http://github.example.com/api/v3", "apiUrl"],
  ["https://user:pass@github.example.com", "apiUrl"],
  ["no address", "apiUrl"],
])("the API's address %s is refused by name", async (apiUrl, field) => {
  const { status, body } = await api.send(
    "PATCH",
    `/integrations/${integrationId}`,
    { apiUrl },
    { "if-match": "*" },
  );
  expect([status, body.errors]).toMatchObject([422, [{ field }]]);
});

test("what was told is forgotten after 400 days, and never what is still to be told", async () => {
  const other = "d".repeat(40);
  await queueCommitStatuses(ctx, [waiting()]);
  await sendDueStatuses(working());
  await queueCommitStatuses(ctx, [waiting({ revision: other })]);
  const left = async (days: number) => {
    await pruneCommitStatuses(database.db, new Date(now.getTime() + days * 86_400_000));
    const ofOwn = eq(commitStatus.workspaceId, ctx.workspaceId);
    return (await database.db.select().from(commitStatus).where(ofOwn))
      .map(({ revision }) => revision)
      .sort();
  };
  expect(await left(400)).toEqual([REVISION, other]);
  expect(await left(401)).toEqual([other]);
});
