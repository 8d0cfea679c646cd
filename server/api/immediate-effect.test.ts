import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { member, memberGrant } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { createApi } from "./app";
import { giveAccount, PASSWORD, type TestAccount } from "./testing/accounts";
import { type TestApi, testApi } from "./testing/api";
import { type TestBrowser, testBrowser } from "./testing/browser";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(database, { now: new Date() });
});

/** Two instances of the application on one database; nothing tells the second what the first has done. */
function instances() {
  const make = () =>
    createApi(
      testDependencies(
        () => database.db,
        () => new Date(),
        { limits: database.pool },
      ),
    );
  return [make(), make()] as const;
}

async function signedInAt(app: ReturnType<typeof createApi>, account: TestAccount): Promise<TestBrowser> {
  const browser = testBrowser(app);
  const { email } = account;
  expect((await browser.send("POST", "/session", { email, password: PASSWORD })).status).toBe(200);
  return browser;
}

const inWorkspace = (browser: TestBrowser, method: string, path: string, body?: unknown) =>
  browser.send(method, path, body, { "faultline-workspace": api.workspace });

/** How long after the act another instance still answered otherwise. */
async function msUntil(status: number, ask: () => Promise<{ status: number }>): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    if ((await ask()).status === status) return performance.now() - startedMs;
    if (performance.now() - startedMs > 5000) return Number.POSITIVE_INFINITY;
  }
}

describe("at another instance, within a second", () => {
  it("an ended session is no session", async () => {
    const [one, other] = instances();
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const [here, there] = [await signedInAt(one, account), await signedInAt(other, account)];
    expect((await there.send("GET", "/session")).status).toBe(200);
    expect((await here.send("DELETE", "/account/sessions")).status).toBe(204);
    expect(await msUntil(401, () => there.send("GET", "/session"))).toBeLessThan(1000);
  });

  it("a changed password has ended the other sessions", async () => {
    const [one, other] = instances();
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const [here, there] = [await signedInAt(one, account), await signedInAt(other, account)];
    const change = { currentPassword: PASSWORD, newPassword: "a wholly different phrase" };
    expect((await here.send("POST", "/account/password", change)).status).toBe(204);
    expect(await msUntil(401, () => there.send("GET", "/session"))).toBeLessThan(1000);
  });

  it("a lost role is lost", async () => {
    const [, other] = instances();
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const there = await signedInAt(other, account);
    const log = () => inWorkspace(there, "GET", "/audit");
    expect((await log()).status).toBe(200);
    const mine = database.db
      .select({ id: member.id })
      .from(member)
      .where(and(eq(member.workspaceId, api.workspaceId), eq(member.userId, account.userId)));
    await database.db.delete(memberGrant).where(eq(memberGrant.memberId, mine));
    expect(await msUntil(403, log)).toBeLessThan(1000);
    expect((await inWorkspace(there, "GET", "/services")).status).toBe(200);
  });

  it("a deactivated member reaches nothing", async () => {
    const [, other] = instances();
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const there = await signedInAt(other, account);
    const read = () => inWorkspace(there, "GET", "/services");
    expect((await read()).status).toBe(200);
    await database.db
      .update(member)
      .set({ deactivatedAt: new Date() })
      .where(eq(member.userId, account.userId));
    expect(await msUntil(404, read)).toBeLessThan(1000);
    expect((await there.send("GET", "/session")).body).toMatchObject({ workspaces: [] });
  });
});
