import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { TRY_LIMITS } from "@/server/limits/tries";
import { clientAddress } from "@/server/request/client-address";
import { createApi } from "./app";
import type { ApiDependencies } from "./environment";
import { giveAccount, PASSWORD, totp } from "./testing/accounts";
import { testApi } from "./testing/api";
import { testBrowser } from "./testing/browser";
import { testDependencies } from "./testing/dependencies";

const database = testDatabase();

/** An instance of its own on the one database, which knows the peer's address from its socket, as the server does. */
function instance(): { dependencies: ApiDependencies; send: ReturnType<typeof sender> } {
  const dependencies: ApiDependencies = {
    ...testDependencies(
      () => database.db,
      () => new Date(),
      { limits: database.pool },
    ),
    address: (headers) => clientAddress(headers, headers.get("x-test-peer"), []),
  };
  return { dependencies, send: sender(createApi(dependencies)) };
}

function sender(app: ReturnType<typeof createApi>) {
  return async (body: unknown, headers: Record<string, string>) => {
    const response = await app.request("/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}

const hashesOf = (...instances: { dependencies: ApiDependencies }[]) =>
  instances.reduce((sum, { dependencies }) => sum + dependencies.accounts().hasher.count, 0);

const wrong = (email: string, at: number) => ({ email, password: `a wrong password ${at}` });

async function emptyLimits(): Promise<void> {
  await database.pool.query("delete from auth_rate_limit");
}

describe("guessing passwords", () => {
  it("of one account: 1,000 tries with rotating X-Forwarded-For and IPv6 /64s hash no more than ten", async () => {
    await emptyLimits();
    const [one, other] = [instance(), instance()];
    const api = await testApi(database, { now: new Date() });
    const { email } = await giveAccount(api.dependencies, [api.workspaceId]);
    const statuses = new Map<number, number>();
    for (let at = 0; at < 1000; at += 1) {
      const headers = {
        "x-forwarded-for": `203.0.${at % 256}.${at >> 8}`,
        "x-test-peer": `2001:db8:${at.toString(16)}:${(at * 7).toString(16)}::1`,
      };
      const { status, headers: answered } = await (at % 2 ? one : other).send(wrong(email, at), headers);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 429) expect(Number(answered.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 401: TRY_LIMITS.account, 429: 1000 - TRY_LIMITS.account });
    expect(hashesOf(one, other)).toBe(TRY_LIMITS.account);
  });

  it("of one account: 60 at once, at two instances, hash no more than ten", async () => {
    await emptyLimits();
    const [one, other] = [instance(), instance()];
    const api = await testApi(database, { now: new Date() });
    const { email } = await giveAccount(api.dependencies, [api.workspaceId]);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        (at % 2 ? one : other).send(wrong(email, at), { "x-test-peer": `198.51.100.${at}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(TRY_LIMITS.account);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - TRY_LIMITS.account);
    expect(hashesOf(one, other)).toBe(TRY_LIMITS.account);
  });

  it("of many accounts: from one address no more than its limit, whatever it says it forwards", async () => {
    await emptyLimits();
    const one = instance();
    for (let at = 0; at < 200; at += 1) {
      const peer = `2001:db8:1:2:${at.toString(16)}::${at}`;
      await one.send(wrong(`u${at}@example.com`, at), {
        "x-test-peer": peer,
        "x-forwarded-for": `10.0.0.${at}`,
      });
    }
    expect(hashesOf(one)).toBe(TRY_LIMITS.address);
  });

  it("of many accounts: from the /64s of one IPv6 /48 no more than its limit, and of all no more than the installation's", async () => {
    await emptyLimits();
    const one = instance();
    for (let at = 0; at < 300; at += 1) {
      await one.send(wrong(`u${at}@example.com`, at), { "x-test-peer": `2001:db8:1:${at.toString(16)}::1` });
    }
    expect(hashesOf(one)).toBe(TRY_LIMITS.network);
    for (let at = 0; at < 700; at += 1) {
      await one.send(wrong(`v${at}@example.com`, at), { "x-test-peer": `2001:db9:${at.toString(16)}:1::1` });
    }
    expect(hashesOf(one)).toBe(TRY_LIMITS.installation);
  }, 60_000);

  it("hashes a few at once and sends the rest away rather than queue without end", async () => {
    await emptyLimits();
    const one = instance();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        one.send(wrong(`w${at}@example.com`, at), { "x-test-peer": `198.51.${at}.1` }),
      ),
    );
    const busy = answers.filter(({ text }) => text.includes('"busy"'));
    expect(busy.length).toBeGreaterThan(0);
    for (const { status, headers } of busy) expect([status, headers.get("retry-after")]).toEqual([429, "1"]);
    expect(hashesOf(one)).toBe(60 - busy.length);
  });

  it("does not lock the owner out of a browser they have signed in with, and nobody can forge that", async () => {
    await emptyLimits();
    const api = await testApi(database, { now: new Date() });
    const { email } = await giveAccount(api.dependencies, [api.workspaceId]);
    const one = instance();
    const app = createApi(one.dependencies);
    const known = testBrowser(app);
    expect((await known.send("POST", "/session", { email, password: PASSWORD })).status).toBe(200);
    for (let at = 0; at < 20; at += 1)
      await one.send(wrong(email, at), { "x-test-peer": `198.51.100.${at}` });
    const stranger = testBrowser(app);
    expect((await stranger.send("POST", "/session", { email, password: PASSWORD })).status).toBe(429);
    const forged = (known.cookies.get("faultline.device") ?? "").replace(
      /\.[^.]{22}\./,
      ".AAAAAAAAAAAAAAAAAAAAAA.",
    );
    stranger.cookies.set("faultline.device", forged);
    expect((await stranger.send("POST", "/session", { email, password: PASSWORD })).status).toBe(429);
    expect((await known.send("POST", "/session", { email, password: PASSWORD })).status).toBe(200);
    const { email: another } = await giveAccount(api.dependencies, [api.workspaceId]);
    for (let at = 0; at < 20; at += 1) {
      await one.send(wrong(another, at), { "x-test-peer": `198.51.100.${at}` });
    }
    const onlyForItsOwn = await known.send("POST", "/session", { email: another, password: PASSWORD });
    expect(onlyForItsOwn.status).toBe(429);
  });

  it("starts anew after a right password, which costs the others at its address nothing", async () => {
    await emptyLimits();
    const api = await testApi(database, { now: new Date() });
    const { email } = await giveAccount(api.dependencies, [api.workspaceId]);
    const one = instance();
    const peer = { "x-test-peer": "198.51.100.9" };
    for (let round = 0; round < 8; round += 1) {
      for (let at = 0; at < 5; at += 1) expect((await one.send(wrong(email, at), peer)).status).toBe(401);
      expect((await one.send({ email, password: PASSWORD }, peer)).status).toBe(200);
    }
    const { rows } = await database.pool.query(
      "select points from auth_rate_limit where key like '%address:%'",
    );
    expect(rows).toEqual([{ points: 40 }]);
  });

  it("is refused when the limits cannot be asked", async () => {
    await emptyLimits();
    const one = instance();
    await database.pool.query("alter table auth_rate_limit rename to gone");
    try {
      const { status } = await one.send(wrong("x@example.com", 1), { "x-test-peer": "198.51.100.9" });
      expect(status).toBeGreaterThanOrEqual(500);
      expect(hashesOf(one)).toBe(0);
    } finally {
      await database.pool.query("alter table gone rename to auth_rate_limit");
    }
  });
});

describe("guessing second factors", () => {
  it("stops after ten for an account, however often the right password begins anew", async () => {
    await emptyLimits();
    const { dependencies } = instance();
    const app = createApi(dependencies);
    const api = await testApi(database, { now: new Date() });
    const { email } = await giveAccount(api.dependencies, [api.workspaceId]);
    const owner = testBrowser(app);
    await owner.send("POST", "/session", { email, password: PASSWORD });
    const { body } = await owner.send("POST", "/account/two-factor", { password: PASSWORD });
    const code = totp(String(body.totpUri), new Date(Date.now() - 30_000));
    expect((await owner.send("POST", "/account/two-factor/confirmation", { code })).status).toBe(204);
    const statuses: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      const thief = testBrowser(app);
      await thief.send("POST", "/session", { email, password: PASSWORD });
      const guess = String(100_000 + at);
      statuses.push((await thief.send("POST", "/session/second-factor", { code: guess })).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(10).fill(429)]);
  });
});
