import { describe, expect, it } from "vitest";
import { auditEvent, authUser } from "@/db/schema";
import { withDatabase } from "@/db/testing/test-database";
import { setUpCode } from "@/server/auth/set-up-code";
import { PASSWORD } from "./testing/accounts";
import { testApi } from "./testing/api";
import { testBrowser } from "./testing/browser";
import { TEST_SECRET } from "./testing/dependencies";

const input = { code: setUpCode(TEST_SECRET), name: "Ada", email: "Ada@Example.com", password: PASSWORD };

describe("setting up", () => {
  it("makes one owner of two at once, with the code, and signs them in", () =>
    withDatabase(async (database) => {
      const api = await testApi(database, { now: new Date() });
      const browsers = [1, 2, 3, 4].map(() => testBrowser(api.app));
      expect((await testBrowser(api.app).send("GET", "/sign-in")).body).toEqual({
        setUpNeeded: true,
        providers: [],
      });
      const answers = await Promise.all(
        browsers.map((one, at) => one.send("POST", "/set-up", { ...input, email: `ada${at}@example.com` })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
      expect(await database.db.select().from(authUser)).toHaveLength(1);
      const winner = browsers[answers.findIndex(({ status }) => status === 201)];
      expect((await winner?.send("GET", "/session"))?.body).toMatchObject({
        workspaces: [{ slug: api.workspace, roles: [{ role: "owner", team: null }] }],
      });
      expect(await database.db.select({ action: auditEvent.action }).from(auditEvent)).toEqual([
        { action: "session.open" },
      ]);
      expect((await testBrowser(api.app).send("GET", "/sign-in")).body).toMatchObject({ setUpNeeded: false });
      const later = await testBrowser(api.app).send("POST", "/set-up", input);
      expect(later).toMatchObject({ status: 409, body: { code: "already-set-up" } });
    }));

  it("refuses a wrong code and a weak password, makes nobody, and stops guessing from an address", () =>
    withDatabase(async (database) => {
      const api = await testApi(database, { now: new Date() });
      const { hasher } = api.dependencies.accounts();
      const browser = testBrowser(api.app);
      const weak = await browser.send("POST", "/set-up", { ...input, password: "ada@example.com" });
      expect(weak).toMatchObject({ status: 422, body: { field: "password", code: "weak-password" } });
      const statuses = [];
      for (let at = 0; at < 14; at += 1) {
        const one = testBrowser(api.app, "2001:db8::1");
        statuses.push((await one.send("POST", "/set-up", { ...input, code: "AAAAA-AAAAA" })).status);
      }
      expect(statuses).toEqual([...Array(10).fill(403), ...Array(4).fill(429)]);
      expect(await database.db.select().from(authUser)).toEqual([]);
      expect(hasher.count).toBe(0);
    }));

  it("takes the code as people type it", () =>
    withDatabase(async (database) => {
      const api = await testApi(database, { now: new Date() });
      const code = ` ${input.code.toLowerCase().replaceAll("-", " ")} `;
      expect((await testBrowser(api.app).send("POST", "/set-up", { ...input, code })).status).toBe(201);
    }));
});
