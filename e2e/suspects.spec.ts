import type { Page } from "@playwright/test";
import type { IncidentChange } from "@/domain/change/incident-change-schema";
import type { ChangeSummary } from "@/domain/change/schema";
import type { Incident } from "@/domain/incident/schema";
import { dialog, expect, minutesAgo, type OwnWorkspace, open, test } from "./fixtures";

const REVISION = "88214aa0c4f2b9d1e5a7c3b8f6d2e1a0b9c8d7e6";
const CULPRIT = "Validate coupon codes";

/** An outage of twenty minutes, the change behind it, and others before it. */
async function logOutage({ send }: OwnWorkspace): Promise<Incident> {
  const changes = [
    { title: "Tidy the footer", service: "search", minutes: 25, author: "mo" },
    { title: "Rename the basket", service: "checkout", minutes: 3000, author: "bo" },
    { title: "Warm the index", service: "search", minutes: 200, author: "mo" },
  ];
  for (const { title, service, minutes, author } of changes) {
    await send("post", "/changes", {
      kind: "code",
      title,
      services: [service],
      author: { login: author },
      additions: 12,
      deletions: 3,
      files: 2,
      deployedAt: minutesAgo(minutes),
      source: "journeys",
      externalId: title,
    });
  }
  await send("post", "/changes", {
    kind: "code",
    title: CULPRIT,
    repository: "github.com/northwind/shop",
    revision: REVISION,
    pullRequest: 882,
    services: ["checkout"],
    author: { login: "ann", name: "Ann Reyes" },
    additions: 400,
    deletions: 20,
    files: 9,
    deployedAt: minutesAgo(26),
    commits: [
      { revision: REVISION, message: `${CULPRIT}\n\nCo-Authored-By: Claude <noreply@anthropic.com>` },
    ],
  });
  return send("post", "/incidents", {
    title: "Checkout answers 500 to coupon codes",
    severity: "SEV2",
    impacts: [{ service: "checkout", level: "major", startedAt: minutesAgo(20) }],
  });
}

const suspects = (page: Page) => page.getByRole("region", { name: "Suspects" });
const linked = (page: Page) => page.getByRole("region", { name: /^Linked change/ });

async function linksOf(own: OwnWorkspace): Promise<IncidentChange[]> {
  return (await own.send<{ changes: IncidentChange[] }>("get", "/incidents/1/changes")).changes;
}

test.describe("the SRE in the first five minutes", () => {
  test.beforeEach(async ({ own }) => {
    await own.addServices();
    await logOutage(own);
  });

  test("finds the culprit first in the list, and links it within five clicks", async ({ page, own }) => {
    let clicks = 0;
    const click = async (locator: ReturnType<Page["getByRole"]>) => {
      clicks += 1;
      await locator.click();
    };
    await open(page, `/${own.slug}/incidents`);
    await click(page.getByRole("link", { name: "Checkout answers 500 to coupon codes" }).first());
    const first = suspects(page).getByRole("listitem").first();
    await expect(first).toContainText(CULPRIT);
    await expect(first).toContainText("6 minutes before impact start");
    await expect(first).toContainText("touches exactly what was hit: checkout");
    await click(first.getByRole("button", { name: "Cause" }));
    const form = dialog(page, "Cause");
    await form.getByLabel("Why this change caused the incident").fill("Coupons work again without it.");
    await click(form.getByRole("button", { name: "Name it the cause" }));
    await expect(form).toBeHidden();
    expect(clicks).toBeLessThanOrEqual(5);

    await expect(linked(page)).toContainText(CULPRIT);
    await expect(linked(page)).toContainText("Coupons work again without it.");
    await expect(page.getByRole("region", { name: "Timeline" })).toContainText(
      "Change #882 went live on Checkout",
    );
    const [link] = await linksOf(own);
    expect(link).toMatchObject({ verdict: "cause", change: { title: CULPRIT, verdict: "cause" } });
    expect(link?.history[0]?.probability).toBeGreaterThan(0.5);
  });

  test("has the ranking in the page as the server sends it, with what it is and is not", async ({
    page,
    own,
  }) => {
    const answer = await page.request.get(`/${own.slug}/incidents/1`);
    const html = await answer.text();
    for (const words of [CULPRIT, "Rename the basket", "None of these", "plays no part in the ranking"]) {
      expect(html.includes(words), `the page says "${words}"`).toBe(true);
    }
    // What has nothing to do with what was hit is not ranked at all.
    expect(html.includes("Tidy the footer")).toBe(false);
  });

  test("works by keys alone: to the suspects, a verdict, and a change that is pasted in", async ({
    page,
    own,
  }) => {
    await open(page, `/${own.slug}/incidents/1`);
    await page.keyboard.press("j");
    await expect(suspects(page).getByRole("link", { name: CULPRIT })).toBeFocused();
    await page.keyboard.press("1");
    await expect(linked(page)).toContainText(CULPRIT);
    expect((await linksOf(own)).map(({ verdict }) => verdict)).toEqual(["suspect"]);

    await page.keyboard.press("4");
    const form = dialog(page, "Cleared");
    await expect(form).toBeVisible();
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form.getByLabel("Why it did nothing")).toHaveAttribute("aria-invalid", "true");
    await page.keyboard.type("It was not live yet.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    expect((await linksOf(own)).map(({ verdict }) => verdict)).toEqual(["cleared"]);

    await page.keyboard.press("/");
    await page.keyboard.type("rename the basket");
    await expect(suspects(page).getByRole("option", { name: /Rename the basket/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(linked(page)).toContainText("Rename the basket");
  });

  test.describe("finds a change to link", () => {
    for (const [how, text] of [
      ["its address", "https://github.com/northwind/shop/pull/882"],
      ["its whole revision", REVISION],
      ["the head of its revision", REVISION.slice(0, 8)],
      ["its number", "#882"],
      ["words", "validate coupon"],
    ] as const) {
      test(`by ${how}`, async ({ own }) => {
        const { changes } = await own.send<{ changes: ChangeSummary[] }>(
          "get",
          `/changes/search?q=${encodeURIComponent(text)}`,
        );
        expect(changes.map(({ title }) => title)).toEqual([CULPRIT]);
      });
    }
  });

  test("and a colleague judge the same change: the later sees the other's words and loses none", async ({
    page,
    own,
  }) => {
    await open(page, `/${own.slug}/incidents/1`);
    const first = suspects(page).getByRole("listitem").first();
    await first.getByRole("button", { name: "Cause" }).click();
    const form = dialog(page, "Cause");
    await form.getByLabel("Why this change caused the incident").fill("Mine.");
    const [one] = (await own.send<{ suspects: { change: ChangeSummary }[] }>("get", "/incidents/1/suspects"))
      .suspects;
    await own.send("put", `/incidents/1/changes/${one?.change.id}`, {
      verdict: "contributing",
      reason: "Theirs.",
    });
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form.getByRole("alert")).toContainText("Theirs.");
    await expect(form.getByLabel("Why this change caused the incident")).toHaveValue("Mine.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    const [link] = await linksOf(own);
    expect(link?.history.map(({ reason }) => reason)).toEqual(["Mine.", "Theirs."]);
  });
});

test.describe("the postmortem author the week after", () => {
  test.beforeEach(async ({ own }) => {
    await own.addServices();
    await logOutage(own);
    const { suspects: ranked } = await own.send<{ suspects: { change: ChangeSummary }[] }>(
      "get",
      "/incidents/1/suspects",
    );
    await own.send("put", `/incidents/1/changes/${ranked[0]?.change.id}`, {
      verdict: "cause",
      reason: "Gone with the rollback.",
    });
  });

  test("is offered the AI cause that the verdict suggests, filled in", async ({ page, own }) => {
    await open(page, `/${own.slug}/incidents/1`);
    await linked(page).getByRole("button", { name: "State the AI cause" }).click();
    const form = dialog(page, "State a cause");
    await expect(form.getByLabel("Cause", { exact: true })).toHaveValue("genai-assisted-change");
    await expect(form.getByLabel("Tool")).toHaveValue(/claude/i);
    await expect(form.getByLabel("Which change")).toContainText(CULPRIT);
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    const [link] = await linksOf(own);
    const { causes, aiCause } = await own.send<Incident>("get", "/incidents/1");
    expect(aiCause).toBe("confirmed");
    expect(causes[0]).toMatchObject({
      kind: "genai-assisted-change",
      changeId: link?.change.id,
      evidenceId: link?.evidence[0]?.id,
    });
    await expect(linked(page).getByRole("button", { name: "State the AI cause" })).toBeHidden();
    await expect(page.getByRole("region", { name: "Causes" })).toContainText("Co-Authored-By: Claude");
  });

  test("sees on the change what it caused, and links it to a second incident, found by its words", async ({
    page,
    own,
  }) => {
    await own.send("post", "/incidents", {
      title: "Search is slow",
      severity: "SEV3",
      impacts: [{ service: "search", startedAt: minutesAgo(10) }],
    });
    const [link] = await linksOf(own);
    await open(page, `/${own.slug}/changes/${link?.change.id}`);
    const incidents = page.getByRole("region", { name: "Incidents" });
    await expect(incidents).toContainText("Checkout answers 500 to coupon codes");
    await expect(incidents).toContainText("Gone with the rollback.");
    await incidents.getByRole("button", { name: "Link to an incident" }).click();
    const form = dialog(page, "Link to an incident");
    await form.getByLabel("Incident").fill("search is");
    await form.getByRole("button", { name: /Search is slow/ }).click();
    await expect(form.getByLabel("Incident")).toHaveValue("INC-2");
    await form.getByLabel("Verdict").selectOption("contributing");
    await form.getByLabel("Why").fill("It warmed nothing.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    await expect(incidents).toContainText("Search is slow");
    await expect(incidents).toContainText("It warmed nothing.");
  });

  test("is asked which change and which evidence, and may say that it is not on record", async ({
    page,
    own,
  }) => {
    await open(page, `/${own.slug}/incidents/1`);
    await page.keyboard.press("r");
    const form = dialog(page, "State a cause");
    await form.getByLabel("Cause", { exact: true }).selectOption({ label: "GenAI-assisted change" });
    await form.getByLabel("Status").selectOption("confirmed");
    await page.keyboard.press("ControlOrMeta+Enter");
    const which = form.getByLabel("Which change");
    await expect(which).toHaveAttribute("aria-invalid", "true");
    await which.selectOption({ label: `${CULPRIT} (#882)` });
    await expect(form.getByLabel("Which evidence")).toContainText("Co-Authored-By: Claude");
    await which.selectOption({ label: "The change is not on record: say why below" });
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form.getByLabel("What is said")).toHaveAttribute("aria-invalid", "true");
    await form.getByLabel("What is said").fill("A vendor's change, of which we have no record.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    const { causes } = await own.send<Incident>("get", "/incidents/1");
    expect(causes[0]).toMatchObject({ status: "confirmed", changeId: null });
  });
});

/** An incident of the sample that nobody has traced yet, and the change that the ranking puts first by far. */
async function untracedIncident(page: Page, sample: string) {
  const headers = { "faultline-workspace": sample };
  const read = async <T>(path: string): Promise<T> =>
    (await page.request.get(`/api/v1${path}`, { headers })).json();
  const { incidents } = await read<{ incidents: Incident[] }>("/incidents?limit=50&order=desc&sort=started");
  for (const { number, title, record } of incidents) {
    if (record !== "generated") continue;
    const { suspects: ranked } = await read<{
      suspects: { change: ChangeSummary; probability: number; verdict: string | null }[];
    }>(`/incidents/${number}/suspects`);
    const [first] = ranked;
    const isOpen = ranked.every(({ verdict }) => verdict === null);
    if (first !== undefined && isOpen && first.probability > 0.5) return { number, title, first, headers };
  }
  throw new Error("The sample has no incident whose culprit is still to be found.");
}

test("the SRE finds and links the culprit of a sample incident within five clicks", async ({
  page,
  sample,
}) => {
  const { number, first, headers } = await untracedIncident(page, sample);
  await open(page, `/${sample}/incidents/${number}`);
  const row = suspects(page).getByRole("listitem").first();
  await expect(row).toContainText(first.change.title);
  await row.getByRole("button", { name: "Cause" }).click();
  const form = dialog(page, "Cause");
  await form.getByLabel("Why this change caused the incident").fill("It went away with the rollback.");
  await form.getByRole("button", { name: "Name it the cause" }).click();
  await expect(form).toBeHidden();
  await expect(linked(page)).toContainText(first.change.title);
  // The sample is everybody's: what was said here is taken back.
  const address = `/api/v1/incidents/${number}/changes/${first.change.id}`;
  expect((await page.request.delete(address, { headers: { ...headers, "if-match": "*" } })).status()).toBe(
    204,
  );
});
