import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvent, authSession } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { createLoginLink } from "@/server/auth/login-link";
import { signInByLink } from "@/server/auth/sign-in-by-link";
import { createApi } from "./app";
import { giveAccount, PASSWORD, type TestAccount, totp } from "./testing/accounts";
import { type TestApi, testApi } from "./testing/api";
import { type TestBrowser, testBrowser } from "./testing/browser";
import { TEST_SECRET, testDependencies } from "./testing/dependencies";

const database = testDatabase();
let api: TestApi;
beforeAll(async () => {
  api = await testApi(database, { now: new Date() });
});

const signInWith = (browser: TestBrowser, account: TestAccount, password = PASSWORD) =>
  browser.send("POST", "/session", { email: account.email, password });

async function signedIn(account: TestAccount): Promise<TestBrowser> {
  const browser = testBrowser(api.app);
  expect((await signInWith(browser, account)).status).toBe(200);
  return browser;
}

const auditOf = (userId: string, action: string) =>
  database.db
    .select()
    .from(auditEvent)
    .where(and(eq(auditEvent.objectId, userId), eq(auditEvent.action, action)));

describe("signing in", () => {
  it("opens a session, records it, and says who one is; signing out ends it at once", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const browser = await signedIn(account);
    const answer = await browser.send("GET", "/session");
    expect(answer.body).toMatchObject({
      user: { email: account.email, hasPassword: true, twoFactorEnabled: false },
      workspaces: [{ slug: api.workspace, roles: [{ role: "owner", team: null }] }],
    });
    expect(await auditOf(account.userId, "session.open")).toHaveLength(1);
    const before = new Map(browser.cookies);
    expect((await browser.send("DELETE", "/session")).status).toBe(204);
    browser.cookies.clear();
    for (const [name, value] of before) browser.cookies.set(name, value);
    expect((await browser.send("GET", "/session")).status).toBe(401);
    expect(await auditOf(account.userId, "session.end")).toHaveLength(1);
  });

  it("answers an unknown address and a wrong password alike, hashing for both", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const passwordless = await giveAccount(api.dependencies, [api.workspaceId], null);
    const { hasher } = api.dependencies.accounts();
    const before = hasher.count;
    const answers = await Promise.all(
      [account.email, "nobody@example.com", passwordless.email, "not an address"].map((email) =>
        testBrowser(api.app).send("POST", "/session", { email, password: "wrong wrong wrong" }),
      ),
    );
    for (const { status, body, setCookies } of answers) {
      expect(status).toBe(401);
      expect({ ...body, requestId: "" }).toEqual({ ...answers[0]?.body, requestId: "" });
      expect(setCookies).toEqual([]);
    }
    expect(hasher.count - before).toBe(4);
  });

  it("takes no other site's form, so nobody is signed in as somebody else", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const browser = testBrowser(api.app);
    const credentials = { email: account.email, password: PASSWORD };
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { origin: "null" },
    ];
    for (const headers of foreign) {
      const answer = await browser.send("POST", "/session", credentials, headers);
      expect(answer.status).toBe(403);
      expect(answer.setCookies).toEqual([]);
    }
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await browser.send("POST", "/session", credentials, form)).status).toBe(415);
  });

  it("gives a new session whatever cookie came along, and ends the browser's earlier one", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const browser = await signedIn(account);
    const planted = browser.cookies.get("faultline.session_token");
    await signInWith(browser, account);
    expect(browser.cookies.get("faultline.session_token")).not.toBe(planted);
    const thief = testBrowser(api.app);
    thief.cookies.set("faultline.session_token", planted ?? "");
    expect((await thief.send("GET", "/session")).status).toBe(401);
    thief.cookies.set("faultline.session_token", "chosen.by-an-attacker");
    await signInWith(thief, account);
    expect(thief.cookies.get("faultline.session_token")).not.toBe("chosen.by-an-attacker");
  });

  it("sets cookies that scripts and other sites do not get; under https Secure ones with a prefix", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const plain = await signInWith(testBrowser(api.app), account);
    for (const cookie of plain.setCookies) expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    const { testDependencies } = await import("./testing/dependencies");
    const overTls = testDependencies(
      () => database.db,
      () => api.now,
      { publicUrl: "https://faultline.example.com" },
    );
    const { setCookies } = await signInWith(testBrowser(createApi(overTls)), account);
    expect(setCookies).toHaveLength(2);
    for (const cookie of setCookies) {
      expect(cookie).toMatch(/^__(Secure|Host)-faultline\./);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).not.toMatch(/; Domain/i);
    }
  });
});

describe("the sessions of an account", () => {
  it("are listed, and end one by one or all but this one", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const [here, there, elsewhere] = [
      await signedIn(account),
      await signedIn(account),
      await signedIn(account),
    ];
    const { body } = await here.send("GET", "/account/sessions");
    expect(body.sessions).toMatchObject([
      { current: true, address: "198.51.100.7", userAgent: "test browser", via: "password" },
      { current: false },
      { current: false },
    ]);
    const other = await database.db.select().from(authSession).where(eq(authSession.userId, account.userId));
    const second = other[1]?.id ?? "";
    expect((await here.send("DELETE", `/account/sessions/${second}`)).status).toBe(204);
    expect((await there.send("GET", "/session")).status).toBe(401);
    expect((await here.send("DELETE", "/account/sessions")).status).toBe(204);
    expect((await elsewhere.send("GET", "/session")).status).toBe(401);
    expect((await here.send("GET", "/session")).status).toBe(200);
  });

  it("of somebody else are not there", async () => {
    const [mine, theirs] = [
      await giveAccount(api.dependencies, [api.workspaceId]),
      await giveAccount(api.dependencies, [api.workspaceId]),
    ];
    const [me, them] = [await signedIn(mine), await signedIn(theirs)];
    const [row] = await database.db.select().from(authSession).where(eq(authSession.userId, theirs.userId));
    expect((await me.send("DELETE", `/account/sessions/${row?.id}`)).status).toBe(404);
    expect((await me.send("DELETE", "/account/sessions/not-an-id")).status).toBe(404);
    expect((await them.send("GET", "/session")).status).toBe(200);
  });
});

describe("a password", () => {
  it("is changed with the old one, and every other session ends", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const [here, there] = [await signedIn(account), await signedIn(account)];
    const newPassword = "a wholly different phrase";
    const wrong = await here.send("POST", "/account/password", { currentPassword: "wrong", newPassword });
    expect(wrong).toMatchObject({ status: 422, body: { code: "wrong-password", field: "currentPassword" } });
    const missing = await here.send("POST", "/account/password", { newPassword });
    expect(missing).toMatchObject({ status: 422, body: { field: "currentPassword" } });
    const weak = { currentPassword: PASSWORD, newPassword: "Password2024!" };
    expect(await here.send("POST", "/account/password", weak)).toMatchObject({
      status: 422,
      body: { code: "weak-password", field: "newPassword" },
    });
    const change = { currentPassword: PASSWORD, newPassword };
    expect((await here.send("POST", "/account/password", change)).status).toBe(204);
    expect((await there.send("GET", "/session")).status).toBe(401);
    expect((await here.send("GET", "/session")).status).toBe(200);
    expect((await signInWith(testBrowser(api.app), account)).status).toBe(401);
    expect((await signInWith(testBrowser(api.app), account, newPassword)).status).toBe(200);
    const [event] = await auditOf(account.userId, "password.change");
    expect(event?.after).toEqual({ sessionsEnded: 1 });
    expect(JSON.stringify(event)).not.toContain(newPassword);
  });
});

describe("a lost password", () => {
  const byLink = async (account: TestAccount, at: Date) => {
    const browser = testBrowser(api.app);
    const ctx = {
      db: database.db,
      accounts: api.dependencies.accounts(),
      headers: new Headers(),
      address: null,
      now: at,
      requestId: "by link",
    };
    const cookies = await signInByLink(ctx, await createLoginLink(database.db, at, account.userId));
    for (const cookie of cookies ?? []) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      browser.cookies.set(name, value);
    }
    return browser;
  };

  it("is replaced by whom the operator's link has just let in, and by no older session", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const newPassword = "a wholly different phrase";
    const fresh = await byLink(account, new Date());
    expect((await fresh.send("GET", "/session")).body).toMatchObject({
      user: { currentPasswordNeeded: false },
    });
    expect((await fresh.send("POST", "/account/password", { newPassword })).status).toBe(204);
    expect((await signInWith(testBrowser(api.app), account, newPassword)).status).toBe(200);
    const long = await byLink(account, new Date());
    await database.db
      .update(authSession)
      .set({ createdAt: new Date(Date.now() - 20 * 60_000) })
      .where(and(eq(authSession.userId, account.userId), eq(authSession.via, "link")));
    const late = await long.send("POST", "/account/password", { newPassword: "yet another long phrase" });
    expect(late).toMatchObject({ status: 422, body: { field: "currentPassword" } });
    const opened = await auditOf(account.userId, "session.open");
    // The clock stands still here, so their order says nothing.
    expect(opened.map(({ after }) => Object(after).via).sort()).toEqual(["link", "link", "password"]);
  });
});

describe("a second factor", () => {
  async function enrolled(account: TestAccount) {
    const browser = await signedIn(account);
    const enrolment = await browser.send("POST", "/account/two-factor", { password: PASSWORD });
    expect(enrolment.status).toBe(201);
    const totpUri = String(enrolment.body.totpUri);
    const code = totp(totpUri, new Date(Date.now() - 30_000));
    expect((await browser.send("POST", "/account/two-factor/confirmation", { code })).status).toBe(204);
    return { browser, totpUri, recoveryCodes: [enrolment.body.recoveryCodes].flat().map(String) };
  }

  it("is asked for once it is on, and its codes are accepted once each", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const { totpUri, browser } = await enrolled(account);
    expect((await browser.send("GET", "/session")).body).toMatchObject({ user: { twoFactorEnabled: true } });
    const [first, second] = [testBrowser(api.app), testBrowser(api.app)];
    for (const one of [first, second]) {
      expect((await signInWith(one, account)).body).toEqual({ secondFactorNeeded: true });
      expect((await one.send("GET", "/session")).status).toBe(401);
    }
    const code = totp(totpUri);
    const answers = await Promise.all(
      [first, second].map((one) => one.send("POST", "/session/second-factor", { code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await auditOf(account.userId, "second-factor.refuse")).toHaveLength(1);
    const third = testBrowser(api.app);
    await signInWith(third, account);
    expect((await third.send("POST", "/session/second-factor", { code })).status).toBe(401);
    const later = totp(totpUri, new Date(Date.now() + 30_000));
    expect((await third.send("POST", "/session/second-factor", { code: later })).status).toBe(200);
    expect((await third.send("GET", "/session")).status).toBe(200);
  });

  it("outlives a new FAULTLINE_SECRET while the old one is still named", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const { totpUri, recoveryCodes } = await enrolled(account);
    const secret = "tests-only-Zq81Lm5XcVb0KfPw3TgYh7RjNd2SuAe9";
    const rotated = (oldSecrets: string[]) => {
      const clock = () => api.now;
      const options = { secret, oldSecrets };
      return testBrowser(createApi(testDependencies(() => database.db, clock, options)));
    };
    const [named, unnamed] = [rotated([TEST_SECRET]), rotated([])];
    for (const browser of [named, unnamed]) {
      expect((await signInWith(browser, account)).body).toEqual({ secondFactorNeeded: true });
    }
    const code = totp(totpUri);
    const refused = await unnamed.send("POST", "/session/second-factor", { code });
    expect([refused.status, refused.body.code]).toEqual([409, "second-factor-unreadable"]);
    expect((await named.send("POST", "/session/second-factor", { code })).status).toBe(200);
    const other = rotated([TEST_SECRET]);
    await signInWith(other, account);
    const recoveryCode = recoveryCodes[0];
    expect((await other.send("POST", "/session/second-factor", { recoveryCode })).status).toBe(200);
  });

  it("is replaced by a recovery code, each once, be it sent twice at once", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const { recoveryCodes } = await enrolled(account);
    expect(recoveryCodes).toHaveLength(10);
    const browsers = [testBrowser(api.app), testBrowser(api.app)];
    for (const one of browsers) await signInWith(one, account);
    const [recoveryCode] = recoveryCodes;
    const answers = await Promise.all(
      browsers.map((one) => one.send("POST", "/session/second-factor", { recoveryCode })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const again = testBrowser(api.app);
    await signInWith(again, account);
    expect((await again.send("POST", "/session/second-factor", { recoveryCode })).status).toBe(401);
    const rows = await database.db.execute(`select backup_codes, secret from auth_two_factor`);
    for (const code of recoveryCodes) expect(JSON.stringify(rows.rows)).not.toContain(code);
  });

  it("is not passed by a browser that is signed in as somebody else", async () => {
    const [victim, attacker] = [
      await giveAccount(api.dependencies, [api.workspaceId]),
      await giveAccount(api.dependencies, [api.workspaceId]),
    ];
    await enrolled(victim);
    const { browser, totpUri } = await enrolled(attacker);
    const mine = browser.cookies.get("faultline.session_token") ?? "";
    const thief = testBrowser(api.app);
    await signInWith(thief, victim);
    thief.cookies.set("faultline.session_token", mine);
    const answer = await thief.send("POST", "/session/second-factor", { code: totp(totpUri) });
    expect(answer.status).toBe(401);
  });

  it("takes the password to set up, to switch off and for new recovery codes", async () => {
    const account = await giveAccount(api.dependencies, [api.workspaceId]);
    const { browser, recoveryCodes } = await enrolled(account);
    const wrong = { password: "not the password" };
    expect((await browser.send("POST", "/account/recovery-codes", wrong)).status).toBe(422);
    expect((await browser.send("DELETE", "/account/two-factor", wrong)).status).toBe(422);
    expect(await browser.send("POST", "/account/two-factor", { password: PASSWORD })).toMatchObject({
      status: 409,
      body: { code: "two-factor-on" },
    });
    const renewed = await browser.send("POST", "/account/recovery-codes", { password: PASSWORD });
    expect(renewed.status).toBe(201);
    const one = testBrowser(api.app);
    await signInWith(one, account);
    const old = { recoveryCode: recoveryCodes[3] };
    expect((await one.send("POST", "/session/second-factor", old)).status).toBe(401);
    expect((await browser.send("DELETE", "/account/two-factor", { password: PASSWORD })).status).toBe(204);
    expect((await browser.send("GET", "/session")).body).toMatchObject({ user: { twoFactorEnabled: false } });
    expect((await signInWith(testBrowser(api.app), account)).body).toEqual({ secondFactorNeeded: false });
  });
});
