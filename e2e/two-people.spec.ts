import type { Locator, Page } from "@playwright/test";
import { dialog, expect, minutesAgo, type OwnWorkspace, open, test } from "./fixtures";

async function logOutage({ send }: OwnWorkspace): Promise<void> {
  await send("post", "/incidents", {
    title: "Payments time out",
    severity: "SEV3",
    impacts: [{ service: "payments", fraction: 0.5, startedAt: minutesAgo(20) }],
  });
}

interface Details {
  title: string;
  severity: string;
  blastRadius: { regions: string[] };
  version: number;
}

const form = (page: Page): Locator => dialog(page, "Edit details");
const save = (page: Page) => form(page).getByRole("button", { name: "Save details" }).click();
const versions = (page: Page): Locator => form(page).getByRole("region", { name: "Two versions" });
const choice = (page: Page, field: RegExp): Locator => versions(page).getByRole("group", { name: field });

async function openDetails(page: Page, address: string): Promise<void> {
  await open(page, address);
  await page.keyboard.press("e");
  await expect(form(page)).toBeVisible();
}

test.describe("two people who edit one incident", () => {
  test.beforeEach(async ({ own }) => {
    await own.addServices();
    await logOutage(own);
  });

  test("the second is shown both versions with a name, chooses field by field, and loses nothing", async ({
    page,
    own,
    signInAs,
  }) => {
    const address = `/${own.slug}/incidents/1`;
    const { page: robin } = await signInAs("responder");
    await openDetails(page, address);
    await openDetails(robin, address);

    await form(robin).getByLabel("Title").fill("Payments refuse cards");
    await form(robin).getByLabel("Severity").selectOption("SEV1");
    await save(robin);
    await expect(form(robin)).toBeHidden();

    await form(page).getByLabel("Title").fill("Payments time out everywhere");
    await form(page).getByLabel("Regions").fill("eu-west-1");
    await save(page);
    await expect(versions(page)).toContainText("Robin Guest saved this incident at");
    await expect(choice(page, /^Title.*both/)).toContainText("Payments time out everywhere");
    await expect(choice(page, /^Title.*both/)).toContainText("Payments refuse cards");
    // What one alone changed is put together, and can still be changed.
    await expect(choice(page, /^Severity/).getByRole("radio", { name: /Take theirs.*SEV1/ })).toBeChecked();
    await expect(choice(page, /^Regions/).getByRole("radio", { name: /Keep mine.*eu-west-1/ })).toBeChecked();
    await expect(form(page).getByLabel("Severity", { exact: true })).toHaveValue("SEV1");

    await save(page);
    await expect(versions(page)).toContainText("Not saved yet. Choose for: Title.");
    await choice(page, /^Title/)
      .getByRole("radio", { name: /Take theirs/ })
      .check();
    await expect(form(page).getByLabel("Title", { exact: true })).toHaveValue("Payments refuse cards");
    await choice(page, /^Title/)
      .getByRole("radio", { name: /Keep mine/ })
      .check();
    await expect(form(page).getByLabel("Title", { exact: true })).toHaveValue("Payments time out everywhere");
    await save(page);
    await expect(form(page)).toBeHidden();
    const after = await own.send<Details>("get", "/incidents/1");
    expect([after.title, after.severity, after.blastRadius.regions, after.version]).toEqual([
      "Payments time out everywhere",
      "SEV1",
      ["eu-west-1"],
      3,
    ]);
  });

  test("a third version that comes while choosing is met again", async ({ page, own, signInAs }) => {
    const address = `/${own.slug}/incidents/1`;
    const { page: robin } = await signInAs("responder");
    const edit = async (title: string) => {
      await openDetails(robin, address);
      await form(robin).getByLabel("Title").fill(title);
      await save(robin);
      await expect(form(robin)).toBeHidden();
    };
    await openDetails(page, address);
    await edit("Second");
    await form(page).getByLabel("Title").fill("Mine");
    await save(page);
    await choice(page, /^Title/)
      .getByRole("radio", { name: /Keep mine/ })
      .check();
    await edit("Third");
    await save(page);
    await expect(choice(page, /^Title/)).toContainText("Third");
    await expect(choice(page, /^Title/)).toContainText("Mine");
    await choice(page, /^Title/)
      .getByRole("radio", { name: /Take theirs/ })
      .check();
    await save(page);
    await expect(form(page)).toBeHidden();
    expect(await own.send<Details>("get", "/incidents/1")).toMatchObject({ title: "Third", version: 3 });
  });

  test("the choice fits a telephone", async ({ page, own }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openDetails(page, `/${own.slug}/incidents/1`);
    await own.send("patch", "/incidents/1", { title: "Theirs" }, { "if-match": "*" });
    await form(page).getByLabel("Title").fill("Mine");
    await save(page);
    await expect(choice(page, /^Title/)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
