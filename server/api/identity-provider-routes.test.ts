import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditEvent, authCredential, authSession, identityProvider, memberGrant, team } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { answerCallback } from "@/server/auth/oidc/answers";
import { environmentSettings } from "@/server/auth/oidc/dependencies";
import { type ForgingProvider, startForgingProvider } from "@/server/auth/oidc/testing/forging-provider";
import { openSession } from "@/server/auth/session";
import { openClientSecret } from "@/server/identity-provider/stored";
import { type TestApi, testApi } from "./testing/api";
import { giveMember, giveToken, type TestMember } from "./testing/callers";

const database = testDatabase();
let api: TestApi;
let owner: TestMember;
let forging: ForgingProvider;

const provider = {
  name: "Acme",
  issuer: "https://login.example.com",
  clientId: "faultline",
  clientSecret: "never-shown-again-4711",
};

beforeAll(async () => {
  forging = await startForgingProvider("faultline");
});
afterAll(() => forging.stop());
beforeEach(async () => {
  api = await testApi(database, { now: new Date() });
  owner = await giveMember(api.dependencies, api.workspaceId, ["owner"]);
  Object.assign(forging, { metadata: {}, forge: {}, answer: {} });
});

const asOwner = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.send(method, path, body, { cookie: owner.cookie, ...headers });

describe("identity providers", () => {
  test("are kept by owners, and by nobody else", async () => {
    const admin = await giveMember(api.dependencies, api.workspaceId, ["admin"]);
    const reader = await giveToken(database.db, api.workspaceId, { scopes: ["read", "write"] });
    const callers: Record<string, string>[] = [
      { cookie: admin.cookie },
      { authorization: `Bearer ${reader}` },
      { authorization: `Bearer ${api.token}` },
    ];
    for (const headers of callers) {
      const answers = [
        await api.send("GET", "/identity-providers", undefined, headers),
        await api.send("POST", "/identity-providers", provider, headers),
        await api.send("POST", "/identity-providers/discovery", { issuer: provider.issuer }, headers),
      ];
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
    expect((await asOwner("POST", "/identity-providers", provider)).status).toBe(201);
    expect((await asOwner("POST", "/identity-providers", provider)).body.code).toBe(
      "identity-provider-exists",
    );
  });

  test("never tell their client secret, in an answer, in the audit trail or in the store", async () => {
    const created = await asOwner("POST", "/identity-providers", provider);
    const { id } = created.body;
    const texts = [
      created,
      await asOwner("GET", "/identity-providers"),
      await asOwner("GET", `/identity-providers/${id}`),
    ];
    for (const { text } of texts) expect(text).not.toContain(provider.clientSecret);
    expect(created.body.hasClientSecret).toBe(true);
    const [row] = await database.db
      .select()
      .from(identityProvider)
      .where(eq(identityProvider.id, String(id)));
    const events = await database.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.workspaceId, api.workspaceId));
    expect(JSON.stringify([row, events])).not.toContain(provider.clientSecret);
    if (!row) throw new Error("There is no row.");
    expect(openClientSecret(row)).toBe(provider.clientSecret);
    // Copied to another provider, it does not open.
    expect(() => openClientSecret({ ...row, id: uuidv7() })).toThrow();
  });

  test("are no other workspace's", async () => {
    const created = await asOwner("POST", "/identity-providers", provider);
    const other = await testApi(database);
    const stranger = await giveMember(other.dependencies, other.workspaceId, ["owner"]);
    const path = `/identity-providers/${created.body.id}`;
    const headers = { cookie: stranger.cookie, "if-match": "*" };
    expect((await other.send("GET", path, undefined, headers)).status).toBe(404);
    expect((await other.send("PATCH", path, { enabled: false }, headers)).status).toBe(404);
    expect((await other.send("DELETE", path, undefined, headers)).status).toBe(404);
  });

  test.each([
    ["issuer", { issuer: "http://login.example.com" }],
    ["issuer", { issuer: "https://login.example.com/.well-known/openid-configuration" }],
    ["issuer", { issuer: "https://ada@login.example.com" }],
    ["scopes", { scopes: "email profile" }],
    ["groupRoles.0.role", { groupRoles: [{ group: "all", role: "owner" }] }],
    ["groupRoles.0.team", { groupRoles: [{ group: "all", role: "admin", team: "Payments" }] }],
    ["groupRoles.0.team", { groupRoles: [{ group: "all", role: "responder", team: "Nobody's" }] }],
  ])("refuse a wrong %s: %o", async (field, wrong) => {
    const { status, body } = await asOwner("POST", "/identity-providers", { ...provider, ...wrong });
    expect([status, body.field]).toEqual([422, field]);
  });

  test("do not take their secret along to another issuer, and an edit says what it was made from", async () => {
    const { body } = await asOwner("POST", "/identity-providers", provider);
    const path = `/identity-providers/${body.id}`;
    expect((await asOwner("PATCH", path, { name: "B" })).status).toBe(428);
    expect((await asOwner("PATCH", path, { name: "B" }, { "if-match": '"9"' })).status).toBe(412);
    const moved = await asOwner("PATCH", path, { issuer: "https://evil.example" }, { "if-match": '"1"' });
    expect([moved.status, moved.body.field]).toEqual([422, "clientSecret"]);
    const again = { issuer: "https://login2.example.com", clientSecret: "another" };
    expect((await asOwner("PATCH", path, again, { "if-match": '"1"' })).body.version).toBe(2);
  });

  test("that are switched off or removed end what stood on them", async () => {
    const teamId = uuidv7();
    await database.db
      .insert(team)
      .values({ workspaceId: api.workspaceId, id: teamId, name: "Payments", createdAt: api.now });
    const groupRoles = [
      { group: "sre", role: "responder", team: "Payments" },
      { group: "leads", role: "reviewer", team: null },
    ];
    const { body } = await asOwner("POST", "/identity-providers", { ...provider, groupRoles });
    const id = String(body.id);
    const path = `/identity-providers/${id}`;
    const member = await giveMember(api.dependencies, api.workspaceId, ["author"]);
    const give = (role: "responder" | "reviewer", grantTeam: string | null) =>
      database.db.insert(memberGrant).values({
        workspaceId: api.workspaceId,
        id: uuidv7(),
        memberId: member.memberId,
        role,
        teamId: grantTeam,
        identityProviderId: id,
      });
    await give("responder", teamId);
    await give("reviewer", null);
    const held = async () =>
      (await database.db.select().from(memberGrant).where(eq(memberGrant.memberId, member.memberId)))
        .map(({ role }) => role)
        .sort();

    await asOwner("PATCH", path, { groupRoles: groupRoles.slice(0, 1) }, { "if-match": "*" });
    expect(await held()).toEqual(["author", "responder"]);

    const limits = { userId: member.userId, onlyWorkspaceId: api.workspaceId, identityProviderId: id };
    const cookies = await openSession(api.dependencies.auth(), new Headers(), limits);
    const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
    expect((await api.send("GET", "/incidents", undefined, { cookie })).status).toBe(200);
    await asOwner("PATCH", path, { enabled: false }, { "if-match": "*" });
    expect((await api.send("GET", "/incidents", undefined, { cookie })).status).toBe(401);
    expect(await held()).toEqual(["author"]);

    expect((await asOwner("DELETE", path)).status).toBe(204);
    const left = await database.db.select().from(authSession).where(eq(authSession.identityProviderId, id));
    expect(left).toHaveLength(0);
  });

  test("say of an issuer what keeps it from being used", async () => {
    const ask = (issuer: string) => asOwner("POST", "/identity-providers/discovery", { issuer });
    expect((await ask(forging.issuer)).body).toMatchObject({
      usable: true,
      problems: [],
      algorithms: ["RS256"],
    });
    forging.metadata = { issuer: "https://elsewhere.example" };
    const mistaken = await ask(forging.issuer);
    expect([mistaken.status, mistaken.body.usable]).toEqual([200, false]);
    forging.metadata = { code_challenge_methods_supported: ["plain"], jwks_uri: undefined };
    expect((await ask(forging.issuer)).body.problems).toEqual([
      "It names no jwks_uri.",
      "It offers no PKCE with S256.",
    ]);
    const inside = await ask("https://10.0.0.1");
    expect(String(inside.body.problems)).toContain("FAULTLINE_PRIVATE_PROVIDERS");
  });
});

describe("connecting an account", () => {
  const callback = (location: string, cookie: string) =>
    fetch(location, { redirect: "manual" }).then((response) =>
      answerCallback(
        { ...api.dependencies, settings: environmentSettings },
        new Request(response.headers.get("location") ?? "", { headers: { host: "localhost", cookie } }),
      ),
    );
  const begin = async (member: TestMember, providerId: unknown, headers: Record<string, string> = {}) => {
    const body = { providerId, returnTo: "/account" };
    const answer = await api.send("POST", "/account/identities", body, {
      cookie: member.cookie,
      host: "localhost",
      ...headers,
    });
    const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    return { ...answer, location: String(answer.body.location), binding: cookie };
  };
  const credentialsOf = (userId: string) =>
    database.db.select().from(authCredential).where(eq(authCredential.userId, userId));
  const addProvider = async () =>
    (await asOwner("POST", "/identity-providers", { ...provider, issuer: forging.issuer })).body.id;

  test("is for who is signed in, through the session that began it", async () => {
    const id = await addProvider();
    const sub = uuidv7();
    // No address: who is signed in already vouches for themselves.
    forging.forge = { claims: { sub, email: undefined } };
    const { location, binding } = await begin(owner, id);
    const connected = await callback(location, `${owner.cookie}; ${binding}`);
    expect(connected.headers.get("location")).toBe("/account");
    expect(connected.headers.getSetCookie().join()).not.toContain("session_token");
    expect((await credentialsOf(owner.userId)).map(({ accountId }) => accountId)).toEqual([
      `${forging.issuer}|${sub}`,
    ]);
    const { body } = await asOwner("GET", "/account/identities");
    expect(body).toMatchObject({ identities: [{ provider: { id, name: "Acme" } }], connectable: [] });
  });

  test("is refused in any other session: none, another user's, another of the same user", async () => {
    const id = await addProvider();
    const attacker = await giveMember(api.dependencies, api.workspaceId, ["author"]);
    const cookies = await openSession(api.dependencies.auth(), new Headers(), { userId: owner.userId });
    const another = cookies.map((one) => one.split(";")[0]).join("; ");
    for (const session of ["", `${attacker.cookie}; `, `${another}; `]) {
      const { location, binding } = await begin(owner, id);
      const answer = await callback(location, `${session}${binding}`);
      expect(answer.headers.get("location")).toContain("/account?reason=sso-connect-session");
    }
    // Nor does the answer of somebody else's connecting count here.
    const { location } = await begin(attacker, id);
    const { binding } = await begin(owner, id);
    const answer = await callback(location, `${owner.cookie}; ${binding}`);
    expect(answer.headers.get("location")).toContain("reason=sso-expired");
    expect(await credentialsOf(owner.userId)).toHaveLength(0);
  });

  test("is for members of the provider's workspace, and not begun by another site", async () => {
    const id = await addProvider();
    const other = await testApi(database);
    const stranger = await giveMember(other.dependencies, other.workspaceId, ["owner"]);
    expect((await begin(stranger, id)).status).toBe(404);
    const foreign = { origin: "https://evil.example" };
    expect((await begin(owner, id, foreign)).body.code).toBe("foreign-origin");
    const token = { authorization: `Bearer ${api.token}` };
    const byToken = await api.send("POST", "/account/identities", { providerId: id }, token);
    expect(byToken.body.code).toBe("session-required");
  });

  test("of somebody else's at the provider is refused", async () => {
    const id = await addProvider();
    const first = await giveMember(api.dependencies, api.workspaceId, []);
    forging.forge = { claims: { sub: uuidv7() } };
    for (const [member, reason] of [
      [first, null],
      [owner, "sso-connected-elsewhere"],
    ] as const) {
      const { location, binding } = await begin(member, id);
      const answer = await callback(location, `${member.cookie}; ${binding}`);
      const page = new URL(answer.headers.get("location") ?? "", "http://localhost");
      expect(page.searchParams.get("reason")).toBe(reason);
    }
  });

  test("is undone by its user, unless it is the last way in", async () => {
    const id = await addProvider();
    forging.forge = { claims: { sub: uuidv7() } };
    const { location, binding } = await begin(owner, id);
    await callback(location, `${owner.cookie}; ${binding}`);
    const [credential] = await credentialsOf(owner.userId);
    const path = `/account/identities/${credential?.id}`;
    const other = await giveMember(api.dependencies, api.workspaceId, ["owner"]);
    expect((await api.send("DELETE", path, undefined, { cookie: other.cookie })).status).toBe(404);
    expect((await asOwner("DELETE", path)).body.code).toBe("last-way-to-sign-in");
    await database.db.insert(authCredential).values({
      id: uuidv7(),
      userId: owner.userId,
      providerId: "credential",
      accountId: owner.userId,
      password: "a hash",
      createdAt: api.now,
      updatedAt: api.now,
    });
    expect((await asOwner("DELETE", path)).status).toBe(204);
  });
});
