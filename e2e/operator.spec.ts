import { dialog, expect, open, test } from "./fixtures";

// Headings that no importer can guess, so the operator maps them by hand.
const csv = [
  "ref,headline,how bad,began,over,where",
  "OPS-1,Mail queue stuck,SEV3,2026-03-02T08:00:00Z,2026-03-02T09:30:00Z,Mail",
  "OPS-2,Sign-in refused,SEV2,2026-03-09T10:00:00Z,2026-03-09T10:45:00Z,Identity",
  "OPS-3,The end before the start,SEV3,2026-03-11T12:00:00Z,2026-03-11T11:00:00Z,Mail",
  "OPS-4,Mail slow,SEV4,2026-03-20T06:00:00Z,2026-03-20T06:20:00Z,Mail",
].join("\n");
const file = { name: "incidents.csv", mimeType: "text/csv", buffer: Buffer.from(`${csv}\n`) };

test.describe("the operator who sets Faultline up", () => {
  test("imports a file with one bad row; a second time changes nothing", async ({ page, own }) => {
    await open(page, `/${own.slug}/import`);
    await page.getByLabel("File to import").last().setInputFiles(file);
    const preview = page.getByRole("region", { name: "What the file holds" });
    await expect(preview).toBeVisible();
    await preview.getByLabel("Kind").selectOption({ label: "Incidents, CSV" });
    // The columns stand open, because the start is still missing.
    await preview.getByLabel("Severity", { exact: true }).selectOption("how bad");
    await preview.getByLabel("Impact ended").selectOption("over");
    await preview.getByLabel("Service", { exact: true }).selectOption("where");
    await preview.getByLabel("Started").selectOption("began");
    await expect(preview.getByLabel("Title")).toHaveValue("headline");
    const refused = page.getByRole("region", { name: "Rows that will be refused" });
    await expect(refused.getByRole("row")).toHaveCount(2);
    await page.getByRole("button", { name: "Import 3 records" }).click();

    const report = page.getByRole("region", { name: "Imported" });
    await expect(report).toBeVisible();
    await expect(report.getByText("Refused").locator("..")).toContainText("1");
    const reason = page.getByRole("region", { name: "Refused rows" }).getByRole("row").last();
    await expect(reason).toContainText("OPS-3");
    await expect(reason).toContainText(/before|end/i);
    const { incidents } = await own.send<{ incidents: { title: string; severity: string }[] }>(
      "get",
      "/incidents",
    );
    expect(incidents.map(({ title, severity }) => `${severity} ${title}`)).toEqual([
      "SEV4 Mail slow",
      "SEV2 Sign-in refused",
      "SEV3 Mail queue stuck",
    ]);

    await page.getByRole("button", { name: "Import another file" }).click();
    const again = await importAgain(own.slug, page.request);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 3, refused: 1 });
    await page.goto(`/${own.slug}/incidents?record=imported`);
    await expect(page.locator("[data-row]")).toHaveCount(3);
  });

  test("is guided onward by an empty workspace, until something shows", async ({ page, own }) => {
    await open(page, `/${own.slug}`);
    await expect(page.getByText("Nothing is recorded here yet")).toBeVisible();
    for (const way of ["Log an incident", "Import a history", "Look around in the sample"]) {
      await expect(page.getByRole("heading", { name: way })).toBeVisible();
    }
    await page.getByRole("main").getByRole("link", { name: "Add a service" }).click();
    await expect(page).toHaveURL(/\/services/);
    await page
      .getByRole("button", { name: /Add (a |the first )?service/ })
      .first()
      .click();
    const form = dialog(page, "Add a service");
    await form.getByLabel(/^Name/).fill("Storefront");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(form).toBeHidden();
    await expect(page).toHaveURL(/\/services\/storefront$/);
    await page.keyboard.press("c");
    const log = dialog(page, "Log incident");
    await log.getByRole("textbox", { name: "Title" }).fill("Storefront down");
    await log.getByRole("combobox", { name: /in one line/ }).fill("sev1 @storefront major from 30 min ago");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page).toHaveURL(/\/incidents\/1$/);
    await page.getByRole("link", { name: "Overview" }).first().click();
    await expect(page.getByRole("region", { name: "Figures of the period" })).toBeVisible();
    await expect(page.getByText("Storefront down").first()).toBeVisible();
  });

  test("hears what is wrong with a file that cannot be read", async ({ page, own }) => {
    await open(page, `/${own.slug}/import`);
    const broken = {
      name: "incidents.json",
      mimeType: "application/json",
      buffer: Buffer.from('{"incidents": ['),
    };
    await page.getByLabel("File to import").last().setInputFiles(broken);
    await expect(page.getByText("The file cannot be imported")).toBeVisible();
    await expect(page.getByRole("main")).toContainText(/JSON/);
  });
});

interface Run {
  id: string;
  status: string;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}

/** The same file with the same columns through the API, which is what the page sends. */
async function importAgain(
  slug: string,
  request: import("@playwright/test").APIRequestContext,
): Promise<Run> {
  const mapping = {
    externalId: "ref",
    title: "headline",
    severity: "how bad",
    startedAt: "began",
    endedAt: "over",
    service: "where",
  };
  const headers = { "faultline-workspace": slug };
  const answer = await request.post("/api/v1/imports", {
    headers,
    multipart: { file, kind: "incident-csv", options: JSON.stringify({ mapping }) },
  });
  const started: Run = await answer.json();
  await expect
    .poll(async () => (await readRun(request, slug, started.id)).status, { intervals: [100, 200, 500] })
    .toBe("done");
  return readRun(request, slug, started.id);
}

async function readRun(
  request: import("@playwright/test").APIRequestContext,
  slug: string,
  id: string,
): Promise<Run> {
  const answer = await request.get(`/api/v1/imports/${id}`, { headers: { "faultline-workspace": slug } });
  return answer.json();
}
