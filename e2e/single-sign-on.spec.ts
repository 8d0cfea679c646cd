import { v7 as uuidv7 } from "uuid";
import { type RealProvider, startRealProvider } from "@/server/auth/oidc/testing/real-provider";
import { dialog, expect, open, test } from "./fixtures";

let provider: RealProvider;

test.beforeAll(async ({ baseURL }) => {
  provider = await startRealProvider(`${baseURL}/sign-in/sso/callback`);
});
test.afterAll(() => provider.stop());

test("an owner sets single sign-on up, and a colleague signs in with a role from a group", async ({
  page,
  own,
  browser,
}) => {
  const name = `Northwind ${own.slug}`;
  await open(page, `/${own.slug}/settings/sign-in`);
  await expect(page.getByText(/\/sign-in\/sso\/callback$/)).toBeVisible();
  await page.getByRole("button", { name: "Add provider" }).click();
  const form = dialog(page, "Add an identity provider");
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Issuer").fill("http://127.0.0.1:1");
  await form.getByRole("button", { name: "Test discovery" }).click();
  await expect(form.getByRole("status")).toContainText("could not be read");
  await form.getByLabel("Issuer").fill(provider.issuer);
  await form.getByRole("button", { name: "Test discovery" }).click();
  await expect(form.getByRole("status")).toContainText("can be used");
  await form.getByLabel("Client id").fill(provider.clientId);
  await form.getByLabel("Client secret").fill(provider.clientSecret);
  await form.getByLabel("Scopes").fill("openid email profile groups");
  await form.getByRole("button", { name: "Add group" }).click();
  await form.getByLabel("Group 1", { exact: true }).fill("sre");
  await form.getByLabel("Role of group 1").selectOption("responder");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("cell", { name }).first()).toBeVisible();

  const sub = uuidv7();
  const email = `${sub}@journeys.example`;
  provider.accounts.set(sub, { email, email_verified: true, name: "Robin Guest", groups: ["sre"] });
  provider.login = sub;
  const theirs = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const stranger = await theirs.newPage();
  await stranger.goto(`/${own.slug}/incidents`);
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
  await stranger.getByRole("link", { name: `Sign in with ${name}` }).click();
  await expect(stranger).toHaveURL(new RegExp(`/${own.slug}/incidents$`));
  const navigation = stranger.getByRole("navigation", { name: "Main" });
  await expect(navigation).toContainText("Robin Guest");
  await expect(navigation).toContainText("Responder");

  provider.login = null;
  await theirs.clearCookies();
  await stranger.goto("/sign-in");
  await stranger.getByRole("link", { name: `Sign in with ${name}` }).click();
  await expect(stranger).toHaveURL(/\/sign-in\?reason=sso-declined$/);
  await expect(stranger.getByText("did not sign you in")).toBeVisible();
  await theirs.close();
});
