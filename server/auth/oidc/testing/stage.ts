import { and, desc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import {
  auditEvent,
  authSession,
  authUser,
  identityProvider,
  member,
  memberGrant,
  team,
  workspace,
} from "@/db/schema";
import type { TestDatabase } from "@/db/testing/test-database";
import type { IdentityProvider, IdentityProviderInput } from "@/domain/identity-provider/schema";
import { type Accounts, createAccounts } from "@/server/auth/accounts";
import type { Ctx } from "@/server/context";
import { createIdentityProvider } from "@/server/identity-provider/create";
import { answerCallback, answerStart } from "../answers";
import type { OidcDependencies, OidcSettings } from "../dependencies";

export const ORIGIN = "http://localhost:4111";
export const REDIRECT_URI = `${ORIGIN}/sign-in/sso/callback`;
const SECRET = "tests-only-kx7Qd2vN9pLw4RzB8sYc3TfH6mJg1Ae0";

/** A browser: it keeps cookies by origin, and follows where it is sent. */
export class Browser {
  readonly jar = new Map<string, Map<string, string>>();
  /** The last answer of the provider to our own address, as it came. */
  callback: string | null = null;

  constructor(
    private readonly dependencies: OidcDependencies,
    /** Stands between the browser and where it is sent. */
    public intercept: (url: URL) => URL | Promise<URL> = (url) => url,
  ) {}

  cookieHeader(origin: string): string {
    return [...(this.jar.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Goes on until it stands on a page of ours that is not part of the sign-in; returns that page's address. */
  async go(address: string): Promise<URL> {
    let url = new URL(address, ORIGIN);
    for (let steps = 0; steps < 12; steps += 1) {
      url = await this.intercept(url);
      const response = await this.ask(url);
      this.keepCookies(url.origin, response.headers.getSetCookie());
      const location = response.headers.get("location");
      if (location === null) throw new Error(`${url.href} answered ${response.status}`);
      url = new URL(location, url);
      if (url.origin === ORIGIN && !url.pathname.startsWith("/sign-in/sso/")) return url;
    }
    throw new Error("The browser was sent around in a circle.");
  }

  private ask(url: URL): Promise<Response> {
    const cookie = this.cookieHeader(url.origin);
    const headers = { host: url.host, ...(cookie === "" ? {} : { cookie }) };
    if (url.origin !== ORIGIN) return fetch(url, { headers, redirect: "manual" });
    const request = new Request(url, { headers });
    if (url.pathname === "/sign-in/sso/callback") {
      this.callback = url.href;
      return answerCallback(this.dependencies, request);
    }
    return answerStart(this.dependencies, request, url.pathname.split("/").at(-1) ?? "");
  }

  private keepCookies(origin: string, cookies: readonly string[]): void {
    const jar = this.jar.get(origin) ?? new Map<string, string>();
    for (const text of cookies) {
      const [pair = ""] = text.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(text)) jar.delete(name);
      else jar.set(name, value);
    }
    this.jar.set(origin, jar);
  }
}

export interface Stage {
  workspaceId: string;
  ctx: Ctx;
  dependencies: OidcDependencies;
  settings: OidcSettings;
  browser(): Browser;
  addProvider(input: Partial<IdentityProviderInput> & { issuer: string }): Promise<IdentityProvider>;
  addTeam(name: string): Promise<string>;
  userOf(email: string): Promise<typeof authUser.$inferSelect | undefined>;
  memberOf(userId: string): Promise<typeof member.$inferSelect | undefined>;
  /** The member's roles as "admin", "responder@Payments", with "(groups)" after those that a provider gave. */
  rolesOf(userId: string): Promise<string[]>;
  sessionsOf(userId: string): Promise<(typeof authSession.$inferSelect)[]>;
  audited(action: string): Promise<(typeof auditEvent.$inferSelect)[]>;
}

/** A workspace of its own, with single sign-on on a test's database. */
export async function makeStage(database: TestDatabase): Promise<Stage> {
  const { db } = database;
  const workspaceId = uuidv7();
  const slug = `w${workspaceId.replaceAll("-", "").slice(-12)}`;
  const stamps = { createdAt: new Date("2024-01-01"), updatedAt: new Date("2024-01-01") };
  await db.insert(workspace).values({ workspaceId, slug, name: slug, timeZone: "UTC", ...stamps });
  const settings: OidcSettings = { publicUrl: undefined, privateProviders: [], secret: SECRET };
  let accounts: Accounts | undefined;
  const dependencies: OidcDependencies = {
    db: () => db,
    now: () => new Date(),
    accounts: () => {
      const requestLimits = { perUser: 1_000_000, perAddress: 1_000_000 };
      accounts ??= createAccounts({ secret: SECRET, publicUrl: ORIGIN, limits: "memory", requestLimits });
      return accounts;
    },
    address: () => "203.0.113.7",
    settings: () => settings,
  };
  const ctx: Ctx = {
    db,
    now: new Date(),
    workspaceId,
    requestId: "tests",
    actor: { kind: "system", name: "tests" },
  };
  return {
    workspaceId,
    ctx,
    dependencies,
    settings,
    browser: () => new Browser(dependencies),
    addProvider: (input) =>
      createIdentityProvider(ctx, {
        name: `Provider ${uuidv7()}`,
        clientId: "faultline",
        clientSecret: "a-client-secret-of-forty-three-characters-ok",
        scopes: "openid email profile groups",
        groupsClaim: "groups",
        groupRoles: [],
        createsMembers: true,
        enabled: true,
        ...input,
      }),
    async addTeam(name) {
      const id = uuidv7();
      await db.insert(team).values({ workspaceId, id, name, createdAt: ctx.now });
      return id;
    },
    userOf: async (email) => (await db.select().from(authUser).where(eq(authUser.email, email)))[0],
    memberOf: async (userId) =>
      (
        await db
          .select()
          .from(member)
          .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)))
      )[0],
    async rolesOf(userId) {
      const rows = await db
        .select({ role: memberGrant.role, team: team.name, by: memberGrant.identityProviderId })
        .from(memberGrant)
        .innerJoin(
          member,
          and(eq(member.workspaceId, memberGrant.workspaceId), eq(member.id, memberGrant.memberId)),
        )
        .leftJoin(team, and(eq(team.workspaceId, memberGrant.workspaceId), eq(team.id, memberGrant.teamId)))
        .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)));
      return rows
        .map(
          ({ role, team, by }) =>
            `${role}${team === null ? "" : `@${team}`}${by === null ? "" : " (groups)"}`,
        )
        .sort();
    },
    sessionsOf: (userId) => db.select().from(authSession).where(eq(authSession.userId, userId)),
    audited: (action) =>
      db
        .select()
        .from(auditEvent)
        .where(and(eq(auditEvent.workspaceId, workspaceId), eq(auditEvent.action, action)))
        .orderBy(desc(auditEvent.at)),
  };
}

/** Changes a stored provider past its rules, as a mistake or an older release might have left it. */
export async function tamperProvider(
  stage: Stage,
  id: string,
  columns: Partial<typeof identityProvider.$inferInsert>,
): Promise<void> {
  await stage.ctx.db.update(identityProvider).set(columns).where(eq(identityProvider.id, id));
}
