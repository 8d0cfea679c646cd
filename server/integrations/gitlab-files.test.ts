import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { deliveriesOf, ledgerOf, testHook } from "./testing/hook";

const database = testDatabase();
const FOLDER =
  process.env.FAULTLINE_SAMPLE_PAYLOADS ?? path.resolve("..", "shared", "data", "payloads", "gitlab");
const isThere = existsSync(FOLDER);
if (!isThere) console.warn(`SKIPPED: no payloads of GitLab in ${FOLDER}.`);

const files = isThere
  ? readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"))
  : [];

/** What each kind of file comes to; a file that is not named here tells of no change. */
const LANDS: Record<string, string> = {
  "bad_json.json": "400",
  "confidential_issue_created.json": "400",
  "push.json": "done code",
  "push-event.json": "done code",
  "deployment-event.json": "done deployment succeeded staging",
  "release-event.json": "done deployment succeeded production",
  "merge-request-event.json": "done open",
  "mr_opened.json": "done open",
  "mr_labeled.json": "done open",
  "mr_label_update.json": "done open",
  "generic_mr.json": "done open",
  "mr_approved.json": "done open FabioRosado approved",
  "mr_closed.json": "done closed",
  "mr_merged.json": "done code merged",
};

describe.skipIf(!isThere)("files of GitLab's events", () => {
  test.each(files)("%s", async (file) => {
    const hook = await testHook(database.db, "gitlab");
    const body = readFileSync(path.join(FOLDER, file), "utf8");
    const receipt = await hook.send(body, { "x-gitlab-token": hook.secret, "x-gitlab-event": "Any Hook" });
    const wanted = LANDS[path.basename(file)] ?? "ignored";
    if (receipt.kind === "refused") {
      expect(`${receipt.status}`).toBe(wanted);
      return;
    }
    await hook.workOff();
    expect(hook.faults).toEqual([]);
    const [delivery] = await deliveriesOf(hook);
    const { changes = [], requests = [] } = await ledgerOf(hook);
    const told = changes.map((one) => {
      const { kind, outcome, environment } = one as Record<string, unknown>;
      return kind === "code" ? "code" : `${kind} ${outcome} ${environment}`;
    });
    const described = requests.map((one) => {
      const { state, reviews } = one as { state: string; reviews: Record<string, { state: string }> };
      return [state, ...Object.entries(reviews).map(([who, review]) => `${who} ${review.state}`)].join(" ");
    });
    expect([delivery?.status, ...told, ...described].join(" ")).toBe(wanted);
    if (delivery?.status === "ignored") expect(delivery.reason).not.toBeNull();
  });
});
