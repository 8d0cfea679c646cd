import type { Page } from "@playwright/test";
import { expect, open, test } from "./fixtures";
import { filled, PAGES } from "./pages";

/** Everything that the page's policy refused, from before its first script on. */
async function watchViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const found: string[] = [];
    Object.assign(window, { policyViolations: found });
    document.addEventListener("securitypolicyviolation", (event) =>
      found.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    );
  });
  return () => page.evaluate(() => Reflect.get(window, "policyViolations"));
}

for (const { route, addresses, states = [], isSignedOut } of PAGES) {
  if (addresses.length === 0) continue;
  test(`${route} works under a policy that runs no foreign script`, async ({ page, sample, own }) => {
    const violations = await watchViolations(page);
    const refused: string[] = [];
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text());
    });
    const opened = await filled([...addresses, ...states], sample, own.slug, page.request);
    if (isSignedOut) await page.context().clearCookies();
    for (const address of opened) {
      const answer = await page.goto(address);
      const policy = answer?.headers()["content-security-policy"] ?? "";
      expect(policy, address).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'(;|$)/);
      expect(policy, address).toContain("base-uri 'none'");
      await expect(page.getByRole("main")).toBeVisible();
      await page.waitForLoadState("networkidle");
      // What is loaded later counts too: charts, menus, the next page.
      await page.mouse.wheel(0, 3000);
      expect([...(await violations()), ...refused], address).toEqual([]);
    }
  });
}

test("what is loaded at a click works under the policy too", async ({ page, own }) => {
  const violations = await watchViolations(page);
  await own.addServices();
  await open(page, `/${own.slug}`);
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Services", exact: true }).first().click();
  await expect(page).toHaveURL(/\/services$/);
  expect(await violations()).toEqual([]);
});

test("what people write in an incident is Markdown and nothing more", async ({ page, own }) => {
  await own.addServices();
  const summary =
    "**Payments** fail\nsince the release, see [runbook](https://runbook.example/pay) and [this](javascript:alert(1))\n" +
    '\n![graph](https://tracker.example/p.gif) <img src="https://tracker.example/q.gif" onerror="window.planted=1">';
  const { number } = await own.send<{ number: number }>("post", "/incidents", {
    title: "Payments fail",
    severity: "SEV2",
    summary,
    impacts: [{ service: "payments" }],
  });
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("tracker.example")) foreign.push(request.url());
  });
  const violations = await watchViolations(page);
  await page.goto(`/${own.slug}/incidents/${number}`);
  await expect(page.locator("strong", { hasText: "Payments" })).toBeVisible();
  await expect(page.getByRole("link", { name: "runbook" })).toHaveAttribute(
    "rel",
    "noopener noreferrer nofollow",
  );
  await expect(page.getByRole("link", { name: "this" })).toHaveCount(0);
  await expect(page.getByText("<img src=")).toBeVisible();
  expect(foreign).toEqual([]);
  expect(await violations()).toEqual([]);
});

const planted =
  '<script>window.planted = "inline"</script><script src="data:text/javascript,window.planted=1"></script>' +
  '<img src="data:," onerror="window.planted = 2"><svg onload="window.planted = 3"></svg>';

/** The page as the server sends it, with scripts that somebody got into its text. */
async function plant(page: Page, isPolicyKept: boolean): Promise<void> {
  await page.route("**/reference", async (route) => {
    const answer = await route.fetch();
    const headers = answer.headers();
    if (!isPolicyKept) delete headers["content-security-policy"];
    const body = (await answer.text()).replace("</h1>", `</h1>${planted}`);
    await route.fulfill({ response: answer, headers, body });
  });
  await page.goto("/reference");
  await page.waitForLoadState("networkidle");
}

test("a script that got into a page's text does not run", async ({ page }) => {
  const violations = await watchViolations(page);
  await plant(page, true);
  expect(await page.evaluate(() => Reflect.get(window, "planted"))).toBeUndefined();
  expect((await violations()).length).toBeGreaterThanOrEqual(3);
});

test("it would run without the policy, so that the test above can fail", async ({ page }) => {
  await plant(page, false);
  expect(await page.evaluate(() => Reflect.get(window, "planted"))).toBeDefined();
});
