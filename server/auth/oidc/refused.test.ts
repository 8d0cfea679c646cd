import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { authOidcAttempt } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-database";
import { createAccounts } from "@/server/auth/accounts";
import { answerStart } from "./answers";
import { type Forged, type ForgingProvider, startForgingProvider } from "./testing/forging-provider";
import { type RealProvider, startRealProvider } from "./testing/real-provider";
import { type Browser, makeStage, ORIGIN, REDIRECT_URI, type Stage } from "./testing/stage";

const database = testDatabase();
const CLIENT_SECRET = "a-client-secret-of-forty-three-characters-ok";
let stage: Stage;
let real: RealProvider;
let forging: ForgingProvider;

beforeAll(async () => {
  [stage, real, forging] = await Promise.all([
    makeStage(database),
    startRealProvider(REDIRECT_URI),
    startForgingProvider("faultline"),
  ]);
});
afterAll(() => Promise.all([real.stop(), forging.stop()]));
afterEach(() => Object.assign(forging, { metadata: {}, forge: {}, answer: {} }));

const reasonOf = (page: URL) => page.searchParams.get("reason");
const isSignedIn = (browser: Browser) => browser.cookieHeader(ORIGIN).includes("faultline.session_token");
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** Somebody new at the real provider, who logs in there next. */
function newPerson(): string {
  const sub = uuidv7();
  const email = `${sub.slice(-12)}@example.com`;
  real.accounts.set(sub, { email, email_verified: true, name: "Ada", groups: [] });
  real.login = sub;
  return email;
}

/** A browser that is stopped on its way back, with the answer it would have brought. */
async function heldAnswer(providerId: string): Promise<{ browser: Browser; answer: URL }> {
  const browser = stage.browser();
  let answer: URL | null = null;
  browser.intercept = (url) => {
    if (url.pathname !== "/sign-in/sso/callback") return url;
    answer = url;
    throw new Error("held");
  };
  await browser.go(`/sign-in/sso/${providerId}`).catch(() => undefined);
  browser.intercept = (url) => url;
  if (answer === null) throw new Error("The provider did not answer.");
  return { browser, answer };
}

describe("an ID token", () => {
  test("that is honest is taken, so that each refusal below has its own reason", async () => {
    const { id } = await stage.addProvider({ issuer: forging.issuer });
    const browser = stage.browser();
    forging.forge = { claims: { sub: "honest", email: "honest@example.com" } };
    expect((await browser.go(`/sign-in/sso/${id}`)).href).toBe(`${ORIGIN}/`);
    expect(isSignedIn(browser)).toBe(true);
  });

  const forgeries: [string, () => Forged][] = [
    ["of another issuer", () => ({ claims: { iss: "https://login.example.com" } })],
    ["for another audience", () => ({ claims: { aud: "another-client" } })],
    ["for several audiences, issued to another", () => ({ claims: { aud: ["faultline", "b"], azp: "b" } })],
    ["with another nonce", () => ({ claims: { nonce: "another-nonce" } })],
    ["with no nonce", () => ({ claims: { nonce: undefined } })],
    ["that is expired", () => ({ claims: { iat: secondsFromNow(-900), exp: secondsFromNow(-31) } })],
    ["that never expires", () => ({ claims: { exp: undefined } })],
    ["that is not valid yet", () => ({ claims: { nbf: secondsFromNow(120) } })],
    ["with no subject", () => ({ claims: { sub: undefined } })],
    ["with alg none", () => ({ header: { alg: "none" }, signWith: null })],
    ["with alg none in other letters", () => ({ header: { alg: "nOnE" }, signWith: null })],
    ["signed HS256 with the client secret", () => ({ header: { alg: "HS256" }, signWith: CLIENT_SECRET })],
    ["with no signature", () => ({ signWith: null })],
    ["signed with another key", () => ({ signWith: forging.otherKey })],
    ["of a key the provider does not have", () => ({ header: { kid: "gone" } })],
    [
      "that brings its own key",
      () => ({
        header: { jwk: forging.otherKey.export({ format: "jwk" }), kid: undefined },
        signWith: forging.otherKey,
      }),
    ],
  ];
  test.each(forgeries)("%s is refused", async (_, forge) => {
    const { id } = await stage.addProvider({ issuer: forging.issuer });
    const forged = forge();
    const email = `${uuidv7()}@example.com`;
    forging.forge = { ...forged, claims: { sub: email, email, ...forged.claims } };
    const browser = stage.browser();
    const page = await browser.go(`/sign-in/sso/${id}`);
    expect([page.pathname, reasonOf(page)]).toEqual(["/sign-in", "sso-invalid-answer"]);
    expect(isSignedIn(browser)).toBe(false);
    expect(await stage.userOf(email)).toBeUndefined();
  });

  test("that expired within the clock's tolerance is taken", async () => {
    const { id } = await stage.addProvider({ issuer: forging.issuer });
    forging.forge = { claims: { exp: secondsFromNow(-20), sub: "late", email: "late@example.com" } };
    const browser = stage.browser();
    await browser.go(`/sign-in/sso/${id}`);
    expect(isSignedIn(browser)).toBe(true);
  });
});

describe("an answer", () => {
  test("that names another issuer, or none though it was announced, is refused before its code is used", async () => {
    const { id } = await stage.addProvider({ issuer: forging.issuer });
    for (const iss of ["https://login.example.com", null]) {
      forging.answer = { iss };
      expect(reasonOf(await stage.browser().go(`/sign-in/sso/${id}`))).toBe("sso-invalid-answer");
    }
  });

  test("of one provider, led into a sign-in at another, is refused", async () => {
    const [honest, evil] = await Promise.all([
      stage.addProvider({ issuer: real.issuer }),
      stage.addProvider({ issuer: forging.issuer }),
    ]);
    newPerson();
    const before = real.tokenRequests;
    const { answer } = await heldAnswer(honest.id);
    // The evil provider passes the honest one's code off as its own answer.
    forging.answer = { code: answer.searchParams.get("code"), iss: answer.searchParams.get("iss") };
    const browser = stage.browser();
    expect(reasonOf(await browser.go(`/sign-in/sso/${evil.id}`))).toBe("sso-invalid-answer");
    expect(isSignedIn(browser)).toBe(false);
    expect(real.tokenRequests).toBe(before);
  });

  test("with the state of a sign-in that was never begun is refused", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { browser, answer } = await heldAnswer(id);
    answer.searchParams.set("state", "of-my-own-making");
    expect(reasonOf(await browser.go(answer.href))).toBe("sso-expired");
    expect(isSignedIn(browser)).toBe(false);
  });

  test.each(["", "?state=", "?state=a&state=b&code=c", "?code=c", "?error=access_denied"])(
    "of nothing that was asked is refused: %s",
    async (query) => {
      const { id } = await stage.addProvider({ issuer: real.issuer });
      newPerson();
      const { browser } = await heldAnswer(id);
      expect(reasonOf(await browser.go(`/sign-in/sso/callback${query}`))).toBe("sso-expired");
    },
  );

  test("counts once: the same again is refused, one after the other and both at once", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { browser, answer } = await heldAnswer(id);
    const jar = structuredClone(browser.jar.get(ORIGIN));
    const copies = [1, 2, 3, 4].map(() => {
      const copy = stage.browser();
      copy.jar.set(ORIGIN, new Map(jar));
      return copy;
    });
    const before = real.tokenRequests;
    const pages = await Promise.all(copies.slice(0, 3).map((copy) => copy.go(answer.href)));
    expect(pages.map(reasonOf).sort()).toEqual([null, "sso-expired", "sso-expired"].sort());
    expect(reasonOf((await copies[3]?.go(answer.href)) ?? new URL(ORIGIN))).toBe("sso-expired");
    expect(copies.filter(isSignedIn)).toHaveLength(1);
    expect(real.tokenRequests).toBe(before + 1);
  });

  test("in another browser is refused, be it one without a sign-in or with one of its own", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { browser, answer } = await heldAnswer(id);
    const stranger = stage.browser();
    expect(reasonOf(await stranger.go(answer.href))).toBe("sso-other-browser");
    const { browser: another } = await heldAnswer(id);
    expect(reasonOf(await another.go(answer.href))).toBe("sso-expired");
    expect([stranger, another].some(isSignedIn)).toBe(false);
    // Neither has used it up.
    expect(reasonOf(await browser.go(answer.href))).toBeNull();
  });

  test("with a cookie that somebody signed themselves is refused", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { browser, answer } = await heldAnswer(id);
    const cookie = browser.jar.get(ORIGIN)?.get("faultline-sso") ?? "";
    browser.jar.get(ORIGIN)?.set("faultline-sso", `${cookie.slice(0, -2)}xx`);
    expect(reasonOf(await browser.go(answer.href))).toBe("sso-other-browser");
  });

  test("after ten minutes is refused", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { browser, answer } = await heldAnswer(id);
    await stage.ctx.db
      .update(authOidcAttempt)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(authOidcAttempt.identityProviderId, id));
    expect(reasonOf(await browser.go(answer.href))).toBe("sso-expired");
  });

  test("with a code that was redeemed before is refused", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { browser, answer } = await heldAnswer(id);
    await browser.go(answer.href);
    const { browser: victim, answer: next } = await heldAnswer(id);
    next.searchParams.set("code", answer.searchParams.get("code") ?? "");
    expect(reasonOf(await victim.go(next.href))).toBe("sso-invalid-answer");
    expect(isSignedIn(victim)).toBe(false);
  });

  test("with a code that another person's sign-in brought is refused", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const { answer: attackers } = await heldAnswer(id);
    newPerson();
    const { browser: victim, answer } = await heldAnswer(id);
    answer.searchParams.set("code", attackers.searchParams.get("code") ?? "");
    expect(reasonOf(await victim.go(answer.href))).toBe("sso-invalid-answer");
    expect(isSignedIn(victim)).toBe(false);
  });

  test("to a request whose PKCE challenge was taken out on the way is refused", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const browser = stage.browser();
    browser.intercept = (url) => {
      if (url.pathname !== "/auth") return url;
      expect(url.searchParams.get("code_challenge_method")).toBe("S256");
      url.searchParams.delete("code_challenge");
      url.searchParams.delete("code_challenge_method");
      return url;
    };
    expect(reasonOf(await browser.go(`/sign-in/sso/${id}`))).toBe("sso-invalid-answer");
    expect(isSignedIn(browser)).toBe(false);
  });
});

describe("a start", () => {
  const start = (id: string, headers: Record<string, string>, next = "/") =>
    answerStart(
      stage.dependencies,
      new Request(`${ORIGIN}/sign-in/sso/${id}?next=${encodeURIComponent(next)}`, { headers }),
      id,
    );
  const wentTo = (response: Response) => new URL(response.headers.get("location") ?? "", ORIGIN);

  test("under a stranger's name goes nowhere: an answer is only sent to an address that is ours", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", ""]) {
      const location = wentTo(await start(id, { host, "x-forwarded-host": "evil.example" }));
      expect(location.href).toBe(`${ORIGIN}/sign-in?reason=sso-no-address`);
    }
    stage.settings.publicUrl = "https://faultline.example.com";
    try {
      // A provider on loopback is for trying out only; the address is the configured one in any case.
      const location = wentTo(await start(id, { host: "evil.example" }));
      expect(reasonOf(location)).toBe("sso-unavailable");
    } finally {
      stage.settings.publicUrl = undefined;
    }
  });

  test("is counted by address with everything else that strangers may ask for", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    const accounts = createAccounts({
      secret: stage.settings.secret,
      publicUrl: ORIGIN,
      limits: "memory",
      requestLimits: { perUser: 100, perAddress: 5 },
    });
    const dependencies = { ...stage.dependencies, accounts: () => accounts };
    const reasons: (string | null)[] = [];
    for (let asked = 0; asked < 7; asked += 1) {
      const request = new Request(`${ORIGIN}/sign-in/sso/${id}`, { headers: { host: "localhost:4111" } });
      reasons.push(reasonOf(wentTo(await answerStart(dependencies, request, id))));
    }
    expect(reasons.filter((reason) => reason === "sso-too-many-requests")).toHaveLength(2);
  });

  test("names the redirect URI itself, and the provider knows no other", async () => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    const location = wentTo(await start(id, { host: "localhost:4111" }));
    expect(location.searchParams.get("redirect_uri")).toBe(REDIRECT_URI);
    location.searchParams.set("redirect_uri", "https://evil.example/sign-in/sso/callback");
    const response = await fetch(location, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/%0d%0aset-cookie:x=1\r\n",
    "/..//evil.example",
    "javascript:alert(1)",
  ])("with a page of another site to return to leads home instead: %s", async (next) => {
    const { id } = await stage.addProvider({ issuer: real.issuer });
    newPerson();
    const page = await stage.browser().go(`/sign-in/sso/${id}?next=${encodeURIComponent(next)}`);
    expect(page.origin).toBe(ORIGIN);
    expect(page.href).not.toContain("//evil");
  });

  test.each<[string, Record<string, unknown>]>([
    ["calls itself something else", { issuer: "https://login.example.com" }],
    ["signs with shared secrets only", { id_token_signing_alg_values_supported: ["HS256", "none"] }],
    ["offers no PKCE but plain", { code_challenge_methods_supported: ["plain"] }],
    ["has no keys", { jwks_uri: undefined }],
  ])("at a provider that %s is refused", async (_, metadata) => {
    forging.metadata = metadata;
    const { id } = await stage.addProvider({ issuer: forging.issuer });
    expect(reasonOf(await stage.browser().go(`/sign-in/sso/${id}`))).toBe("sso-unavailable");
  });

  test("at a provider without a client secret takes one that names itself in its answers", async () => {
    forging.metadata = { authorization_response_iss_parameter_supported: undefined };
    const unnamed = await stage.addProvider({ issuer: forging.issuer, clientSecret: null });
    expect(reasonOf(await stage.browser().go(`/sign-in/sso/${unnamed.id}`))).toBe("sso-unavailable");
    forging.metadata = {};
    forging.forge = { claims: { sub: "public", email: "public@example.com" } };
    const named = await stage.addProvider({ issuer: forging.issuer, clientSecret: null });
    expect(reasonOf(await stage.browser().go(`/sign-in/sso/${named.id}`))).toBeNull();
  });
});
