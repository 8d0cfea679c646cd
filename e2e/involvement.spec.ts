import { dialog, expect, type OwnWorkspace, open, test } from "./fixtures";

const TRAILER = "Co-Authored-By: Claude <noreply@anthropic.com>";

/** A change that a login made, signed by a tool; and somebody on the roster whose login it is. */
async function tellOfChange(own: OwnWorkspace): Promise<{ id: string; address: string }> {
  await own.addServices();
  await own.send("post", "/people", {
    name: "Grace Lee",
    email: "grace.lee@northwind.example",
    level: "senior",
    handles: [],
  });
  const told = await own.send<{ id: string }>("post", "/changes", {
    kind: "code",
    title: "Round totals half up",
    source: "journeys",
    externalId: "round-totals",
    services: ["checkout"],
    author: { login: "grace-lee" },
    mergedAt: new Date(Date.now() - 3_600_000).toISOString(),
    commits: [{ revision: "1a2b3c4d5e6f", message: `Round totals half up\n\n${TRAILER}` }],
  });
  return { id: told.id, address: `/${own.slug}/changes/${told.id}` };
}

test.describe("AI’s part in a change", () => {
  test("a postmortem author contests the tag, and a reviewer decides", async ({ own, signInAs }) => {
    const { address } = await tellOfChange(own);
    const author = await signInAs("author");
    const { page } = author;
    await open(page, address);
    const panel = page.getByRole("region", { name: "AI’s part" });
    await expect(panel.getByRole("blockquote")).toHaveText(TRAILER);
    await expect(panel).toContainText("Claude wrote code");

    await page.keyboard.press("x");
    const contest = dialog(page, "Contest the tag");
    await contest.getByLabel("Why the tag is wrong").press("ControlOrMeta+Enter");
    await expect(contest).toContainText("Say why");
    await contest.getByLabel("Why the tag is wrong").fill("The trailer comes from a template.");
    await contest.getByRole("button", { name: "Contest" }).click();
    await expect(panel).toContainText(`Contested by ${author.account.name}`);
    await expect(panel).toContainText("stays as it is until somebody decides");
    await expect(panel).toContainText("Claude wrote code");
    const history = panel.getByRole("listitem").filter({ hasText: author.account.name });
    await expect(history).toContainText("The trailer comes from a template.");

    const reviewer = await signInAs("reviewer");
    await open(reviewer.page, address);
    const seen = reviewer.page.getByRole("region", { name: "AI’s part" });
    await expect(seen).toContainText("The trailer comes from a template.");
    await seen.getByRole("button", { name: "Correct" }).click();
    const correct = dialog(reviewer.page, "Correct the tag");
    await expect(correct.getByLabel("What it should be")).toHaveValue("none-found");
    await correct.getByLabel("Why it is so").fill("The template is in the repository.");
    await correct.getByRole("button", { name: "Correct" }).click();
    await expect(seen).toContainText("No evidence found");
    await expect(seen).toContainText("That does not mean that a person wrote it.");
    await expect(seen).toContainText(/Corrected by .*Detected was: AI, wrote code, Claude/);

    await page.reload();
    await expect(panel).toContainText("corrected to");
    await expect(panel.getByText("The trailer comes from a template.")).toBeVisible();
  });

  test("a viewer is told what they may not do, and why", async ({ own, signInAs }) => {
    const { address } = await tellOfChange(own);
    const { page } = await signInAs("viewer");
    await open(page, address);
    const panel = page.getByRole("region", { name: "AI’s part" });
    await expect(panel.getByRole("button", { name: "Contest" })).toBeVisible();
    await expect(panel.getByRole("button", { name: "Correct" })).toHaveCount(0);
    await expect(panel).toContainText("Correcting it is for authors and reviewers");
  });

  test("an admin merges a login into a person, and the change is theirs, with their level", async ({
    own,
    signInAs,
  }) => {
    const { address } = await tellOfChange(own);
    const { page } = await signInAs("admin");
    await open(page, address);
    await expect(page.getByRole("main")).toContainText("grace-lee, level unknown");

    await open(page, `/${own.slug}/people`);
    await page.getByRole("link", { name: "Identities" }).click();
    await page.waitForURL(/\/people\/identities$/);
    const suggestions = page.getByRole("region", { name: "May be the same person" });
    await expect(suggestions).toContainText("likely the same");
    await expect(suggestions).toContainText("the login grace-lee");
    await suggestions.getByRole("button", { name: "Merge grace-lee into Grace Lee" }).click();
    const merge = dialog(page, /Merge grace-lee/);
    await expect(merge).toContainText("1 change becomes Grace Lee’s, with the level in effect on its day");
    await expect(merge).toContainText("Nobody can undo it");
    await merge.getByRole("button", { name: "Merge" }).click();
    await expect(page.getByRole("main")).toContainText("Everybody known is on the roster");

    await open(page, address);
    await expect(page.getByRole("main")).toContainText("Grace Lee, senior then");
  });
});
