import { answersKeys, expect, open, test } from "./fixtures";

test("an admin finds who changed what, and erases a person without breaking the trail", async ({
  page,
  own,
}) => {
  await own.addServices();
  const person = await own.send<{ id: string }>("post", "/people", {
    name: "Robin Example",
    level: "mid",
    email: "robin@journeys.example",
  });
  await open(page, `/${own.slug}/audit`);
  await expect(page.getByRole("row", { name: /added a person/ })).toBeVisible();

  await page.getByLabel("Action").selectOption({ label: "created a service" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/action=service\.create/);
  await expect(page.getByRole("row", { name: /created a service/ })).toHaveCount(3);
  await expect(page.getByRole("row", { name: /added a person/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Clear filters" }).click();
  await expect(page.getByRole("row", { name: /added a person/ })).toBeVisible();
  await answersKeys(page);
  await page.getByRole("button", { name: /Details: .* added a person/ }).click();
  await expect(page.getByText("robin@journeys.example")).toBeVisible();

  await open(page, `/${own.slug}/people/${person.id}`);
  await page.getByRole("button", { name: "Erase this person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Erase" }).click();
  await expect(dialog.getByText("Type Robin Example exactly")).toBeVisible();
  await dialog.getByLabel(/Type the name/).fill("Robin Example");
  await dialog.getByRole("button", { name: "Erase" }).click();
  await expect(page.getByRole("heading", { name: /^Erased person [0-9a-f]{6}$/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Erase this person" })).toHaveCount(0);

  await open(page, `/${own.slug}/audit`);
  await page.getByRole("button", { name: /Details: .* added a person/ }).click();
  await expect(page.getByText(/erased-[0-9a-f]{6}@erased\.invalid/)).toBeVisible();
  await expect(page.getByText("robin@journeys.example")).toHaveCount(0);
  const answer = await page.request.get(`/api/v1/audit/verification?workspace=${own.slug}`);
  expect(await answer.json()).toMatchObject({ first: null, findings: [], erased: 1 });
});

test("a member who is no admin is not led to the trail, and is told whom to ask", async ({
  own,
  signInAs,
}) => {
  const { page } = await signInAs("viewer");
  await page.goto(`/${own.slug}/audit`);
  await expect(page.getByText("The audit trail is for admins")).toBeVisible();
  await expect(page.getByRole("link", { name: "Audit", exact: true })).toHaveCount(0);
});
