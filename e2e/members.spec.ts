import type { Locator, Page } from "@playwright/test";
import { dialog, expect, open, test } from "./fixtures";

const password = "plum harbour seventeen kites";

test("an admin invites somebody, who accepts, works, and is refused right after losing the role", async ({
  page,
  own,
  browser,
}) => {
  await own.addServices();
  await open(page, `/${own.slug}/settings/members`);
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const invite = dialog(page, "Invite somebody");
  const email = `${own.slug}@journeys.example`;
  await invite.getByLabel("E-mail address").fill(email);
  await expect(invite.getByRole("checkbox", { name: /^Responder/ })).toBeChecked();
  await invite.getByRole("button", { name: /^Make invitation/ }).click();
  const link = await textOf(dialog(page, `Invitation for ${email}`).getByLabel("The link"));
  expect(link).toMatch(/\/invitation\/[\w-]{43}$/);
  await page.keyboard.press("Escape");

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const guest = await context.newPage();
  const referrers: string[] = [];
  guest.on("request", (request) => referrers.push(request.headers().referer ?? ""));
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Join Northwind" })).toBeVisible();
  await guest.getByLabel("Your name").fill("Robin Reed");
  await guest.getByLabel("Choose a password").fill("password1234");
  await guest.getByRole("button", { name: "Make account and join" }).click();
  await expect(guest.getByText("This password is a common one")).toBeVisible();
  await guest.getByLabel("Choose a password").fill(password);
  await guest.getByRole("button", { name: "Make account and join" }).click();
  await expect(guest).toHaveURL(new RegExp(`/${own.slug}$`), { timeout: 30_000 });
  expect(referrers.filter((referrer) => referrer.includes("/invitation/"))).toEqual([]);

  await open(guest, `/${own.slug}/incidents`);
  await logIncident(guest, "Payments time out");
  await expect(guest.getByRole("heading", { level: 1, name: "Payments time out" })).toBeVisible();

  await open(guest, `/${own.slug}/incidents`);
  await typeIncident(guest, "Checkout is down");
  await page.reload();
  await page.getByRole("button", { name: "Actions on Robin Reed" }).click();
  await page.getByRole("menuitem", { name: "Roles and person" }).click();
  const edit = dialog(page, "Robin Reed");
  await edit.getByRole("checkbox", { name: /^Responder/ }).uncheck();
  await edit.getByRole("button", { name: /^Save/ }).click();
  await expect(edit).toBeHidden();

  // The very next request, whenever it comes: nothing of what one may do is remembered between two.
  const answer = guest.waitForResponse((response) => response.request().method() === "POST");
  await guest.keyboard.press("ControlOrMeta+Enter");
  expect((await answer).status()).toBe(403);
  await expect(dialog(guest, "Log incident").getByRole("alert")).toContainText(/needs .*responder/i);

  await guest.goto(link);
  await expect(guest.getByText("This invitation was accepted already")).toBeVisible();
  await context.close();
});

test("an invitation for another address than the one signed in says so", async ({ page, own }) => {
  const { link } = await own.send<{ link: string }>("post", "/invitations", {
    email: `other-${own.slug}@journeys.example`,
  });
  await page.goto(new URL(link).pathname);
  await expect(
    page.getByText(/You are signed in as owner@journeys.example, and the invitation is for/),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
});

test("a token is shown once, reads through the reference page, and is refused once revoked", async ({
  page,
  own,
}) => {
  await own.addServices();
  await open(page, `/${own.slug}/settings/tokens`);
  await page.getByRole("button", { name: "New service token" }).click();
  const make = dialog(page, "New service token");
  await make.getByRole("textbox", { name: "Name" }).fill("pipeline");
  await make.getByRole("button", { name: /^Make token/ }).click();
  const made = dialog(page, "Token “pipeline”");
  const token = await textOf(made.getByLabel("The token"));
  await made.getByRole("button", { name: "Done" }).click();
  await page.reload();
  await expect(page.locator("main")).not.toContainText(token);

  const reference = await page.context().newPage();
  await open(reference, "/reference");
  await reference.getByRole("textbox", { name: "API token" }).fill(token);
  await expect(reference.getByText("requests below are sent with the token")).toBeVisible();
  const operation = reference.getByRole("region", { name: "List services" });
  await operation.getByRole("button", { name: "Send" }).click();
  await expect(operation.getByText("200", { exact: true })).toBeVisible();
  await expect(operation.getByText('"slug": "payments"')).toBeVisible();

  await page.getByRole("button", { name: "Revoke pipeline" }).click();
  await dialog(page, "Revoke “pipeline”?")
    .getByRole("button", { name: /^Revoke token/ })
    .click();
  await expect(page.getByText("“pipeline” is revoked")).toBeVisible();
  await operation.getByRole("button", { name: "Send" }).click();
  await expect(operation.getByText('"code": "invalid-token"')).toBeVisible();
});

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? "";
}

async function typeIncident(page: Page, title: string): Promise<void> {
  await page.keyboard.press("c");
  await expect(dialog(page, "Log incident").getByRole("textbox", { name: "Title" })).toBeFocused();
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  await page.keyboard.type("sev2 @payments major from 20 min ago");
  await expect(page.getByText("Title, severity, service: enough to log")).toBeVisible();
}

async function logIncident(page: Page, title: string): Promise<void> {
  await typeIncident(page, title);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page).toHaveURL(/\/incidents\/\d+$/);
}
