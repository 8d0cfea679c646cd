import { sign } from "@octokit/webhooks-methods";
import type { Page } from "@playwright/test";
import { dialog, expect, open, test } from "./fixtures";

const settle = { timeout: 30_000 };

/** What the setup guide shows to enter at the sender. */
async function shownToEnter(page: Page): Promise<{ address: string; secret: string }> {
  const guide = page.getByRole("region", { name: /^Set up/ });
  const address = await guide.getByText(/\/api\/v1\/hooks\/[^/]+\/[0-9a-f-]{36}$/).textContent();
  const secret = guide.getByRole("status", { name: "The secret" });
  await expect(secret).toHaveText(/^•+$/);
  await guide.getByRole("button", { name: "Show" }).click();
  await expect(secret).toHaveText(/^\S{40,}$/);
  return { address: address ?? "", secret: (await secret.textContent()) ?? "" };
}

const revision = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const commit = {
  id: revision,
  tree_id: revision,
  distinct: true,
  message: "Retry card payments once\n\nCo-authored-by: Copilot <copilot@github.com>",
  timestamp: new Date(Date.now() - 3_600_000).toISOString(),
  url: `https://github.com/northwind/shop/commit/${revision}`,
  author: { name: "Ada Park", email: "ada@northwind.example", username: "adapark" },
  committer: { name: "GitHub", email: "noreply@github.com", username: "web-flow" },
  added: [],
  removed: [],
  modified: ["services/payments/src/retry.ts"],
};
const push = {
  ref: "refs/heads/main",
  before: "0".repeat(40),
  after: revision,
  created: false,
  deleted: false,
  forced: false,
  base_ref: null,
  compare: "https://github.com/northwind/shop/compare/a...b",
  commits: [commit],
  head_commit: commit,
  repository: {
    id: 1,
    name: "shop",
    full_name: "northwind/shop",
    html_url: "https://github.com/northwind/shop",
    default_branch: "main",
    owner: { login: "northwind" },
    pushed_at: Math.floor(Date.now() / 1000),
  },
  pusher: { name: "adapark", email: "ada@northwind.example" },
  sender: { login: "adapark", id: 2, type: "User" },
};

test.describe("an admin connects the places where changes happen", () => {
  test("GitHub, from the empty page to the first change", async ({ own, signInAs, request }) => {
    const { page } = await signInAs("admin");
    await open(page, `/${own.slug}/settings/integrations`);
    await expect(page.getByText("Nothing is connected yet")).toBeVisible();
    await page.getByRole("button", { name: "Set up GitHub" }).click();
    const adding = dialog(page, "Add an integration");
    await adding.getByLabel("Name").fill("GitHub of Northwind");
    await adding.getByRole("button", { name: "Add integration" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("GitHub of Northwind", settle);
    await expect(page.getByText("Nothing has come yet")).toBeVisible();

    const { address, secret } = await shownToEnter(page);
    const body = JSON.stringify(push);
    const post = (signature: string) =>
      request.post(address, {
        data: body,
        headers: {
          "content-type": "application/json",
          "x-github-event": "push",
          "x-github-delivery": "journey-1",
          "x-hub-signature-256": signature,
        },
      });
    expect((await post(await sign(`${secret}x`, body))).status()).toBe(401);
    expect((await post(await sign(secret, body))).status()).toBe(202);

    // Nobody reloads the page: what comes shows up by itself.
    const row = page.getByRole("row", { name: /^push/ });
    await expect(row).toContainText("Done", settle);
    await row.getByRole("link", { name: "push" }).click();
    await expect(page.getByRole("textbox", { name: "Body" })).toHaveValue(/"after": "4b825dc6/);
    await row.getByRole("link", { name: "Retry card payments once" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Retry card payments once", settle);

    await open(page, `/${own.slug}/settings/integrations`);
    await expect(page.getByRole("row", { name: /GitHub of Northwind/ })).toContainText("On");
  });

  test("and looks after what could not be worked off", async ({ own, signInAs, request }) => {
    const { page } = await signInAs("admin");
    const { integration, secret } = await own.send<{
      integration: { id: string; path: string };
      secret: string;
    }>("post", "/integrations", { kind: "github", name: "GitHub" });
    const repository = await own.send<{ id: string }>("post", "/repositories", {
      name: "github.com/northwind/shop",
    });
    const choose = (deploymentsFrom: string[]) =>
      own.send("patch", `/repositories/${repository.id}`, { deploymentsFrom }, { "if-match": "*" });
    const post = async (event: string, payload: object) => {
      const body = JSON.stringify(payload);
      const signature = await sign(secret, body);
      const headers = { "content-type": "application/json", "x-github-event": event };
      const answer = await request.post(integration.path, {
        data: body,
        headers: { ...headers, "x-github-delivery": event, "x-hub-signature-256": signature },
      });
      expect(answer.status(), await answer.text()).toBe(202);
    };
    await choose([]);
    await post("deployment", { action: "created", repository: push.repository });
    const release = { id: 7, tag_name: "v7", name: "Release 7", published_at: commit.timestamp };
    await post("release", { action: "published", release, repository: push.repository });

    await open(page, `/${own.slug}/settings/integrations/${integration.id}?status=failed`);
    const failed = page.getByRole("row", { name: /^deployment\.created/ });
    await expect(failed).toContainText(/deployment is missing/, settle);
    await failed.getByRole("button", { name: "Redeliver deployment.created" }).click();
    await expect(page.getByText("deployment.created is worked off again")).toBeVisible();

    // What was set otherwise meanwhile is read anew.
    await open(page, `/${own.slug}/settings/integrations/${integration.id}`);
    await expect(failed).toContainText("Failed", settle);
    const ignored = page.getByRole("row", { name: /^release\.published/ });
    await expect(ignored).toContainText("Releases are not taken for deployments", settle);
    await choose(["releases"]);
    await ignored.getByRole("link", { name: "release.published" }).click();
    await ignored.getByRole("button", { name: /^Redeliver/ }).click();
    await expect(ignored).toContainText("Done", settle);
    await expect(ignored.getByRole("link", { name: "Release 7" })).toBeVisible();
  });
});

test("a responder gives a repository's files to services, and sees what that does first", async ({
  own,
  signInAs,
}) => {
  await own.addServices();
  const repository = await own.send<{ id: string }>("post", "/repositories", {
    name: "github.com/northwind/shop",
  });
  await own.send("post", "/changes", {
    kind: "code",
    title: "Retry card payments once",
    repository: "github.com/northwind/shop",
    revision,
    mergedAt: new Date(Date.now() - 3_600_000).toISOString(),
    paths: ["services/payments/src/retry.ts"],
  });
  const { page } = await signInAs("responder");
  await open(page, `/${own.slug}/settings/repositories`);
  await page.getByRole("link", { name: "github.com/northwind/shop" }).click();
  const rules = page.getByRole("region", { name: "Which files belong to which services" });
  await rules.getByRole("button", { name: "Text" }).click();
  const text = rules.getByLabel(/^One rule a line/);
  await text.fill("* @northwind/web");
  await expect(rules.getByText("Line 1: @northwind/web is an owner")).toBeVisible();
  await expect(rules.getByRole("button", { name: "Save rules" })).toBeDisabled();
  await text.fill("*  search\n/services/payments/  payments  # cards");
  await rules.getByRole("button", { name: "Rows" }).click();
  await rules.getByLabel("Try a path").fill("services/payments/src/card.ts");
  await expect(rules.getByText(/Rule 2 decides/)).toContainText("payments");
  await rules.getByRole("button", { name: "Preview on what is on record" }).click();
  await expect(rules.getByRole("status")).toContainText("1 of 1 changes on record would get other services");
  await rules.getByRole("button", { name: "Save and apply to 1 change" }).click();
  await expect(rules.getByRole("status")).toContainText("1 of 1 changes got other services");
  await open(page, `/${own.slug}/settings/repositories/${repository.id}`);
  await expect(page.getByLabel("Pattern of rule 2")).toHaveValue("/services/payments/");
});
