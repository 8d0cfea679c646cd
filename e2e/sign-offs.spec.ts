import { dialog, expect, type OwnWorkspace, open, test } from "./fixtures";

const POLICY = {
  rules: [
    {
      id: "mid-needs-a-senior",
      name: "Mid needs a senior",
      mode: "enforce",
      when: { involvement: ["ai"] },
      require: { approvals: 1, minimumLevel: "senior", withinMinutes: 240 },
    },
  ],
};
const TITLES = ["Retry card tokens", "Batch the consumer", "Shrink the replicas", "Rename the synonyms"];

/** Somebody who reviews, and four roll-outs of a colleague that wait for a senior. */
async function fillQueue(own: OwnWorkspace): Promise<{ graceId: string }> {
  await own.addServices();
  const addPerson = (name: string, level: string, handles: string[] = []) =>
    own.send<{ id: string }>("post", "/people", { name, level, handles });
  const { id: graceId } = await addPerson("Grace Lee", "senior");
  await addPerson("Rosa Lind", "principal");
  await addPerson("Ines Duarte", "mid", ["ines"]);
  const body = { policy: POLICY, reason: "The outages of the spring." };
  await own.send("post", "/policy/versions", body, { "if-match": '"0"' });
  for (const [index, title] of TITLES.entries()) {
    await own.send("post", "/changes", {
      kind: "deployment",
      outcome: "in-progress",
      title,
      source: "journeys",
      externalId: `roll-out-${index}`,
      revision: `${index}a2b3c4d5e6f`.padEnd(40, "0"),
      services: ["checkout"],
      author: { login: "ines" },
      ai: { role: "wrote-code", tool: "claude", statement: "Pair-programmed with Claude." },
    });
  }
  return { graceId };
}

test("a senior clears her queue with the keyboard alone", async ({ own, signInAs }) => {
  const { graceId } = await fillQueue(own);
  const { page, account } = await signInAs("reviewer");
  const { members } = await own.send<{
    members: { id: string; user: { email: string }; version: number }[];
  }>("get", "/members");
  const member = members.find(({ user }) => user.email === account.email);
  await own.send(
    "patch",
    `/members/${member?.id}`,
    { personId: graceId },
    { "if-match": `"${member?.version}"` },
  );
  const waiting = async () => {
    const path = "/sign-off-requests?scope=all&state=waiting";
    return (await own.send<{ requests: unknown[] }>("get", path)).requests.length;
  };
  // Assessed within moments of the writing.
  await expect.poll(waiting, { timeout: 15_000 }).toBe(4);

  await open(page, `/${own.slug}`);
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  const rows = page.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole("link", { name: /Sign-offs/ })).toContainText("4");
  const panel = page.getByRole("region", { name: "The selected request" });
  await expect(panel).toContainText("Needs one senior.");
  await expect(panel).toContainText("Pair-programmed with Claude.");

  // The first: approved, and the selection moves on.
  const first = (await panel.getByRole("heading").textContent()) ?? "";
  await page.keyboard.press("a");
  await expect(rows.filter({ hasText: first })).toContainText("Approved");
  await expect(panel.getByRole("heading")).not.toHaveText(first);
  await expect(page.getByRole("link", { name: /Sign-offs/ })).toContainText("3");
  await expect(rows).toHaveCount(4);

  // Taken back, and approved again: both stay on record.
  await page.keyboard.press("u");
  await expect(rows.filter({ hasText: first })).not.toContainText("Approved");
  await expect(panel.getByRole("heading")).toHaveText(first);
  await expect(panel).toContainText("taken back");
  await expect(page.getByRole("link", { name: /Sign-offs/ })).toContainText("4");
  await page.keyboard.press("a");
  await expect(rows.filter({ hasText: first })).toContainText("Approved");

  // The second: declined, which takes a reason.
  const second = (await panel.getByRole("heading").textContent()) ?? "";
  await page.keyboard.press("d");
  const decline = dialog(page, "Decline");
  await expect(decline.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(decline).toContainText("Say what has to change first.");
  await page.keyboard.type("It retries without a limit.");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(rows.filter({ hasText: second })).toContainText("Declined");

  // The third: handed over, by typing a part of the name.
  const third = (await panel.getByRole("heading").textContent()) ?? "";
  await page.keyboard.press("h");
  await expect(dialog(page, "Hand over")).toContainText("Rosa Lind");
  await expect(dialog(page, "Hand over").getByLabel("To whom")).toBeFocused();
  await page.keyboard.type("rosa");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(rows.filter({ hasText: third })).toContainText("Handed to Rosa Lind");

  // The last; then nothing waits for her any more.
  await page.keyboard.press("a");
  await expect.poll(waiting).toBe(1);
  await open(page, `/${own.slug}/sign-offs`);
  await expect(page.getByRole("main")).toContainText("Nothing waits for you");
});
