import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { type Started, startProcess } from "@/cli/start/testing/start-process";
import { postgresAccount, reachableTemporaryFolder } from "@/db/embedded/account";
import { freePort } from "@/db/embedded/postgres";
import { startScratchPostgres } from "@/db/testing/scratch-server";
import { dialog, expect, open, test } from "./fixtures";
import { totp } from "./totp";

const password = "copper lantern under the quiet bridge";

test.describe("somebody with a password", () => {
  test("is told when it is wrong, and signs in to the page they asked for", async ({
    page,
    own,
    giveAccount,
  }) => {
    const { email } = await giveAccount({ roles: ["responder"], password });
    await page.context().clearCookies();
    await page.goto(`/${own.slug}/incidents?severity=SEV1`);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await fillIn(page, email, "not the password at all");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("not right");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/${own.slug}/incidents\\?severity=SEV1$`));
    await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Responder");
  });

  test("is never led to another site by an address that says so", async ({ page, giveAccount }) => {
    const { email } = await giveAccount({ roles: ["viewer"], password });
    await page.context().clearCookies();
    for (const next of ["https://other.example/", "//other.example/", "/\\other.example"]) {
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await fillIn(page, email, password);
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      expect(new URL(page.url()).hostname).toBe("127.0.0.1");
      await page.context().clearCookies();
    }
  });

  test("sees and hides what they type", async ({ page }) => {
    await page.context().clearCookies();
    await page.goto("/sign-in");
    const box = page.getByLabel("Password", { exact: true });
    await box.fill("visible");
    await expect(box).toHaveAttribute("type", "password");
    await page.getByRole("button", { name: "Show the password" }).click();
    await expect(box).toHaveAttribute("type", "text");
  });

  test("sets up a second factor, signs in with it, and with a recovery code once", async ({
    giveAccount,
    browserOf,
  }) => {
    const account = await giveAccount({ roles: ["viewer"], password });
    const page = await browserOf(account);
    const { secret, codes } = await setUpSecondFactor(page);
    await signOutFromAccount(page);

    await fillIn(page, account.email, password);
    const code = page.getByLabel("Code from your authenticator app");
    await code.fill("000000");
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    // The code of this moment was used to set it up; the next one is accepted already.
    await code.fill(totp(secret, 1));
    await page.getByRole("button", { name: "Go on" }).click();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();

    for (const works of [true, false]) {
      await page.context().clearCookies();
      await page.goto("/sign-in");
      await fillIn(page, account.email, password);
      await page.getByRole("button", { name: "Use a recovery code instead" }).click();
      await page.getByLabel("Recovery code").fill(codes[0] ?? "");
      await page.getByRole("button", { name: "Go on" }).click();
      if (works) await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      else await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    }
  });
});

test.describe("somebody who is signed in", () => {
  test("ends another browser's session, which is over within a second", async ({
    giveAccount,
    browserOf,
    own,
  }) => {
    const account = await giveAccount({ roles: ["viewer"] });
    const there = await browserOf(account);
    await open(there, `/${own.slug}/incidents`);
    const here = await browserOf(account);
    await here.goto("/account");
    const sessions = here.getByRole("region", { name: "Where you are signed in" });
    await expect(sessions.getByRole("listitem")).toHaveCount(2);
    const ended = here.waitForResponse((answer) => answer.request().method() === "DELETE");
    await sessions.getByRole("button", { name: /^Sign out: / }).click();
    expect((await ended).status()).toBe(204);
    const endedMs = Date.now();
    expect((await there.request.get(`/api/v1/incidents?workspace=${own.slug}`)).status()).toBe(401);
    expect(Date.now() - endedMs).toBeLessThan(1000);
    await there.goto(`/${own.slug}/services`);
    await expect(there).toHaveURL(/\/sign-in\?next=/);
    await expect(sessions.getByRole("listitem")).toHaveCount(1);
  });

  test("signs out from the navigation, and is out", async ({ own, signInAs }) => {
    const { page, account } = await signInAs("viewer");
    await open(page, `/${own.slug}`);
    await page.getByRole("navigation", { name: "Main" }).getByText(account.name).first().click();
    const session = (await page.context().cookies()).filter(({ name }) => name.includes("session"));
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in$/);
    // The cookie is worth nothing, even to somebody who kept it.
    await page.context().addCookies(session);
    await page.goto(`/${own.slug}`);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });

  test("finds the account from the palette", async ({ page, sample }) => {
    await open(page, `/${sample}/services`);
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("combobox", { name: "Find or do" })).toBeFocused();
    await page.keyboard.type("account");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Where you are signed in" })).toContainText("this one");
  });

  test("loses nothing typed when the session ends in the middle of a form", async ({
    giveAccount,
    browserOf,
    own,
  }) => {
    const account = await giveAccount({ roles: ["admin"], password });
    const page = await browserOf(account);
    await open(page, `/${own.slug}/people`);
    await page.getByRole("button", { name: /^Add person/ }).click();
    const form = dialog(page, "Add a person");
    await form.getByLabel("Name").fill("Grace Keeper");
    await page.context().clearCookies();
    await form.getByRole("button", { name: /^Add person/ }).click();
    await expect(form.getByRole("alert")).toContainText("Your session has ended.");
    const opened = page.waitForEvent("popup");
    await form.getByRole("button", { name: /Sign in again/ }).click();
    const tab = await opened;
    await expect(tab.getByText("Your session has ended.")).toBeVisible();
    const closed = tab.waitForEvent("close");
    await fillIn(tab, account.email, password);
    await closed;
    await form.getByRole("button", { name: /^Add person/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Grace Keeper" })).toBeVisible();
  });

  test("is led to the sign-in page, and back, when nothing is lost by it", async ({
    page,
    sample,
    context,
  }) => {
    await open(page, `/${sample}/services`);
    await context.clearCookies();
    await page.getByRole("link", { name: "People", exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  });
});

test("a first start prints a link, and one click on it opens the owner's overview", async ({ browser }) => {
  test.setTimeout(240_000);
  const folder = reachableTemporaryFolder(postgresAccount(), "faultline-first-start-");
  const started = startProcess({
    PORT: String(await freePort()),
    FAULTLINE_DATA_DIR: path.join(folder, "data"),
    FAULTLINE_SAMPLE: "off",
  });
  try {
    await started.ready;
    const link = await printedLink(started);
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto(link);
    await expect(page).toHaveURL(new RegExp(`^${started.address}/[a-z0-9-]+$`));
    await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Owner");
    await context.clearCookies();
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
    await expect(page.getByText("npx faultline login-link")).toBeVisible();
    await context.close();
  } finally {
    await started.end();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("with a database of its own, the first owner sets it up with the code from the log", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const postgres = await startScratchPostgres();
  const started = startProcess({
    PORT: String(await freePort()),
    DATABASE_URL: postgres.url,
    FAULTLINE_SECRET: randomBytes(32).toString("base64url"),
  });
  try {
    await started.ready;
    const code = /set-up code ([A-Z0-9-]+)/.exec(started.output())?.[1] ?? "";
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await page.goto(`${started.address}/`);
    await expect(page.getByRole("heading", { name: "Set up Faultline" })).toBeVisible();
    const send = page.getByRole("button", { name: "Set up", exact: true });
    await page.getByLabel("Set-up code").fill("AAAAA-AAAAA-AAAAA-AAAAA");
    await page.getByLabel("Your name").fill("Ada Founder");
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Password", { exact: true }).fill("ada founder ada");
    await send.click();
    await expect(page.getByText(/little more than a name/)).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(password);
    await send.click();
    await expect(page.getByText(/not the set-up code/)).toBeVisible();
    await page.getByLabel("Set-up code").fill(code);
    await send.click();
    await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Ada Founder");
    await context.clearCookies();
    await page.goto(`${started.address}/set-up`);
    await expect(page).toHaveURL(/\/sign-in$/);
    await context.close();
  } finally {
    await started.end();
    await postgres.stop();
  }
});

/** The line with the link follows the one that says that it is ready. */
async function printedLink(started: Started): Promise<string> {
  const find = () => /http:\/\/\S+\/sign-in\/link\?token=\S+/.exec(started.output())?.[0];
  await expect.poll(find).toBeTruthy();
  return find() ?? "";
}

async function fillIn(page: Page, email: string, typed: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(typed);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signOutFromAccount(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
}

async function setUpSecondFactor(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/account");
  await page.getByRole("region", { name: "Second factor" }).getByRole("button", { name: "Set up" }).click();
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  const scan = dialog(page, "Scan this with your authenticator app");
  await expect(scan.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = (await scan.locator("code").textContent()) ?? "";
  await scan.getByLabel(/code that the app shows/i).fill(totp(secret));
  await scan.getByRole("button", { name: "Switch on" }).click();
  const kept = dialog(page, "The second factor is on");
  await expect(kept.getByRole("listitem")).toHaveCount(10);
  const codes = await kept.getByRole("listitem").allTextContents();
  await kept.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByRole("region", { name: "Second factor" })).toContainText("On");
  return { secret, codes };
}
