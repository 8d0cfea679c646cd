import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect, open, test } from "./fixtures";

interface Change {
  id: string;
  title: string;
  services: { slug: string; name: string }[];
}

test.describe("the vice-president looks into the ledger", () => {
  test("filters it to the AI-assisted causes of a service, and opens one with the keyboard", async ({
    page,
    sample,
  }) => {
    const found = await changes(page, sample, "involvement=ai&verdict=cause&limit=200");
    const wanted = found.find((change) => change.services.length === 1);
    const service = wanted?.services[0];
    if (service === undefined) throw new Error("The sample has no AI-assisted change that was a cause.");
    await open(page, `/${sample}`);
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
    await choose(page, "Involvement", "AI");
    await choose(page, "Verdict", "Cause");
    await choose(page, "Service", service.name);
    await expect(page).toHaveURL((url) => {
      const { searchParams: asked } = url;
      return (
        asked.get("involvement") === "ai" &&
        asked.get("verdict") === "cause" &&
        asked.get("service") === service.slug
      );
    });
    const rows = await changes(page, sample, `involvement=ai&verdict=cause&service=${service.slug}`);
    const table = page.getByRole("table", { name: "Changes" });
    await expect(table.getByRole("row")).toHaveCount(rows.length + 1);
    await expect(table.getByText("Cause", { exact: true })).not.toHaveCount(0);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: rows[0]?.title })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/changes/${rows[0]?.id}$`));
    const incidents = page.getByRole("region", { name: "Incidents" });
    await expect(incidents.getByText("Cause", { exact: true })).not.toHaveCount(0);
    await expect(page.getByRole("region", { name: "Where this is known from" })).toBeVisible();
  });

  test("takes the rows of a filter away as CSV", async ({ page, sample }) => {
    await open(page, `/${sample}/changes?involvement=ai&verdict=cause`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "CSV" }).click(),
    ]);
    const rows: { id: string; verdict: string }[] = parse(readFileSync(await download.path(), "utf8"), {
      columns: true,
    });
    const listed = await changes(page, sample, "involvement=ai&verdict=cause&limit=200");
    expect(rows.slice(0, listed.length).map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["cause"]));
  });

  test("walks forth and back by key, and is told which filter matches nothing", async ({ page, sample }) => {
    await open(page, `/${sample}/changes?kind=code`);
    const title = page.getByRole("row").nth(1).getByRole("link");
    const first = (await title.textContent()) ?? "";
    await page.getByRole("link", { name: "Next" }).click();
    await expect(page).toHaveURL(/cursor=/);
    await expect(title).not.toHaveText(first);
    await page.getByRole("link", { name: "Previous" }).click();
    await expect(page).not.toHaveURL(/cursor=/);
    await expect(title).toHaveText(first);
    await page.keyboard.press("/");
    await page.keyboard.type("nothing like it");
    await page.keyboard.press("Enter");
    await expect(page.getByText("No change matches")).toBeVisible();
    await expect(page.getByText("text: nothing like it; kind: Code")).toBeVisible();
    await page.getByRole("link", { name: "without text" }).click();
    await expect(page.getByRole("row").nth(1)).toBeVisible();
  });

  test("reads of a change that is not there where to look for it", async ({ page, sample }) => {
    await page.goto(`/${sample}/changes/01900000-0000-7000-8000-000000000000`);
    await expect(page.getByText("The ledger has no change at this address")).toBeVisible();
    await page.getByRole("link", { name: "To the ledger" }).click();
    await expect(page).toHaveURL(new RegExp(`/${sample}/changes$`));
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the ledger is filtered by a plain form", async ({ page, sample }) => {
    await page.goto(`/${sample}/changes`);
    await page.getByLabel("Involvement").selectOption("ai");
    await page.getByLabel("Verdict").selectOption("cause");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page).toHaveURL(/involvement=ai/);
    await expect(page.getByRole("row").nth(1)).toContainText("Cause");
  });
});

async function changes(page: Page, workspace: string, query: string): Promise<Change[]> {
  const answer = await page.request.get(`/api/v1/changes?${query}&workspace=${workspace}`);
  return (await answer.json()).changes;
}

async function choose(page: Page, filter: string, label: string): Promise<void> {
  await page
    .getByRole("group", { name: "Filters" })
    .getByRole("button", { name: filter, exact: true })
    .click();
  await page.getByRole("checkbox", { name: label, exact: true }).check();
  await page.keyboard.press("Escape");
}
