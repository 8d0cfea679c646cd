import type { Page } from "@playwright/test";
import { expect, open, test } from "./fixtures";

test.describe("the standard charts come to life over their still pictures", () => {
  test("the overview fetches the chart library at the first touch of the bars, not before", async ({
    page,
    sample,
  }) => {
    const fetched = libraryFetches(page);
    await open(page, `/${sample}`);
    await page.waitForLoadState("networkidle");
    await expect(stillBars(page)).toBeVisible();
    await page.getByRole("heading", { name: "Impact minutes by cause" }).hover();
    expect(await Promise.all(fetched)).not.toContain(true);

    const before = await bars(page).boundingBox();
    await stillBars(page).hover();
    await expect(live(page)).toBeVisible();
    expect(await Promise.all(fetched)).toContain(true);
    expect(await bars(page).boundingBox()).toEqual(before);
  });

  test("a pointer over a bar reads its month, and leaving it ends that", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    await stillBars(page).hover();
    const tooltip = bars(page).locator(".recharts-tooltip-wrapper");
    await expect(tooltip).toBeVisible();
    await expect(tooltip).toContainText(/\d{1,2}–\d{1,2} \w{3} \d{4}/);
    await expect(tooltip).toContainText(/All\s*[\d.\u202f]+ min\s*100 %/);
    await page.getByRole("heading", { name: "Impact minutes by cause" }).hover();
    await expect(tooltip).not.toBeVisible();
    await expect(bars(page).getByRole("status")).toHaveText("");
  });

  test("keys read month after month, and Enter opens the incidents of the one read", async ({
    page,
    sample,
  }) => {
    await open(page, `/${sample}`);
    await bars(page).getByRole("application").focus();
    await expect(live(page)).toBeFocused();
    const status = bars(page).getByRole("status");
    await expect(status).toHaveText(/min, 100 %/);
    const first = (await status.textContent()) ?? "";
    await page.keyboard.press("ArrowRight");
    await expect(status).not.toHaveText(first);
    await expect(bars(page).locator(".recharts-tooltip-wrapper")).toBeVisible();
    await page.keyboard.press("ArrowLeft");
    await expect(status).toHaveText(first);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/incidents\?from=\d{4}-\d{2}-\d{2}&to=\d{4}-\d{2}-\d{2}/);
  });

  test("a click on a part of a bar opens that cause's incidents of the month", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    await stillBars(page).hover();
    const part = live(page)
      .getByRole("link", { name: /^GenAI-assisted, .* min$/ })
      .last();
    await part.click();
    await expect(page).toHaveURL(/\/incidents\?from=[\d-]+&to=[\d-]+&cause=genai/);
    await expect(page.getByRole("row")).not.toHaveCount(0);
  });

  test("the still picture is what prints", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    await stillBars(page).hover();
    await expect(live(page)).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(live(page)).toBeHidden();
    await expect(stillBars(page)).toBeVisible();
  });

  test("where the library cannot be fetched, the still picture stays and its parts lead on", async ({
    page,
    sample,
  }) => {
    await open(page, `/${sample}`);
    await page.waitForLoadState("networkidle");
    await page.route(/\.js(\?|$)/, (route) => route.abort());
    const refused = page.waitForEvent("requestfailed");
    await stillBars(page).hover();
    await refused;
    await expect(live(page)).toHaveCount(0);
    await page.unrouteAll();
    await stillBars(page).locator('a[href*="cause="]').last().dispatchEvent("click");
    await expect(page).toHaveURL(/\/incidents\?from=[\d-]+&to=[\d-]+&cause=/);
  });

  test("a service's weeks are live once the page is idle; a click opens the week", async ({
    page,
    sample,
  }) => {
    await open(page, `/${sample}/services/checkout`);
    const weeks = page.getByRole("region", { name: "Availability by week" });
    const chart = weeks.locator(".recharts-surface");
    await expect(chart).toBeVisible();
    await chart.hover();
    const tooltip = weeks.locator(".recharts-tooltip-wrapper");
    await expect(tooltip).toContainText(/Availability\s*(\d{2}\.\d{3}|100) %/);
    await expect(tooltip).toContainText(/Covered minutes\s*10\u202f080/);
    await chart.click();
    await expect(page).toHaveURL(/\/incidents\?from=[\d-]+&to=[\d-]+&service=checkout/);
  });
});

const bars = (page: Page) => page.getByRole("region", { name: "Impact minutes by cause" });
const stillBars = (page: Page) => bars(page).locator('svg[data-chart="breakdown"]');
const live = (page: Page) => bars(page).locator(".recharts-surface");

/** For every script the page fetches, whether it holds the chart library. */
function libraryFetches(page: Page): Promise<boolean>[] {
  const fetched: Promise<boolean>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    fetched.push(
      response.text().then(
        (text) => text.includes("recharts-layer"),
        () => false,
      ),
    );
  });
  return fetched;
}
