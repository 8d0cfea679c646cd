import { dialog, expect, open, test } from "./fixtures";

// In a project of its own that runs after all others: every other journey reads the sample.
test("the operator removes the sample, and nothing else goes with it", async ({
  page,
  own,
  sample,
  request,
}) => {
  await own.addServices();
  try {
    await open(page, `/${own.slug}/settings`);
    await page.getByRole("button", { name: "Remove the sample" }).click();
    await dialog(page, /Remove the sample/)
      .getByRole("button", { name: /Remove the sample/ })
      .click();
    await expect(page.getByRole("button", { name: "Make the sample" })).toBeVisible();
    expect((await request.get(`/${sample}`)).status()).toBe(404);
    const { services } = await own.send<{ services: unknown[] }>("get", "/services");
    expect(services).toHaveLength(3);
  } finally {
    await request.post("/api/v1/workspaces/sample");
  }
});
