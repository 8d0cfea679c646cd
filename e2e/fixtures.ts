import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { Role } from "@/domain/access/roles";
import { type Account, giveAccount, removeAccount, type SignedIn, signIn, signInOwner } from "./accounts";
import { removeWorkspace } from "./database";

/** A company of its own for one test: nothing another test does can reach it. */
export interface OwnWorkspace {
  slug: string;
  /** Calls the API in this workspace; fails the test on any answer that is not a success. */
  send<T>(
    method: "get" | "post" | "put" | "patch",
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T>;
  /** Payments and checkout, which depends on it, and a search apart from both. */
  addServices(): Promise<void>;
}

interface Fixtures {
  own: OwnWorkspace;
  /** Slug of the sample workspace. */
  sample: string;
  /** Somebody new with these roles in the test's own workspace, who goes with it. */
  giveAccount: (options: { roles: readonly Role[]; password?: string }) => Promise<Account>;
  /** A page of a browser of their own, in which the account is signed in. */
  browserOf: (account: Account) => Promise<Page>;
  /** Somebody new with these roles, in a browser of their own. */
  signInAs: (...roles: Role[]) => Promise<{ page: Page; account: Account }>;
}

/** Every journey is signed in as an owner, unless it empties `storageState`. */
export const test = base.extend<Fixtures, { ownerState: SignedIn }>({
  ownerState: [
    async ({ browser: _browser }, use, { project }) => use(await signInOwner(project.use.baseURL ?? "")),
    { scope: "worker" },
  ],
  storageState: ({ ownerState }, use) => use(ownerState),
  giveAccount: async ({ own }, use, { project }) => {
    const baseUrl = project.use.baseURL ?? "";
    const given: Account[] = [];
    await use(async (options) => {
      const account = await giveAccount(baseUrl, { name: "Robin Guest", workspace: own.slug, ...options });
      given.push(account);
      return account;
    });
    for (const account of given) await removeAccount(baseUrl, account);
  },
  browserOf: async ({ browser }, use, { project }) => {
    const contexts: BrowserContext[] = [];
    await use(async (account) => {
      const storageState = await signIn(project.use.baseURL ?? "", account);
      const context = await browser.newContext({ storageState });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  signInAs: async ({ giveAccount: give, browserOf }, use) => {
    await use(async (...roles) => {
      const account = await give({ roles });
      return { account, page: await browserOf(account) };
    });
  },
  own: async ({ request }, use, testInfo) => {
    const slug = `journey-${testInfo.workerIndex}-${Date.now().toString(36)}`;
    const send = sender(request, slug);
    await send("post", "/workspaces", { slug, name: "Northwind", timeZone: "Europe/Berlin" });
    await use({ slug, send, addServices: () => addServices(send) });
    await removeWorkspace(slug);
  },
  sample: async ({ request }, use) => {
    const answer = await request.get("/api/v1/workspaces");
    const { workspaces }: { workspaces: { slug: string; isSample: boolean }[] } = await answer.json();
    const slug = workspaces.find((workspace) => workspace.isSample)?.slug;
    if (slug === undefined) throw new Error("The journeys need the sample workspace; it is not there.");
    await use(slug);
  },
});

export { expect };

function sender(request: APIRequestContext, slug: string): OwnWorkspace["send"] {
  return async (method, path, body, more) => {
    const headers = { "faultline-workspace": slug, ...more };
    const answer = await request[method](`/api/v1${path}`, { data: body, headers });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
}

async function addServices(send: OwnWorkspace["send"]): Promise<void> {
  await send("post", "/services", { slug: "payments", name: "Payments", weight: 3 });
  await send("post", "/services", { slug: "checkout", name: "Checkout", weight: 5 });
  await send("post", "/services", { slug: "search", name: "Search", weight: 2 });
  await send("put", "/services/checkout/dependencies", {
    dependsOn: [{ slug: "payments", criticality: "hard" }],
  });
}

/** Opens an address and waits until the page answers keys: before that a key press goes nowhere. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await answersKeys(page);
}

export async function answersKeys(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector("main");
    return main !== null && Object.keys(main).some((key) => key.startsWith("__react"));
  });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve(null))));
}

/** The dialog that is open, by its title. */
export function dialog(page: Page, title: string | RegExp): Locator {
  return page.getByRole("dialog", { name: title });
}

export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}
