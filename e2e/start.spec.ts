import http from "node:http";
import { expect, test } from "@playwright/test";

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

test("a page shows nothing of a workspace to a request that came by a foreign name", async ({ baseURL }) => {
  const address = `${baseURL}/kestrel/incidents`;
  const own = await answerTo(address, new URL(address).host);
  expect(own.status).toBe(200);
  expect(own.body).toContain("Kestrel Commerce");
  for (const host of ["rebound.example", "127.0.0.1.rebound.example"]) {
    const foreign = await answerTo(address, host);
    expect(foreign.status).toBe(404);
    expect(foreign.body).not.toContain("Kestrel Commerce");
  }
});
