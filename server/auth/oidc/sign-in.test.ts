import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authCredential, identityProvider, member, memberGrant, person } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { sessionPrincipal } from "@/server/auth/session";
import { actorIn } from "@/server/member/actor";
import { type RealProvider, startRealProvider } from "./testing/real-provider";
import { makeStage, ORIGIN, REDIRECT_URI, type Stage, tamperProvider } from "./testing/stage";

const database = testDatabase();
let stage: Stage;
let first: RealProvider;
let second: RealProvider;

beforeAll(async () => {
  [stage, first, second] = await Promise.all([
    makeStage(database),
    startRealProvider(REDIRECT_URI),
    startRealProvider(REDIRECT_URI, { claimsInIdToken: true }),
  ]);
});
afterAll(() => Promise.all([first.stop(), second.stop()]));

/** Somebody new at the provider, who logs in there next. */
function newPerson(at: RealProvider, claims: Record<string, unknown> = {}): string {
  const sub = uuidv7();
  const email = `${sub.slice(-12)}@example.com`;
  at.accounts.set(sub, { email, email_verified: true, name: "Ada Lindqvist", groups: [], ...claims });
  at.login = sub;
  return email;
}

describe("signing in through a provider", () => {
  test("makes the account and the member at the first time, and leads to the page that was wanted", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    const browser = stage.browser();
    const page = await browser.go(`/sign-in/sso/${id}?next=/acme/incidents%3Fq=x`);
    expect(page.href).toBe(`${ORIGIN}/acme/incidents?q=x`);

    const headers = new Headers({ cookie: browser.cookieHeader(ORIGIN) });
    const principal = await sessionPrincipal(stage.dependencies.accounts().on(stage.ctx.db), headers);
    expect(principal).toMatchObject({ email, name: "Ada Lindqvist", onlyWorkspaceId: stage.workspaceId });
    if (principal === null) throw new Error("There is no session.");
    const actor = await actorIn(stage.ctx.db, principal, stage.workspaceId);
    expect(actor).toMatchObject({ kind: "user", grants: [{ role: "viewer", teamId: null }] });
    // The cookie of the sign-in is gone; the session's own stays.
    expect(browser.cookieHeader(ORIGIN)).not.toContain("faultline-sso");
    const [session] = await stage.sessionsOf(principal.userId);
    expect(session?.expiresAt.getTime()).toBeLessThan(Date.now() + 12 * 3_600_000 + 1000);
    const made = await stage.audited("member.create");
    expect(made[0]?.after).toMatchObject({ email });
    expect((await stage.audited("session.open"))[0]).toMatchObject({ actorId: principal.userId });
  });

  test("finds the same account again, though its address at the provider has changed", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    await stage.browser().go(`/sign-in/sso/${id}`);
    first.accounts.set(first.login ?? "", { email: "new@example.com", email_verified: false });
    expect((await stage.browser().go(`/sign-in/sso/${id}`)).pathname).toBe("/");
    const user = await stage.userOf(email);
    expect(await stage.sessionsOf(user?.id ?? "")).toHaveLength(2);
    expect(await stage.userOf("new@example.com")).toBeUndefined();
  });

  test("reaches no workspace but the provider's, whatever else its user is a member of", async () => {
    const elsewhere = await makeStage(database);
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    const browser = stage.browser();
    await browser.go(`/sign-in/sso/${id}`);
    const user = await stage.userOf(email);
    const row = { workspaceId: elsewhere.workspaceId, id: uuidv7(), userId: user?.id ?? "" };
    await stage.ctx.db.insert(member).values({ ...row, createdAt: new Date(), updatedAt: new Date() });
    const headers = new Headers({ cookie: browser.cookieHeader(ORIGIN) });
    const principal = await sessionPrincipal(stage.dependencies.accounts().on(stage.ctx.db), headers);
    if (principal === null) throw new Error("There is no session.");
    expect(await actorIn(stage.ctx.db, principal, elsewhere.workspaceId)).toBeNull();
    expect(await actorIn(stage.ctx.db, principal, stage.workspaceId)).not.toBeNull();
  });

  test("works with a second provider at the same time, each with its own accounts", async () => {
    const [one, two] = await Promise.all([
      stage.addProvider({ issuer: first.issuer }),
      stage.addProvider({ issuer: second.issuer }),
    ]);
    const [atFirst, atSecond] = [newPerson(first), newPerson(second)];
    await Promise.all([
      stage.browser().go(`/sign-in/sso/${one.id}`),
      stage.browser().go(`/sign-in/sso/${two.id}`),
    ]);
    for (const [email, provider] of [
      [atFirst, one],
      [atSecond, two],
    ] as const) {
      const user = await stage.userOf(email);
      const [session] = await stage.sessionsOf(user?.id ?? "");
      expect(session?.identityProviderId).toBe(provider.id);
    }
  });

  test("ties a new member to the one person on the roster with that address", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    const personId = uuidv7();
    await stage.ctx.db.insert(person).values({
      workspaceId: stage.workspaceId,
      id: personId,
      name: "Ada",
      email: email.toUpperCase(),
      createdAt: new Date(),
      updatedAt: new Date(),
    });
    await stage.browser().go(`/sign-in/sso/${id}`);
    const user = await stage.userOf(email);
    expect((await stage.memberOf(user?.id ?? ""))?.personId).toBe(personId);
  });
});

describe("groups", () => {
  test("give roles at a sign-in and take them at the next, and leave those alone that were given by hand", async () => {
    await stage.addTeam("Payments");
    const { id } = await stage.addProvider({
      issuer: first.issuer,
      groupRoles: [
        { group: "sre", role: "responder", team: "Payments" },
        { group: "leads", role: "reviewer", team: null },
        { group: "ops", role: "admin", team: null },
      ],
    });
    const email = newPerson(first, { groups: ["sre", "leads", "unmapped"] });
    const sub = first.login ?? "";
    await stage.browser().go(`/sign-in/sso/${id}`);
    const user = await stage.userOf(email);
    const userId = user?.id ?? "";
    expect(await stage.rolesOf(userId)).toEqual(["responder@Payments (groups)", "reviewer (groups)"]);

    const found = await stage.memberOf(userId);
    await stage.ctx.db.insert(memberGrant).values({
      workspaceId: stage.workspaceId,
      id: uuidv7(),
      memberId: found?.id ?? "",
      role: "reviewer",
    });
    first.accounts.set(sub, { email, email_verified: true, groups: ["sre", "ops"] });
    first.login = sub;
    await stage.browser().go(`/sign-in/sso/${id}`);
    expect(await stage.rolesOf(userId)).toEqual([
      "admin (groups)",
      "responder@Payments (groups)",
      "reviewer",
    ]);
    expect((await stage.memberOf(userId))?.version).toBeGreaterThan(found?.version ?? 0);
    expect(await stage.audited("member.set-grants")).toHaveLength(2);

    // A provider that says nothing of groups gives none.
    first.accounts.set(sub, { email, email_verified: true });
    await stage.browser().go(`/sign-in/sso/${id}`);
    expect(await stage.rolesOf(userId)).toEqual(["reviewer"]);
  });

  test("never make an owner, even if that is what is stored", async () => {
    const { id } = await stage.addProvider({ issuer: second.issuer });
    await tamperProvider(stage, id, { groupRoles: [{ group: "all", role: "owner", teamId: null }] });
    const email = newPerson(second, { groups: ["all"] });
    await stage.browser().go(`/sign-in/sso/${id}`);
    const user = await stage.userOf(email);
    expect(await stage.rolesOf(user?.id ?? "")).toEqual([]);
  });
});

describe("nobody gets in", () => {
  const reasonOf = (page: URL) => [page.pathname, page.searchParams.get("reason")];

  test.each([
    ["no address", { email: undefined, email_verified: undefined }, "sso-no-email"],
    ["an address that is none", { email: "ada", email_verified: true }, "sso-no-email"],
    ["an unverified address", { email_verified: false }, "sso-unverified-email"],
    ["an address whose verification is unsaid", { email_verified: undefined }, "sso-unverified-email"],
    ["the text instead of the truth", { email_verified: "true" }, "sso-unverified-email"],
  ])("new with %s", async (_, claims, reason) => {
    for (const at of [first, second]) {
      const { id } = await stage.addProvider({ issuer: at.issuer });
      const email = newPerson(at, claims);
      const browser = stage.browser();
      expect(reasonOf(await browser.go(`/sign-in/sso/${id}`))).toEqual(["/sign-in", reason]);
      expect(browser.cookieHeader(ORIGIN)).toBe("");
      expect(await stage.userOf(email)).toBeUndefined();
    }
  });

  test("by an address that an account has already, in any spelling", async () => {
    const [one, two] = await Promise.all([
      stage.addProvider({ issuer: first.issuer }),
      stage.addProvider({ issuer: second.issuer }),
    ]);
    const email = newPerson(first);
    await stage.browser().go(`/sign-in/sso/${one.id}`);
    newPerson(second, { email: email.toUpperCase() });
    const page = await stage.browser().go(`/sign-in/sso/${two.id}`);
    expect(reasonOf(page)).toEqual(["/sign-in", "sso-account-exists"]);
    const user = await stage.userOf(email);
    expect(await stage.sessionsOf(user?.id ?? "")).toHaveLength(1);
    const [refusal] = await stage.audited("session.refuse");
    expect(refusal).toMatchObject({ objectId: user?.id, after: { reason: "sso-account-exists" } });
  });

  test("where the provider makes no members, unless they are one", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    await stage.browser().go(`/sign-in/sso/${id}`);
    await tamperProvider(stage, id, { createsMembers: false });
    const known = first.login;
    expect((await stage.browser().go(`/sign-in/sso/${id}`)).pathname).toBe("/");
    const stranger = newPerson(first);
    expect(reasonOf(await stage.browser().go(`/sign-in/sso/${id}`))).toEqual([
      "/sign-in",
      "sso-not-a-member",
    ]);
    expect(await stage.userOf(stranger)).toBeUndefined();
    const user = await stage.userOf(email);
    await stage.ctx.db.delete(member).where(eq(member.userId, user?.id ?? ""));
    first.login = known;
    expect(reasonOf(await stage.browser().go(`/sign-in/sso/${id}`))).toEqual([
      "/sign-in",
      "sso-not-a-member",
    ]);
  });

  test("whose membership was ended", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    await stage.browser().go(`/sign-in/sso/${id}`);
    const user = await stage.userOf(email);
    await stage.ctx.db
      .update(member)
      .set({ deactivatedAt: new Date() })
      .where(eq(member.userId, user?.id ?? ""));
    const browser = stage.browser();
    expect(reasonOf(await browser.go(`/sign-in/sso/${id}`))).toEqual(["/sign-in", "sso-deactivated"]);
    expect(await stage.sessionsOf(user?.id ?? "")).toHaveLength(1);
    expect((await stage.audited("session.refuse"))[0]?.after).toMatchObject({ reason: "sso-deactivated" });
  });

  test("who cancels at the provider", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    first.login = null;
    const page = await stage.browser().go(`/sign-in/sso/${id}?next=/acme`);
    expect(page.href).toBe(`${ORIGIN}/sign-in?reason=sso-declined&next=%2Facme`);
  });

  test.each(["00000000-0000-7000-8000-000000000000", "nonsense"])(
    "through a provider that is not there: %s",
    async (id) => {
      expect(reasonOf(await stage.browser().go(`/sign-in/sso/${id}`))).toEqual([
        "/sign-in",
        "sso-unknown-provider",
      ]);
    },
  );

  test("through a provider that is switched off, not even when it was on at the start", async () => {
    const { id } = await stage.addProvider({ issuer: first.issuer });
    const email = newPerson(first);
    const browser = stage.browser();
    browser.intercept = async (url) => {
      if (url.pathname.startsWith("/interaction/")) await tamperProvider(stage, id, { enabled: false });
      return url;
    };
    expect(reasonOf(await browser.go(`/sign-in/sso/${id}`))).toEqual(["/sign-in", "sso-unknown-provider"]);
    expect(await stage.userOf(email)).toBeUndefined();
    const rows = await stage.ctx.db.select().from(identityProvider).where(eq(identityProvider.id, id));
    expect(rows[0]?.enabled).toBe(false);
    expect(
      await stage.ctx.db.select().from(authCredential).where(eq(authCredential.providerId, id)),
    ).toHaveLength(0);
  });
});
