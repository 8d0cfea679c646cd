import { readFileSync } from "node:fs";
import type { Download, Page } from "@playwright/test";
import { expect, open, test } from "./fixtures";

test.describe("the vice-president on Tuesday morning", () => {
  test("sees the figures and the picture, and nothing fails on the way", async ({ page, sample }) => {
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(error.message));
    page.on("console", (message) => message.type() === "error" && failures.push(message.text()));
    await open(page, `/${sample}`);
    const figures = page.getByRole("region", { name: "Figures of the period" });
    for (const name of ["Availability", "Error budget", "Large incidents", "AI adoption", "Impact minutes"]) {
      await expect(figures.getByRole("link", { name: new RegExp(`^${name}`) })).toBeVisible();
    }
    await expect(figures.getByRole("link", { name: /^Availability/ })).toContainText(/\d{2}\.\d{3}/);
    await expect(picture(page)).toBeVisible();
    await expect(page.getByRole("region", { name: "Costliest incidents" }).getByRole("row")).not.toHaveCount(
      0,
    );
    expect(failures).toEqual([]);
  });

  test("changes period and comparison; the address holds both", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    await chip(page, "Last 26 weeks").click();
    await page.getByRole("link", { name: "Last 13 weeks" }).click();
    await expect(page).toHaveURL(/period=13w/);
    await chip(page, "13 weeks before").click();
    await page.getByRole("link", { name: "No comparison" }).click();
    await expect(page).toHaveURL(/period=13w&compare=none/);
    const figures = page.getByRole("region", { name: "Figures of the period" });
    await expect(figures.getByText(/^from \d/)).toHaveCount(0);
    await page.goto(`/${sample}?period=last-quarter&compare=year&grain=month`);
    await expect(chip(page, "Last quarter")).toBeVisible();
    await expect(chip(page, "same time last year")).toBeVisible();
    await expect(picture(page)).toContainText("Availability per month");
  });

  test("reads what part of the changes is AI's and how often each class fails, and opens their rows", async ({
    page,
    sample,
  }) => {
    await open(page, `/${sample}`);
    await expect(picture(page)).toContainText("Changes by AI\u2019s part");
    const panel = page.getByRole("region", { name: "Changes by AI\u2019s part" });
    await expect(panel).toContainText("Follow-up window of 7 days");
    const row = panel.getByRole("row", { name: /^AI \d/ });
    const links = await row.getByRole("link").all();
    const [changes, followed, failed] = await Promise.all(
      links.map(async (link) => Number(((await link.textContent()) ?? "").replace(/\D/g, ""))),
    );
    const address = new URL((await links[0]?.getAttribute("href")) ?? "", page.url());
    const [from, to] = ["from", "to"].map((name) => address.searchParams.get(name));
    const span = `workspace=${sample}&from=${from}&to=${to}`;
    const share = await (await page.request.get(`/api/v1/change-share?${span}`)).json();
    const failures = await (await page.request.get(`/api/v1/change-failure-rate?${span}`)).json();
    expect(share.total.ai).toBe(changes);
    expect(failures.total.ai).toMatchObject({ changes: followed, failed });
    const csv = await (
      await page.request.get(`/api/v1/changes.csv?workspace=${sample}&${address.searchParams}`)
    ).text();
    expect(csv.trim().split("\r\n")).toHaveLength((changes ?? 0) + 1);
    await links[2]?.click();
    await expect(page).toHaveURL(/involvement=ai&verdict=cause%2Ccontributing&counts=yes/);
    await expect(page.getByRole("main").getByRole("link", { name: /\S/ }).first()).toBeVisible();
  });

  test("replays a stricter policy, sees what it would have held and cost, and saves it as monitor", async ({
    page,
    own,
  }) => {
    await own.addServices();
    const dayMs = 86_400_000;
    const ago = (days: number) => new Date(Date.now() - days * dayMs).toISOString();
    for (const [index, days] of [20, 12, 5].entries()) {
      const change = await own.send<{ id: string }>("post", "/changes", {
        kind: "code",
        title: `Retry card tokens ${index}`,
        services: ["checkout"],
        revision: `${index}`.padStart(40, "a"),
        mergedAt: ago(days),
        additions: 100,
        deletions: 0,
        description: "Co-Authored-By: Claude <noreply@anthropic.com>",
      });
      if (days === 5) continue;
      const incident = await own.send<{ number: number }>("post", "/incidents", {
        title: `Checkout fails ${index}`,
        severity: "SEV2",
        impacts: [{ service: "checkout", startedAt: ago(days - 1), endedAt: ago(days - 1.1) }],
      });
      await own.send("put", `/incidents/${incident.number}/changes/${change.id}`, {
        verdict: "cause",
        reason: "It was.",
      });
    }
    await open(page, `/${own.slug}`);
    await page.keyboard.press("g");
    await page.keyboard.press("l");
    await expect(page.getByText("Nothing is asked of any change.")).toBeVisible();
    await page.getByRole("link", { name: "Write a policy" }).click();
    await page.getByRole("combobox", { name: "Preset" }).selectOption("Every AI-assisted change");
    await page.getByRole("button", { name: "Add preset" }).click();
    const rules = page.getByRole("region", { name: "Rules" });
    await expect(rules).toContainText("need the approval of a senior or higher within a day");
    await expect(page.getByRole("region", { name: "What changes" })).toContainText(
      "Added: Every AI-assisted change",
    );

    const replay = page.getByRole("region", { name: "Replay" });
    await replay.getByRole("button", { name: "Replay" }).click();
    await expect(replay).toContainText("would have held a causing change of 2 of 2 incidents");
    await expect(replay).toContainText("Too little data to tell");
    await expect(replay).toContainText("it is not prevented");
    await expect(replay.getByRole("row", { name: /^draft/ })).toContainText("2 of 2");
    await expect(replay.getByRole("row", { name: /Checkout fails 0/ })).toContainText("held");

    await page.reload();
    await expect(rules).toContainText("Every AI-assisted change");
    await page.getByLabel("Why it is this policy now").fill("To see what it would ask of us.");
    await page.getByRole("button", { name: "All monitor" }).click();
    await page.getByRole("button", { name: "Save v1" }).click();
    await expect(page.getByRole("region", { name: "In force: v1" })).toContainText("Monitors");
    await expect(page.getByRole("region", { name: "Versions" })).toContainText(
      "To see what it would ask of us.",
    );
  });

  test("opens the rows behind every figure", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    const figures = page.getByRole("region", { name: "Figures of the period" });
    const links = await figures.getByRole("link").all();
    expect(links).toHaveLength(5);
    const addresses = await Promise.all(links.map(async (link) => (await link.getAttribute("href")) ?? ""));
    const large = (await figures.getByRole("link", { name: /^Large/ }).textContent()) ?? "";
    const counted = [...large.matchAll(/(\d+)\s*SEV[12]/g)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
    for (const address of new Set(addresses)) {
      await page.goto(address);
      await expect(page.getByRole("main").getByRole("table").first()).toBeVisible();
    }
    // The list shows what was active in the period; the figure counts what began in it.
    const list = addresses.find((address) => address.includes("severity=SEV1")) ?? "";
    const search = new URL(list, page.url()).searchParams;
    const answer = await page.request.get(`/api/v1/incidents.csv?workspace=${sample}&${search}`);
    const rows = (await answer.text()).trim().split("\r\n").slice(1);
    expect(rows.length).toBeGreaterThanOrEqual(counted);
    expect(rows.length).toBeLessThanOrEqual(counted + 3);
  });

  test("opens the incidents of a point, by key and by its ring", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    const cursor = page.getByRole("slider", { name: /Point in time/ });
    await cursor.focus();
    await page.keyboard.press("End");
    await expect(cursor).toHaveAttribute("aria-valuetext", /AI adoption/);
    await expect(cursor).toHaveAttribute("aria-valuetext", /AI share of changes/);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/incidents\?from=\d{4}-\d{2}-\d{2}&to=\d{4}-\d{2}-\d{2}/);

    await page.goto(`/${sample}`);
    await picture(page)
      .getByRole("link", { name: /^INC-\d+/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/incidents\/\d+$/);
  });

  test("takes the chart home as CSV, SVG and PNG", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    const panel = page.getByRole("region", { name: "Availability and AI adoption" });
    const take = async (name: string): Promise<Download> => {
      const menu = panel.getByRole("group").filter({ hasText: "Data as CSV" });
      if ((await menu.getAttribute("open")) === null) await panel.getByLabel("Export the chart").click();
      const coming = page.waitForEvent("download");
      await panel.getByText(name).click();
      return coming;
    };
    const csv = readFileSync(await (await take("Data as CSV")).path(), "utf8");
    expect(csv).toMatch(/^ai-share-of-changes,/m);
    expect(csv).toMatch(/^change-failure-rate-none-found,/m);
    const rows = csv
      .trim()
      .split("\r\n")
      .map((row) => row.split(","));
    expect(rows[0]?.slice(0, 4)).toEqual(["measure", "start", "end", "value"]);
    const weeks = rows.filter(([measure]) => measure === "availability");
    expect(weeks.length).toBeGreaterThanOrEqual(26);
    expect(weeks.length).toBeLessThanOrEqual(27);
    expect(weeks.every(([, , , value]) => Number(value) > 0.9 && Number(value) <= 1)).toBe(true);
    expect(rows.some(([measure]) => measure === "adoption")).toBe(true);

    const svg = readFileSync(await (await take("Picture as SVG")).path(), "utf8");
    expect(svg).toMatch(/^<svg[^>]+xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain("Availability per week");
    expect(svg).not.toMatch(/var\(--|class="/);

    const png = readFileSync(await (await take("Picture as PNG")).path());
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(png.readUInt32BE(16)).toBeGreaterThan(2000);
    expect(png.length).toBeGreaterThan(30_000);
  });

  test("prints it without the controls, on landscape paper", async ({ page, sample }) => {
    await open(page, `/${sample}`);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("navigation")).toBeHidden();
    await expect(page.getByRole("button", { name: /Log incident/ })).toBeHidden();
    await expect(page.getByText(/against 26 weeks before/i).last()).toBeVisible();
    await expect(picture(page)).toBeVisible();
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString("latin1"));
    expect(Number(box?.[1])).toBeGreaterThan(Number(box?.[2]));
  });
});

test.describe("the vice-president behind a proxy that strips scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("still sees figures and picture, and can change the period", async ({ page, sample }) => {
    await page.goto(`/${sample}`);
    await expect(page.getByRole("region", { name: "Figures of the period" })).toContainText(/\d{2}\.\d{3}/);
    await expect(picture(page)).toBeVisible();
    await expect(picture(page)).toContainText("Availability per week");
    expect(await picture(page).locator("path").count()).toBeGreaterThan(1);
    await chip(page, "Last 26 weeks").click();
    await page.getByRole("link", { name: "Last 4 weeks" }).click();
    await expect(page).toHaveURL(/period=4w/);
    await expect(picture(page)).toBeVisible();
  });
});

/** The main picture at the width that shows; the server's HTML holds it in a few. */
function picture(page: Page) {
  return page.locator('svg[data-chart="trend"]').filter({ visible: true });
}

/** A filter of the overview: it opens without scripts too. */
function chip(page: Page, words: string) {
  return page.locator("summary").filter({ hasText: words });
}
