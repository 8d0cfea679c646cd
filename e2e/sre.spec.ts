import type { Page } from "@playwright/test";
import { answersKeys, dialog, expect, minutesAgo, type OwnWorkspace, open, test } from "./fixtures";

const line = "sev2 @payments major @checkout 30% from 20 min ago #dns";

test.describe("the SRE in the middle of an outage", () => {
  test.beforeEach(({ own }) => own.addServices());

  test("logs it in well under a minute, from the keyboard alone", async ({ page, own }) => {
    await open(page, `/${own.slug}/incidents`);
    const startedMs = Date.now();
    await page.keyboard.press("c");
    const form = dialog(page, "Log incident");
    await expect(form.getByRole("textbox", { name: "Title" })).toBeFocused();
    await page.keyboard.type("Payments time out", { delay: 15 });
    await page.keyboard.press("Enter");
    await page.keyboard.type(line, { delay: 15 });
    await expect(form.getByText("Title, severity, service: enough to log")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page).toHaveURL(/\/incidents\/1$/);
    await expect(page.getByRole("heading", { level: 1, name: "Payments time out" })).toBeVisible();
    expect(Date.now() - startedMs).toBeLessThan(20_000);

    const incident = await readIncident(own, 1);
    expect(incident.severity).toBe("SEV2");
    expect(incident.impacts.map(({ service, level, fraction }) => [service.slug, level, fraction])).toEqual(
      expect.arrayContaining([
        ["payments", "major", 1],
        ["checkout", null, 0.3],
      ]),
    );
    expect(incident.causes[0]).toMatchObject({ kind: "dns", status: "suspected" });
    const agoMinutes = (Date.now() - Date.parse(incident.impactStartedAt)) / 60_000;
    expect(agoMinutes).toBeGreaterThan(19);
    expect(agoMinutes).toBeLessThan(22);
  });

  test("closes the dialog by mistake and finds what she typed", async ({ page, own }) => {
    await open(page, `/${own.slug}/incidents`);
    await page.keyboard.press("c");
    const form = dialog(page, "Log incident");
    const title = form.getByRole("textbox", { name: "Title" });
    await expect(title).toBeFocused();
    await page.keyboard.type("Half a thought");
    await page.keyboard.press("Escape");
    await expect(form).toBeHidden();
    await page.keyboard.press("c");
    await expect(title).toHaveValue("Half a thought");
  });

  test("moves it through its life by keys, and backdates the mitigation", async ({ page, own }) => {
    await logOutage(own);
    await open(page, `/${own.slug}/incidents/1`);
    await stepByKey(page, "Acknowledge", /^Acknowledged now/);
    await expect(status(page, "Investigating")).toBeVisible();
    await stepByKey(page, "Identified", /^Identified now/);
    await expect(status(page, "Identified")).toBeVisible();

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Mitigated, at …" }).click();
    const form = dialog(page, "Mitigated, monitoring");
    await form.getByLabel("When").fill("5 min ago");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    await expect(status(page, "Monitoring")).toBeVisible();

    await stepByKey(page, "Resolve", /^Resolved now/);
    await expect(status(page, "Resolved")).toBeVisible();
    const { mitigatedAt, resolvedAt, metrics } = await readIncident(own, 1);
    expect(Date.parse(resolvedAt ?? "") - Date.parse(mitigatedAt ?? "")).toBeGreaterThan(4 * 60_000);
    expect(metrics.timeToMitigateMs).toBeGreaterThan(24 * 60_000);
  });

  test("adds an impact with times of its own", async ({ page, own }) => {
    await logOutage(own);
    await open(page, `/${own.slug}/incidents/1`);
    await page.keyboard.press("a");
    const form = dialog(page, "Add impact");
    await form.getByRole("combobox", { name: "Service" }).click();
    await page.getByRole("option", { name: /^Search/ }).click();
    await form.getByLabel("Share lost").fill("45 %");
    await form.getByLabel("From").fill("25 min ago");
    await form.getByLabel("To").fill("10 min ago");
    await form.getByRole("button", { name: "Add impact" }).click();
    await expect(form).toBeHidden();
    const search = (await readIncident(own, 1)).impacts.find((impact) => impact.service.slug === "search");
    expect(search?.fraction).toBe(0.45);
    const minutes = (Date.parse(search?.endedAt ?? "") - Date.parse(search?.startedAt ?? "")) / 60_000;
    expect(minutes).toBeCloseTo(15, 0);
    await expect(page.getByRole("region", { name: "Timeline" })).toContainText(/added search, 45 % lost/i);
  });

  test("corrects a time; the timeline keeps what stood there", async ({ page, own }) => {
    await logOutage(own);
    await open(page, `/${own.slug}/incidents/1`);
    await page.keyboard.press("t");
    const form = dialog(page, "Edit times");
    const start = form.getByLabel("Impact start");
    await start.fill("40 min ago");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    const edit = page
      .getByRole("region", { name: "Timeline" })
      .getByRole("listitem")
      .filter({ hasText: /Impact start/i })
      .last();
    await expect(edit.getByRole("img", { name: "became" })).toBeVisible();
    await expect(edit.getByRole("time")).toHaveCount(2);
  });

  test("is told at the field why a time cannot be, and loses nothing", async ({ page, own }) => {
    await logOutage(own);
    await open(page, `/${own.slug}/incidents/1`);
    await page.keyboard.press("t");
    const form = dialog(page, "Edit times");
    await form.getByLabel("Acknowledged").fill("15 min ago");
    await form.getByLabel("Resolved").fill("2 hours ago");
    await page.keyboard.press("ControlOrMeta+Enter");
    const resolved = form.getByLabel("Resolved");
    await expect(resolved).toHaveAttribute("aria-invalid", "true");
    await expect(resolved).toHaveAccessibleDescription(/before/i);
    await expect(resolved).toHaveValue("2 hours ago");
    await expect(form.getByLabel("Acknowledged")).toHaveValue("15 min ago");
    expect((await readIncident(own, 1)).acknowledgedAt).toBeNull();
  });

  test("says that an AI tool acted; the first statement stays in the history", async ({ page, own }) => {
    await logOutage(own, { causes: [{ kind: "deployment", role: "primary", status: "suspected" }] });
    await open(page, `/${own.slug}/incidents/1`);
    await page.keyboard.press("r");
    const form = dialog(page, "Revise causes");
    await form.getByLabel("Cause", { exact: true }).selectOption({ label: "Agent action" });
    await form.getByLabel("Status").selectOption("confirmed");
    await form.getByLabel("What the AI did").selectOption("acted");
    await form.getByLabel("AI's part is").selectOption("confirmed");
    await form.getByLabel("Tool").fill("Ops agent 4");
    await form.getByLabel("Permissions it had").fill("an operator's");
    await form.getByLabel("What is said").fill("The agent deleted the environment and made it anew.");
    await form.getByLabel("Source", { exact: true }).fill("Audit log");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    const statements = page.getByRole("region", { name: "Causes" }).getByRole("list").last();
    const [newest, first] = [
      statements.getByRole("listitem").first(),
      statements.getByRole("listitem").last(),
    ];
    await expect(newest).toContainText("Agent action");
    await expect(newest).toContainText("tool: Ops agent 4");
    await expect(newest).toContainText("permissions: an operator's");
    await expect(newest).toContainText("Audit log");
    await expect(first).toContainText("Code deployment");
  });

  test("edits in two tabs: the second sees both versions and chooses", async ({ page, own }) => {
    await logOutage(own);
    const other = await page.context().newPage();
    await open(page, `/${own.slug}/incidents/1`);
    await open(other, `/${own.slug}/incidents/1`);
    const mine = dialog(page, "Edit details");
    const theirs = dialog(other, "Edit details");
    await page.keyboard.press("e");
    await expect(mine).toBeVisible();
    await other.keyboard.press("e");
    await theirs.getByLabel("Title").fill("Payments refuse cards");
    await theirs.getByRole("button", { name: "Save details" }).click();
    await expect(theirs).toBeHidden();

    await mine.getByLabel("Title").fill("Payments time out everywhere");
    await mine.getByRole("button", { name: "Save details" }).click();
    const title = mine.getByRole("group", { name: /^Title/ });
    await expect(title).toContainText("Payments time out everywhere");
    await expect(title).toContainText("Payments refuse cards");
    await title.getByRole("radio", { name: /Keep mine/ }).check();
    await mine.getByRole("button", { name: "Save details" }).click();
    await expect(mine).toBeHidden();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Payments time out everywhere");
  });

  test("logs on a page of its own where no dialog fits", async ({ page, own }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/${own.slug}/incidents/new`);
    await answersKeys(page);
    await page.getByRole("textbox", { name: "Title" }).fill("Search is slow");
    await page.getByRole("combobox", { name: /in one line/ }).fill("sev3 @search 20% ");
    await page.getByRole("button", { name: "Log incident" }).last().click();
    await expect(page).toHaveURL(/\/incidents\/1$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search is slow");
  });
});

interface Incident {
  severity: string;
  impactStartedAt: string;
  acknowledgedAt: string | null;
  mitigatedAt: string | null;
  resolvedAt: string | null;
  metrics: { timeToMitigateMs: number | null };
  impacts: {
    service: { slug: string };
    level: string | null;
    fraction: number;
    startedAt: string;
    endedAt: string | null;
  }[];
  causes: { kind: string; status: string }[];
}

function readIncident(own: OwnWorkspace, number: number): Promise<Incident> {
  return own.send<Incident>("get", `/incidents/${number}`);
}

async function logOutage(own: OwnWorkspace, more: object = {}): Promise<void> {
  await own.send("post", "/incidents", {
    title: "Payments time out",
    severity: "SEV2",
    impacts: [{ service: "payments", level: "major", startedAt: minutesAgo(30) }],
    ...more,
  });
}

/** The one key that always means the step written on the button. */
async function stepByKey(page: Page, button: string, done: RegExp): Promise<void> {
  await expect(page.getByRole("button", { name: button, exact: false }).first()).toBeVisible();
  await page.keyboard.press("x");
  await expect(page.getByText(done)).toBeVisible();
}

function status(page: Page, word: string) {
  return page.getByRole("list", { name: "Lifecycle" }).locator("[aria-current=step]").getByText(word);
}
