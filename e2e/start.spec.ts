import http from "node:http";
import { expect, test } from "./fixtures";

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

/** What the server answers to a request that names another host, as a browser would whose name server was tricked. */
function answerTo(address: string, host: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { headers: { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    request.on("error", reject);
  });
}

test("a page shows nothing of a workspace to a stranger, whatever name the request came by", async ({
  baseURL,
}) => {
  const address = `${baseURL}/kestrel/incidents`;
  for (const host of [new URL(address).host, "rebound.example", "127.0.0.1.rebound.example"]) {
    const { status, body } = await answerTo(address, host);
    expect([307, 404]).toContain(status);
    expect(body).not.toContain("Kestrel Commerce");
  }
});
