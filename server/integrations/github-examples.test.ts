import { createRequire } from "node:module";
import { Webhooks } from "@octokit/webhooks";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing/test-database";
import { deliveriesOf, ledgerOf, testHook } from "./testing/hook";

const database = testDatabase();

interface Example {
  name: string;
  examples: Record<string, unknown>[];
}

const EXAMPLES: Example[] = createRequire(import.meta.url)("@octokit/webhooks-examples");
const EVENTS = [
  "push",
  "pull_request",
  "pull_request_review",
  "deployment",
  "deployment_status",
  "release",
  "workflow_run",
  "ping",
];

/** What each example comes to: its status, the changes that it makes, and the requests that it describes. */
const LANDS: Record<string, string> = {
  "push of a tag": "ignored: A tag is no change",
  "push of a branch": "done: code 6113728f27ae82c7b1a177c8d03f9e96e0adf246",
  "pull_request.opened": "done: request open",
  "pull_request.assigned": "done: request open",
  "pull_request.closed": "done: request closed",
  "pull_request.converted_to_draft": "done: request open",
  "pull_request.labeled": "done: request open",
  "pull_request.locked": "done: request open",
  "pull_request.ready_for_review": "done: request open",
  "pull_request.reopened": "done: request open",
  "pull_request.review_request_removed": "done: request open",
  "pull_request.review_requested": "done: request open",
  "pull_request.synchronize": "done: request open",
  "pull_request.unassigned": "done: request open",
  "pull_request.unlabeled": "done: request open",
  "pull_request.unlocked": "done: request open",
  "pull_request_review.submitted": "done: request open, Codertocat commented",
  "pull_request_review.dismissed": "done: request open, Codertocat dismissed",
  "deployment.created": "done: deployment null",
  "deployment_status.created": "done: deployment succeeded",
  "deployment_status.created of an unfinished one": "done: deployment in-progress",
  "release.published": "done: deployment succeeded",
  "release.created": "ignored: Only publishing a release deploys",
  "release.deleted": "ignored: Only publishing a release deploys",
  "release.edited": "ignored: Only publishing a release deploys",
  "release.prereleased": "ignored: Only publishing a release deploys",
  "release.released": "ignored: Only publishing a release deploys",
  "workflow_run.completed": "ignored: A run of",
  "workflow_run.requested": "ignored: The run is not over",
  ping: "ignored: GitHub's test",
};

function caseOf(name: string, example: Record<string, unknown>): string {
  if (name === "push")
    return String(example.ref).startsWith("refs/tags/") ? "push of a tag" : "push of a branch";
  const { action } = example;
  const event = typeof action === "string" ? `${name}.${action}` : name;
  const status = example.deployment_status as { state?: string } | undefined;
  return status?.state === "in_progress" ? `${event} of an unfinished one` : event;
}

describe("every example of GitHub's events is accepted and lands as it should", () => {
  const cases = EXAMPLES.filter(({ name }) => EVENTS.includes(name)).flatMap(({ name, examples }) =>
    examples.map((example, at) => ({ name, at, example, what: caseOf(name, example) })),
  );

  test("of all the events that are read", () => {
    expect(cases.length).toBeGreaterThanOrEqual(70);
    expect([...new Set(cases.map(({ what }) => what))].sort()).toEqual(Object.keys(LANDS).sort());
  });

  test.each(cases)("$name $at: $what", async ({ name, example, what }) => {
    const hook = await testHook(database.db, "github");
    const body = JSON.stringify(example);
    const signature = await new Webhooks({ secret: hook.secret }).sign(body);
    const headers = { "x-github-event": name, "x-github-delivery": "1", "x-hub-signature-256": signature };
    expect(await hook.send(body, headers)).toMatchObject({ kind: name === "ping" ? "ping" : "received" });
    await hook.workOff();
    expect(hook.faults).toEqual([]);
    const [delivery] = await deliveriesOf(hook);
    const { changes = [], requests = [] } = await ledgerOf(hook);
    const told = changes.map((one) => {
      const { kind, revision, outcome } = one as Record<string, unknown>;
      return kind === "code" ? `code ${revision}` : `${kind} ${outcome}`;
    });
    const described = requests.map((one) => {
      const { state, reviews } = one as { state: string; reviews: Record<string, { state: string }> };
      return [
        `request ${state}`,
        ...Object.entries(reviews).map(([who, { state }]) => `${who} ${state}`),
      ].join(", ");
    });
    const landed = `${delivery?.status}: ${[delivery?.reason, ...told, ...described].filter(Boolean).join("; ")}`;
    expect(landed.slice(0, LANDS[what]?.length)).toBe(LANDS[what]);
    if (delivery?.status === "done") expect(delivery.reason).toBeNull();
    if (delivery?.status === "ignored") expect([...told, ...described]).toEqual([]);
  });
});
