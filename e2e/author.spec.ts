import { readFileSync } from "node:fs";
import { expect, open, test } from "./fixtures";

test.describe("the postmortem author the week after", () => {
  test("narrows the list; the address holds it, and a colleague sees the same", async ({ page, sample }) => {
    await open(page, `/${sample}/incidents`);
    await page.getByRole("button", { name: "Severity" }).click();
    await page.getByRole("checkbox", { name: "SEV1" }).check();
    await expect(page).toHaveURL(/severity=SEV1/);
    await page.keyboard.press("Escape");
    const cells = page
      .getByRole("main")
      .getByRole("table")
      .getByRole("cell", { name: /^(SEV\d|Unknown)$/ });
    await expect(cells.filter({ hasNotText: "SEV1" })).toHaveCount(0);
    const shown = await page.getByRole("main").getByRole("row").count();
    await page.reload();
    await expect(page.getByRole("main").getByRole("row")).toHaveCount(shown);
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect(page).toHaveURL(/\/incidents$/);
  });

  test("finds the incident by a word of its title, from the keyboard", async ({ page, sample }) => {
    await open(page, `/${sample}/incidents`);
    await page.keyboard.press("/");
    const box = page.getByRole("searchbox", { name: /Search/ });
    await expect(box).toBeFocused();
    await page.keyboard.type("recreated its environment");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=recreated/);
    await expect(page.getByRole("row")).toHaveCount(2);
    await box.blur();
    await page.keyboard.press("j");
    await expect(page.locator("[data-row][data-selected]")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("recreated its environment");
  });

  test("walks the rows with j and k and opens the one she stands on", async ({ page, sample }) => {
    await open(page, `/${sample}/incidents?severity=SEV2`);
    const rows = page.locator("[data-row]");
    for (const key of ["j", "j", "j", "k"]) await page.keyboard.press(key);
    await expect(rows.nth(1)).toHaveAttribute("data-selected", "");
    const title = (await rows.nth(1).getByRole("link").first().textContent()) ?? "";
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  });

  test("exports exactly what is shown", async ({ page, sample }) => {
    await open(page, `/${sample}/incidents?severity=SEV1&sort=impact`);
    const titles = await page.locator("[data-row] a").allTextContents();
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV" }).click();
    const csv = readFileSync(await (await coming).path(), "utf8");
    const lines = csv.trim().split("\r\n");
    expect(lines[0]).toMatch(/^number,title,severity,status/);
    expect(lines.slice(1).every((line) => line.includes(",SEV1,"))).toBe(true);
    const exported = lines.slice(1, 1 + titles.length);
    expect(exported.map((line, index) => line.includes(titles[index] ?? "?"))).toEqual(
      titles.map(() => true),
    );
    // One page of the list shows at most fifty; with fewer the export holds just those.
    if (titles.length < 50) expect(lines).toHaveLength(titles.length + 1);
  });

  test("is told which filter emptied the list, and clears it", async ({ page, sample }) => {
    await open(page, `/${sample}/incidents?q=no+such+words`);
    await expect(page.getByText("No incident matches")).toBeVisible();
    await expect(page.getByText("no such words").last()).toBeVisible();
    await page.getByRole("link", { name: "Clear filters" }).click();
    await expect(page.locator("[data-row]")).not.toHaveCount(0);
  });

  test("reads what was said about the cause, by whom, and where", async ({ page, sample }) => {
    await open(page, `/${sample}/incidents?q=Shoppers+cannot+check+out`);
    await page.getByRole("link", { name: /Shoppers cannot check out/ }).click();
    const causes = page.getByRole("region", { name: "Causes" });
    await expect(causes.getByText("Code deployment").first()).toBeVisible();
    const statements = causes.getByRole("list").last().getByRole("listitem");
    expect(await statements.count()).toBeGreaterThanOrEqual(2);
    await expect(page.getByText("Sample, public record")).toBeVisible();
    for (const source of await page.getByRole("main").getByRole("link", { name: /./ }).all()) {
      const target = await source.getAttribute("target");
      if (target === "_blank") await expect(source).toHaveAttribute("href", /^https:\/\//);
    }
    await expect(page.getByRole("region", { name: "Blast radius" })).toContainText(/predicted/);
  });
});
