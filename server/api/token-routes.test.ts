import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "@/db/client";
import { apiToken, auditEvent, member, memberGrant } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { makeTokenText } from "@/server/token/token-text";
import { createApi } from "./app";
import { type TestApi, testApi } from "./testing/api";
import { giveMember, giveToken } from "./testing/callers";

const database = testDatabase();
let api: TestApi;

beforeAll(async () => {
  api = await testApi(database);
});

const bearer = (token: unknown) => ({ authorization: `Bearer ${token}` });
const service = { kind: "service", name: "pipeline", scopes: ["read"] };
const personal = { kind: "personal", name: "laptop", scopes: ["read", "write"] };

describe("making a token", () => {
  test("shows it once, keeps its hash alone, and leaves it out of the audit trail and the list", async () => {
    const made = await api.send("POST", "/tokens", { ...service, scopes: ["write", "read", "read"] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind: "service", scopes: ["read", "write"], expiresAt: null });
    const token = String(made.body.token);
    expect(token).toMatch(/^flt_[\w-]{43}[0-9a-f]{8}$/);
    const listed = await api.send("GET", "/tokens");
    expect(listed.text).toContain(made.body.id);
    expect(listed.text).not.toContain(token);
    const stored = await database.pool.query("select t::text from api_token t");
    const audited = await database.db.select().from(auditEvent).where(eq(auditEvent.action, "token.create"));
    expect(audited.map(({ objectId }) => objectId)).toContain(made.body.id);
    const written = JSON.stringify([stored.rows, audited.map(({ after }) => after)]);
    expect(written).not.toContain(token.slice(4, 47));
  });

  test.each([
    ["an unknown scope", { scopes: ["read", "root"] }, "scopes", "read (read everything"],
    ["no scope", { scopes: [] }, "scopes", "at least one scope"],
    ["an end that has passed", { expiresAt: "2026-03-18T11:59:59Z" }, "expiresAt", "ended already"],
    ["no requests", { requestsPerMinute: 0 }, "requestsPerMinute", ""],
    ["no name", { name: " " }, "name", ""],
  ])("refuses %s and names the field", async (_, change, field, words) => {
    const answer = await api.send("POST", "/tokens", { ...service, ...change });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`"${field}`);
    expect(answer.text).toContain(words);
  });

  test("for oneself ends in 90 days unless told, never later than in 366", async () => {
    const someone = await giveMember(api.dependencies, api.workspaceId, ["responder"]);
    const make = (change: object) =>
      api.send("POST", "/tokens", { ...personal, ...change }, { cookie: someone.cookie });
    const made = await make({});
    expect(made.body).toMatchObject({ expiresAt: "2026-06-16T12:00:00.000Z", user: { id: someone.userId } });
    for (const expiresAt of [null, "2027-04-01T00:00:00Z"]) {
      expect((await make({ expiresAt })).body).toMatchObject({ status: 422, field: "expiresAt" });
    }
  });

  test("with a token gives no scope that it lacks, and no personal token at all", async () => {
    const narrow = await giveToken(database.db, api.workspaceId, { scopes: ["read", "admin"] });
    const make = (input: object) => api.send("POST", "/tokens", input, bearer(narrow));
    expect((await make(service)).status).toBe(201);
    expect((await make({ ...service, scopes: ["read", "write"] })).status).toBe(403);
    expect((await make(personal)).status).toBe(403);
    const someone = await giveMember(api.dependencies, api.workspaceId, ["owner"]);
    const own = await api.send(
      "POST",
      "/tokens",
      { ...personal, scopes: ["read", "admin"] },
      { cookie: someone.cookie },
    );
    expect((await api.send("POST", "/tokens", personal, bearer(own.body.token))).status).toBe(403);
  });

  test("of a service takes an admin; everybody may make their own", async () => {
    for (const [role, status] of [
      ["viewer", 403],
      ["policy_owner", 403],
      ["admin", 201],
      ["owner", 201],
    ] as const) {
      const { cookie } = await giveMember(api.dependencies, api.workspaceId, [role]);
      expect((await api.send("POST", "/tokens", service, { cookie })).status, role).toBe(status);
      expect((await api.send("POST", "/tokens", personal, { cookie })).status, role).toBe(201);
    }
  });
});

describe("a token that is not good", () => {
  test("with a wrong checksum never reaches the database", async () => {
    let queries = 0;
    const handle = createDatabase(database.url, { maxConnections: 1 });
    handle.pool.on("acquire", () => {
      queries += 1;
    });
    const app = createApi({ ...api.dependencies, db: () => handle.db });
    const ask = (token: string) => app.request("/api/v1/services", { headers: bearer(token) });
    try {
      const good = makeTokenText().text;
      const last = good.endsWith("0") ? "1" : "0";
      for (const wrong of [good.slice(0, -1) + last, good.slice(0, -1), `${good}0`, "flt_", "x", ""]) {
        expect((await ask(wrong)).status, wrong).toBe(401);
      }
      expect(queries).toBe(0);
      expect((await ask(good)).status).toBe(401);
      expect(queries).toBe(1);
    } finally {
      await handle.close();
    }
  });

  test("is refused from its end on", async () => {
    const made = await api.send("POST", "/tokens", { ...service, expiresAt: "2026-03-18T12:00:01Z" });
    const ask = () => api.send("GET", "/services", undefined, bearer(made.body.token));
    expect((await ask()).status).toBe(200);
    const before = api.now;
    api.now = new Date("2026-03-18T12:00:01Z");
    const answer = await ask();
    const listed = await api.send("GET", "/tokens");
    api.now = before;
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe("invalid-token");
    const tokens = listed.body.tokens;
    expect(tokens).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: made.body.id, expired: true })]),
    );
  });

  test("is refused at once when it was revoked, and revoking it again finds none", async () => {
    const made = await api.send("POST", "/tokens", service);
    const ask = () => api.send("GET", "/services", undefined, bearer(made.body.token));
    expect((await ask()).status).toBe(200);
    expect((await api.send("DELETE", `/tokens/${made.body.id}`)).status).toBe(204);
    expect((await ask()).status).toBe(401);
    expect((await api.send("DELETE", `/tokens/${made.body.id}`)).status).toBe(404);
  });
});

describe("a personal token", () => {
  const make = async (roles: Parameters<typeof giveMember>[2]) => {
    const someone = await giveMember(api.dependencies, api.workspaceId, roles);
    const made = await api.send("POST", "/tokens", personal, { cookie: someone.cookie });
    return { someone, id: made.body.id, headers: bearer(made.body.token) };
  };
  const write = (headers: Record<string, string>) =>
    api.send("POST", "/services", { slug: uuidv7(), name: "Search" }, headers);

  test("does no more than its user, at each moment", async () => {
    const { someone, headers } = await make(["responder"]);
    expect((await write(headers)).status).toBe(201);
    await database.db.delete(memberGrant).where(eq(memberGrant.memberId, someone.memberId));
    expect((await write(headers)).status).toBe(403);
    expect((await api.send("GET", "/services", undefined, headers)).status).toBe(200);
  });

  test("stops with its user's membership", async () => {
    const { someone, headers } = await make(["admin"]);
    expect((await api.send("GET", "/services", undefined, headers)).status).toBe(200);
    await database.db
      .update(member)
      .set({ deactivatedAt: new Date() })
      .where(eq(member.id, someone.memberId));
    expect((await api.send("GET", "/services", undefined, headers)).status).toBe(404);
  });

  test("is seen and revoked by its user and by admins, and by nobody else", async () => {
    const { someone, id } = await make(["responder"]);
    const other = await giveMember(api.dependencies, api.workspaceId, ["policy_owner"]);
    expect((await api.send("GET", "/tokens", undefined, { cookie: other.cookie })).text).not.toContain(id);
    expect((await api.send("DELETE", `/tokens/${id}`, undefined, { cookie: other.cookie })).status).toBe(404);
    expect((await api.send("GET", "/tokens", undefined, { cookie: someone.cookie })).text).toContain(id);
    expect((await api.send("GET", "/tokens")).text).toContain(id);
    const own = await api.send("DELETE", `/tokens/${id}`, undefined, { cookie: someone.cookie });
    expect(own.status).toBe(204);
  });
});

describe("a token", () => {
  const asked: [string, string, object | undefined, string][] = [
    ["GET", "/services", undefined, "read"],
    ["POST", "/services", { slug: "checkout", name: "Checkout" }, "write"],
    ["GET", "/tokens", undefined, "admin"],
    ["GET", "/members", undefined, "admin"],
    ["GET", "/invitations", undefined, "admin"],
    ["POST", "/invitations", { email: "new@example.com" }, "admin"],
  ];

  test.each(asked)(
    "needs for %s %s (%j) the scope %s, and no other will do",
    async (method, path, body, scope) => {
      for (const given of ["read", "write", "people", "admin"] as const) {
        const token = await giveToken(database.db, api.workspaceId, { scopes: [given] });
        const { status } = await api.send(method, path, body, bearer(token));
        expect(status === 403, `${given}: ${status}`).toBe(given !== scope);
        if (given === scope) expect(status).toBeLessThan(300);
      }
    },
  );

  test("is for one workspace: of another it learns nothing", async () => {
    const other = await testApi(database);
    const tokens = await other.send("GET", "/tokens");
    const [theirs] = Array.isArray(tokens.body.tokens) ? tokens.body.tokens : [];
    for (const [method, path] of [
      ["GET", "/services"],
      ["GET", "/members"],
      ["GET", "/tokens"],
    ] as const) {
      const answer = await api.send(method, path, undefined, { "faultline-workspace": other.workspace });
      expect(answer.status).toBe(404);
    }
    expect((await api.send("DELETE", `/tokens/${theirs.id}`)).status).toBe(404);
    expect((await api.send("DELETE", `/tokens/${uuidv7()}`)).status).toBe(404);
  });

  test("tells when and from where it was last used", async () => {
    const made = await api.send("POST", "/tokens", service);
    await api.send("GET", "/services", undefined, {
      ...bearer(made.body.token),
      "x-test-address": "203.0.113.7",
    });
    const [row] = await database.db
      .select()
      .from(apiToken)
      .where(eq(apiToken.id, String(made.body.id)));
    expect(row).toMatchObject({ lastUsedAt: api.now, lastUsedAddress: "203.0.113.7" });
  });
});
