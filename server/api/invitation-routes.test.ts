import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import { auditEvent, authUser, member } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { type Answer, type TestApi, testApi } from "./testing/api";
import { giveMember, type TestMember } from "./testing/callers";

const database = testDatabase();
let api: TestApi;
let owner: TestMember;
let admin: TestMember;

beforeEach(async () => {
  api = await testApi(database);
  owner = await giveMember(api.dependencies, api.workspaceId, ["owner"]);
  admin = await giveMember(api.dependencies, api.workspaceId, ["admin"]);
});

const newAddress = () => `i${uuidv7()}@example.com`;
const nobody = { cookie: "x=y" };
const account = { name: "Robin Reed", password: "plum harbour seventeen kites" };

async function invite(input: object, by: TestMember = admin) {
  const answer = await api.send("POST", "/invitations", input, { cookie: by.cookie });
  const token = String(answer.body.link).split("/invitation/")[1] ?? "";
  return { answer, token, id: String(Object(answer.body.invitation).id) };
}

const preview = (token: string) => api.send("POST", "/invitations/preview", { token }, nobody);
const accept = (input: object, headers: Record<string, string> = nobody) =>
  api.send("POST", "/invitations/acceptance", input, headers);

function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

describe("inviting", () => {
  test("gives a link once, which no list, log or table holds", async () => {
    const { answer, token } = await invite({ email: newAddress(), grants: [{ role: "responder" }] });
    expect(answer.status).toBe(201);
    expect(answer.body.link).toMatch(/^http:\/\/localhost\/invitation\/[\w-]{43}$/);
    const listed = await api.send("GET", "/invitations");
    const stored = await database.pool.query(
      "select i::text from invitation i union all select a::text from audit_event a",
    );
    expect(listed.text + JSON.stringify(stored.rows)).not.toContain(token);
  });

  test("gives no role that the inviter may not give", async () => {
    const grants = (role: string) => ({ email: newAddress(), grants: [{ role }] });
    const member = await giveMember(api.dependencies, api.workspaceId, ["policy_owner"]);
    expect((await invite(grants("viewer"), member)).answer.status).toBe(403);
    expect((await invite(grants("reviewer"))).answer.status).toBe(201);
    expect((await invite(grants("admin"))).answer.status).toBe(403);
    expect((await invite(grants("owner"))).answer.status).toBe(403);
    expect((await invite(grants("owner"), owner)).answer.status).toBe(201);
  });

  test("is refused for somebody who is a member already", async () => {
    const { answer } = await invite({ email: owner.email.toUpperCase() });
    expect(answer.body).toMatchObject({ status: 409, code: "already-member", field: "email" });
  });

  test("again replaces the earlier link", async () => {
    const email = newAddress();
    const first = await invite({ email });
    const second = await invite({ email });
    expect((await preview(first.token)).body.code).toBe("invitation-revoked");
    expect((await preview(second.token)).status).toBe(200);
  });

  test("of another workspace is not seen and not revoked", async () => {
    const { id } = await invite({ email: newAddress() });
    const other = await testApi(database);
    expect((await other.send("GET", "/invitations")).text).not.toContain(id);
    expect((await other.send("DELETE", `/invitations/${id}`)).status).toBe(404);
  });
});

describe("an invitation stands on its inviter's right", () => {
  test("and ends with it: demoted, deactivated or gone", async () => {
    const input = () => ({ email: newAddress(), grants: [{ role: "responder" }] });
    const demote = { grants: [{ role: "author" }] };
    for (const end of [demote, { active: false }, null]) {
      const inviter = await giveMember(api.dependencies, api.workspaceId, ["admin"]);
      const { token } = await invite(input(), inviter);
      expect((await preview(token)).status).toBe(200);
      const path = `/members/${inviter.memberId}`;
      const ended = await api.send(end === null ? "DELETE" : "PATCH", path, end ?? undefined, {
        cookie: owner.cookie,
        "if-match": "*",
      });
      expect(ended.status, ended.text).toBeLessThan(300);
      expect((await preview(token)).body.code).toBe("invitation-void");
      expect((await accept({ token, ...account })).body.code).toBe("invitation-void");
    }
  });
});

describe("a link that cannot be accepted says why", () => {
  test("expired, revoked, used and unknown", async () => {
    const input = () => ({ email: newAddress(), expiresInDays: 1 });
    const expired = await invite(input());
    const revoked = await invite(input());
    await api.send("DELETE", `/invitations/${revoked.id}`);
    const used = await invite(input());
    expect((await accept({ token: used.token, ...account })).status).toBe(201);
    const at = api.now;
    const cases = [
      [revoked.token, "invitation-revoked"],
      [used.token, "invitation-used"],
      ["x".repeat(43), "invitation-not-found"],
      ["", "invitation-not-found"],
    ] as const;
    for (const [token, code] of cases) {
      expect((await preview(token)).body.code).toBe(code);
      expect((await accept({ token, ...account })).body.code).toBe(code);
    }
    api.now = new Date(at.getTime() + 86_400_000);
    expect((await preview(expired.token)).body.code).toBe("invitation-expired");
    expect((await accept({ token: expired.token, ...account })).body.code).toBe("invitation-expired");
    api.now = at;
    expect((await preview(expired.token)).status).toBe(200);
  });
});

describe("accepting", () => {
  test("makes the account, signs it in, gives the roles and ties the person of the same address", async () => {
    const email = newAddress();
    const person = await api.send("POST", "/people", { name: "Robin", level: "mid", email });
    const { token } = await invite({ email: email.toUpperCase(), grants: [{ role: "responder" }] });
    const shown = await preview(token);
    expect(shown.body).toMatchObject({
      email,
      accountExists: false,
      grants: [{ role: "responder", team: null }],
    });
    const accepted = await accept({ token, ...account });
    expect(accepted.body).toEqual({ workspace: api.workspace });
    const cookie = cookieOf(accepted);
    const service = { slug: "checkout", name: "Checkout" };
    expect((await api.send("POST", "/services", service, { cookie })).status).toBe(201);
    const { body } = await api.send("GET", "/members?limit=200");
    expect(body.members).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ person: expect.objectContaining({ id: person.body.id }) }),
      ]),
    );
  });

  test("happens once, of twenty at the same time", async () => {
    const email = newAddress();
    const { token } = await invite({ email });
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept({ token, ...account })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await database.db.select().from(authUser).where(eq(authUser.email, email))).toHaveLength(1);
  });

  test("happens once with an account there is, too", async () => {
    const other = await testApi(database);
    const known = await giveMember(other.dependencies, other.workspaceId, []);
    const { token, id } = await invite({ email: known.email });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => accept({ token }, { cookie: known.cookie })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    const events = await database.db.select().from(auditEvent).where(eq(auditEvent.objectId, id));
    expect(events.filter(({ action }) => action === "invitation.accept")).toHaveLength(1);
  });

  test.each([
    ["no name", { name: undefined }, "name"],
    ["no password", { password: undefined }, "password"],
    ["a short password", { password: "short" }, "password"],
    ["a common password", { password: "password1234" }, "password"],
  ])("needs more than %s, and uses nothing up", async (_, change, field) => {
    const { token } = await invite({ email: newAddress() });
    const refused = await accept({ token, ...account, ...change });
    expect(refused.body).toMatchObject({ status: 422, field });
    expect((await accept({ token, ...account })).status).toBe(201);
  });

  test("with an account there is takes being signed in to that one", async () => {
    const other = await testApi(database);
    const known = await giveMember(other.dependencies, other.workspaceId, ["owner"]);
    const stranger = await giveMember(other.dependencies, other.workspaceId, ["owner"]);
    const { token } = await invite({ email: known.email, grants: [{ role: "author" }] });
    expect((await preview(token)).body.accountExists).toBe(true);
    expect((await accept({ token, ...account })).body.code).toBe("sign-in-first");
    const asStranger = await accept({ token }, { cookie: stranger.cookie });
    expect(asStranger.body).toMatchObject({ status: 409, code: "signed-in-as-another" });
    expect(asStranger.body.detail).toContain(stranger.email);
    expect((await accept({ token }, { authorization: `Bearer ${api.token}` })).status).toBe(403);
    const accepted = await accept({ token }, { cookie: known.cookie });
    expect(accepted.status).toBe(201);
    expect(accepted.headers.getSetCookie()).toEqual([]);
    expect((await api.send("GET", "/services", undefined, { cookie: known.cookie })).status).toBe(200);
  });

  test("ties nobody to a person who is another member meanwhile", async () => {
    const person = await api.send("POST", "/people", { name: "Robin", level: "mid" });
    const { token } = await invite({ email: newAddress(), personId: person.body.id });
    await api.send(
      "PATCH",
      `/members/${admin.memberId}`,
      { personId: person.body.id },
      { cookie: owner.cookie, "if-match": "*" },
    );
    const late = await invite({ email: newAddress(), personId: person.body.id });
    expect(late.answer.body).toMatchObject({ status: 409, code: "person-taken" });
    expect((await accept({ token, ...account })).status).toBe(201);
    const tied = await database.db
      .select()
      .from(member)
      .where(and(eq(member.workspaceId, api.workspaceId), eq(member.personId, String(person.body.id))));
    expect(tied.map(({ id }) => id)).toEqual([admin.memberId]);
  });

  test("stands in the audit trail, by the one who accepted", async () => {
    const { token, id } = await invite({ email: newAddress() });
    await accept({ token, ...account });
    const events = await database.db.select().from(auditEvent).where(eq(auditEvent.objectId, id));
    expect(events.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["invitation.create", "Test Member"],
      ["invitation.accept", "Robin Reed"],
    ]);
  });
});
