import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, open, test } from "./fixtures";
import { filled, PAGES, pageRoutes } from "./pages";

const widths = [1440, 390] as const;

test("every page of the application is looked at", () => {
  expect(PAGES.map(({ route }) => route).sort()).toEqual(pageRoutes());
});

for (const width of widths) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: width < 500 ? 844 : 900 } });
    for (const { route, addresses, states = [], repeated, isSignedOut } of PAGES) {
      if (addresses.length === 0) continue;
      const looked = width === 1440 ? [...addresses, ...states] : addresses;
      test(`${route} is open to everyone and fits`, async ({ page, sample, own }) => {
        const opened = await filled(looked, sample, own.slug, page.request);
        if (isSignedOut) await page.context().clearCookies();
        for (const address of opened) {
          await page.goto(address);
          await expect(page.getByRole("main")).toBeVisible();
          await fits(page);
          await isOpenToEveryone(page, { repeated, schemes: width === 1440 ? ["light", "dark"] : ["light"] });
        }
      });
    }
  });
}

test.describe("at 2560 px", () => {
  test.use({ viewport: { width: 2560, height: 1300 } });

  test("every page fits", async ({ page, sample, own }) => {
    const all = PAGES.flatMap(({ addresses }) => addresses);
    for (const address of await filled(all, sample, own.slug, page.request)) {
      await page.goto(address);
      await expect(page.getByRole("main")).toBeVisible();
      await fits(page);
    }
  });
});

test("the dialog of an outage is open to everyone", async ({ page, own }) => {
  await own.addServices();
  await open(page, `/${own.slug}/incidents`);
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+.");
  await isOpenToEveryone(page);
});

interface Looked {
  /** Rows that are all alike, of which the first stand for the rest. */
  repeated?: string | undefined;
  schemes?: readonly ("light" | "dark")[];
}

/**
 * No finding of weight. The dark colours change no structure, so only their contrast is looked at, and at one width:
 * the same tokens meet at the other.
 */
async function isOpenToEveryone(
  page: Page,
  { repeated, schemes = ["light", "dark"] }: Looked = {},
): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
    if (repeated !== undefined) axe.exclude(repeated);
    if (colorScheme === "dark") axe.withRules(["color-contrast"]);
    const { violations } = await axe.analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const found = grave.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
    expect(found, `${page.url()}, ${colorScheme}`).toEqual([]);
  }
}

/** Nothing sticks out at the right: the page itself never scrolls sideways. */
async function fits(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(beyond, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
}
