import { expect, test } from "@playwright/test";

test("the address that the start prints leads to a workspace's overview", async ({ page }) => {
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page).toHaveURL(/\/[a-z0-9-]+(\/overview)?(\?.*)?$/);
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page).toHaveTitle(/\S/);
  expect(failures).toEqual([]);
});
