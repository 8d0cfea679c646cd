import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import { authUser, identityProvider, memberGrant, team } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import type { Role } from "@/domain/access/roles";
import { type TestApi, testApi } from "./testing/api";
import { giveMember, type TestMember } from "./testing/callers";

const database = testDatabase();
let api: TestApi;
let owner: TestMember;
let admin: TestMember;

beforeEach(async () => {
  api = await testApi(database);
  owner = await give("owner");
  admin = await give("admin");
});

const give = (...roles: Role[]) => giveMember(api.dependencies, api.workspaceId, roles);
const any = { "if-match": "*" };

function edit(by: TestMember, whom: TestMember, change: object, headers: Record<string, string> = any) {
  return api.send("PATCH", `/members/${whom.memberId}`, change, { cookie: by.cookie, ...headers });
}

const remove = (by: TestMember, whom: TestMember) =>
  api.send("DELETE", `/members/${whom.memberId}`, undefined, { cookie: by.cookie });

const roles = (...names: string[]) => ({ grants: names.map((role) => ({ role })) });

describe("roles", () => {
  test("given and taken by an admin are in effect with the next request", async () => {
    const someone = await give();
    const write = () =>
      api.send("POST", "/services", { slug: uuidv7(), name: "S" }, { cookie: someone.cookie });
    expect((await write()).status).toBe(403);
    const edited = await edit(admin, someone, roles("responder"));
    expect(edited.status).toBe(200);
    expect(edited.body).toMatchObject({
      version: 2,
      grants: [{ role: "responder", team: null, identityProvider: null }],
    });
    expect((await write()).status).toBe(201);
    await edit(admin, someone, roles());
    expect((await write()).status).toBe(403);
  });

  test("admin and owner are given and taken by owners alone", async () => {
    const someone = await give("responder");
    for (const high of ["admin", "owner"]) {
      expect((await edit(admin, someone, roles("responder", high))).status, high).toBe(403);
      expect((await edit(owner, someone, roles("responder", high))).status, high).toBe(200);
      expect((await edit(admin, someone, roles("responder"))).status, high).toBe(403);
      expect((await edit(admin, someone, roles("author", high))).status, high).toBe(200);
      expect((await edit(owner, someone, roles("responder"))).status, high).toBe(200);
    }
  });

  test.each(["viewer", "responder", "author", "reviewer", "policy_owner"] as const)(
    "are none of a %s's business",
    async (role) => {
      const someone = await give(role);
      expect((await edit(someone, someone, roles("admin"))).status).toBe(403);
      const answer = await api.send("GET", "/members", undefined, { cookie: someone.cookie });
      expect(answer.status).toBe(403);
    },
  );

  test("nobody raises their own, not by their personal token either", async () => {
    expect((await edit(admin, admin, roles("admin", "policy_owner"))).status).toBe(403);
    const input = { kind: "personal", name: "x", scopes: ["admin", "read"] };
    const { body } = await api.send("POST", "/tokens", input, { cookie: admin.cookie });
    const byToken = await api.send("PATCH", `/members/${admin.memberId}`, roles("admin", "reviewer"), {
      authorization: `Bearer ${body.token}`,
      ...any,
    });
    expect(byToken.status).toBe(403);
    expect((await edit(owner, owner, roles("owner", "reviewer"))).status).toBe(200);
  });

  test("for a team are for that team, and only roles that a team limits", async () => {
    const teamId = uuidv7();
    await database.db
      .insert(team)
      .values({ workspaceId: api.workspaceId, id: teamId, name: "Payments", createdAt: api.now });
    const someone = await give();
    const edited = await edit(admin, someone, { grants: [{ role: "responder", team: "Payments" }] });
    expect(edited.body).toMatchObject({ grants: [{ role: "responder", team: "Payments" }] });
    const wrong = await edit(admin, someone, { grants: [{ role: "policy_owner", team: "Payments" }] });
    expect(wrong.status).toBe(422);
    const unknown = await edit(admin, someone, { grants: [{ role: "author", team: "Nobody" }] });
    expect(unknown.body).toMatchObject({ status: 422, field: "grants.0.team" });
  });

  test("of an identity provider are shown as such and stay whatever is edited by hand", async () => {
    const someone = await give("author");
    const identityProviderId = uuidv7();
    const stamps = { createdAt: api.now, updatedAt: api.now };
    await database.db.insert(identityProvider).values({
      workspaceId: api.workspaceId,
      id: identityProviderId,
      slug: "acme",
      name: "Acme ID",
      issuer: "https://id.example.com",
      clientId: "x",
      ...stamps,
    });
    await database.db.insert(memberGrant).values({
      workspaceId: api.workspaceId,
      id: uuidv7(),
      memberId: someone.memberId,
      role: "reviewer",
      identityProviderId,
    });
    const edited = await edit(admin, someone, roles());
    expect(edited.body.grants).toEqual([{ role: "reviewer", team: null, identityProvider: "Acme ID" }]);
  });

  test("are edited from the version that was read", async () => {
    const someone = await give();
    expect((await edit(admin, someone, roles("author"), {})).status).toBe(428);
    expect((await edit(admin, someone, roles("author"), { "if-match": '"1"' })).status).toBe(200);
    const late = await edit(admin, someone, roles("responder"), { "if-match": '"1"' });
    expect(late.body).toMatchObject({ status: 412, currentVersion: 2 });
  });
});

describe("the last owner", () => {
  test("is not demoted, deactivated or removed, by themselves or another", async () => {
    for (const change of [roles(), roles("admin"), { active: false }]) {
      expect((await edit(owner, owner, change)).body).toMatchObject({ status: 409, code: "last-owner" });
    }
    expect((await remove(owner, owner)).body).toMatchObject({ status: 409, code: "last-owner" });
    const second = await give("owner");
    expect((await edit(owner, second, { active: false })).status).toBe(200);
    expect((await edit(owner, owner, roles())).body).toMatchObject({ code: "last-owner" });
  });

  test("stays when two owners demote each other at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const here = await testApi(database);
      const [one, two] = [
        await giveMember(here.dependencies, here.workspaceId, ["owner"]),
        await giveMember(here.dependencies, here.workspaceId, ["owner"]),
      ];
      const demote = (by: TestMember, whom: TestMember) =>
        here.send("PATCH", `/members/${whom.memberId}`, roles(), { cookie: by.cookie, ...any });
      const answers = await Promise.all([demote(one, two), demote(two, one)]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const owners = await database.db
        .select()
        .from(memberGrant)
        .where(eq(memberGrant.workspaceId, here.workspaceId));
      expect(owners).toHaveLength(1);
    }
  });
});

describe("a member's access", () => {
  test("ends at once with deactivation, and comes back with their roles", async () => {
    const someone = await give("responder");
    const read = () => api.send("GET", "/services", undefined, { cookie: someone.cookie });
    expect((await read()).status).toBe(200);
    expect((await edit(admin, someone, { active: false })).status).toBe(200);
    expect((await read()).status).toBe(404);
    expect((await edit(admin, someone, { active: true })).body).toMatchObject({
      deactivatedAt: null,
      grants: [{ role: "responder" }],
    });
    expect((await read()).status).toBe(200);
  });

  test("of an admin or owner is ended by owners alone", async () => {
    const other = await give("admin");
    for (const high of [owner, other]) {
      expect((await edit(admin, high, { active: false })).status).toBe(403);
      expect((await remove(admin, high)).status).toBe(403);
      const sessions = `/members/${high.memberId}/sessions`;
      const ended = await api.send("DELETE", sessions, undefined, { cookie: admin.cookie });
      expect(ended.status).toBe(403);
    }
    expect((await remove(owner, other)).status).toBe(204);
  });

  test("ends with removal together with their tokens, and a later membership does not revive those", async () => {
    const someone = await give("responder");
    const input = { kind: "personal", name: "x", scopes: ["read"] };
    const { body } = await api.send("POST", "/tokens", input, { cookie: someone.cookie });
    const read = () => api.send("GET", "/services", undefined, { authorization: `Bearer ${body.token}` });
    expect((await read()).status).toBe(200);
    expect((await remove(admin, someone)).status).toBe(204);
    expect((await read()).status).toBe(401);
    expect((await remove(admin, someone)).status).toBe(404);
  });

  test("shows where they are signed in, and an admin signs them out at once", async () => {
    const someone = await give();
    const path = `/members/${someone.memberId}/sessions`;
    const as = { cookie: admin.cookie };
    const listed = await api.send("GET", path, undefined, as);
    const sessions = Array.isArray(listed.body.sessions) ? listed.body.sessions : [];
    expect(sessions).toHaveLength(1);
    expect(listed.text).not.toMatch(/token/i);
    const theirs = () => api.send("GET", "/services", undefined, { cookie: someone.cookie });
    expect((await theirs()).status).toBe(200);
    expect((await api.send("DELETE", `${path}/${uuidv7()}`, undefined, as)).status).toBe(404);
    expect((await api.send("DELETE", `${path}/${sessions[0].id}`, undefined, as)).status).toBe(204);
    expect((await theirs()).status).toBe(401);
    expect((await api.send("GET", "/services", undefined, as)).status).toBe(200);
  });

  test("of another workspace is not found", async () => {
    const other = await testApi(database);
    const stranger = await giveMember(other.dependencies, other.workspaceId, []);
    expect((await edit(owner, stranger, { active: false })).status).toBe(404);
    expect((await remove(owner, stranger)).status).toBe(404);
    const sessions = `/members/${stranger.memberId}/sessions`;
    expect((await api.send("GET", sessions, undefined, { cookie: owner.cookie })).status).toBe(404);
    expect((await api.send("DELETE", sessions, undefined, { cookie: owner.cookie })).status).toBe(404);
  });
});

describe("the person of a member", () => {
  const addPerson = async (email: string | null) =>
    String((await api.send("POST", "/people", { name: "Ada Byron", level: "senior", email })).body.id);

  test("is suggested by e-mail address, tied by an admin, and tied to one member only", async () => {
    const [someone, other] = [await give(), await give()];
    const personId = await addPerson(someone.email.toUpperCase());
    const read = () => api.send("GET", `/members/${someone.memberId}`);
    expect((await read()).body).toMatchObject({ suggestedPerson: { id: personId }, person: null });
    const tied = await edit(admin, someone, { personId });
    expect(tied.body).toMatchObject({
      person: { id: personId, name: "Ada Byron", level: "senior" },
      suggestedPerson: null,
    });
    const twice = await edit(admin, other, { personId });
    expect(twice.body).toMatchObject({ status: 409, code: "person-taken", field: "personId" });
    expect((await edit(admin, someone, { personId: null })).body).toMatchObject({ person: null });
    expect((await edit(admin, other, { personId })).status).toBe(200);
  });

  test("is on this workspace's roster", async () => {
    const other = await testApi(database);
    const { body } = await other.send("POST", "/people", { name: "Eve", level: "mid" });
    for (const personId of [body.id, uuidv7()]) {
      const answer = await edit(admin, await give(), { personId });
      expect(answer.body).toMatchObject({ status: 422, field: "personId" });
    }
  });
});

describe("the list of members", () => {
  test("comes in pages by name, each member once", async () => {
    for (const name of ["Zoe", "Ann", "Ann", "Bob"]) {
      const { userId } = await give();
      await database.db.update(authUser).set({ name }).where(eq(authUser.id, userId));
    }
    const names: unknown[] = [];
    const ids = new Set<unknown>();
    let cursor = "";
    for (let page = 0; page < 10; page += 1) {
      const { body } = await api.send("GET", `/members?limit=2${cursor}`);
      const members: Record<string, unknown>[] = Array.isArray(body.members) ? body.members : [];
      for (const one of members) {
        ids.add(one.id);
        names.push(Object(one.user).name);
      }
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(ids.size).toBe(6);
    expect(names).toEqual(["Ann", "Ann", "Bob", "Test Member", "Test Member", "Zoe"]);
  });
});
