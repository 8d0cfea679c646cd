import { describe, expect, test } from "vitest";
import { mergeStates } from "@/domain/change/merge";
import { type ChangeState, factsOf, TELLING_RANKS } from "@/domain/change/telling";
import { environmentIn, isDeployingWorkflow } from "./deployment";
import { type CommitFact, type HostFacts, type PullRequestFact, USUAL_SETTINGS } from "./facts";
import { readGithub } from "./github";
import { instantOf } from "./payload";
import { commitsOfRequest, firstBranch } from "./pull-request";
import { changesOfPush, mergedRequest, type PushedCommit } from "./push";

const SHA = "a".repeat(40);
const repository = {
  full_name: "Acme/Shop",
  html_url: "https://github.com/Acme/Shop",
  default_branch: "main",
};
const factsOfEvent = (event: string, payload: Record<string, unknown>): HostFacts => {
  const reading = readGithub(event, { repository, ...payload }, USUAL_SETTINGS);
  if (reading.kind !== "facts") throw new Error(reading.reason);
  return reading.facts;
};

const commit = (id: string, message = "Work", more: Partial<PushedCommit> = {}): PushedCommit => ({
  revision: id.repeat(40),
  branch: "main",
  message,
  authorName: "Ann",
  authorEmail: "ann@example.com",
  committerName: "Ann",
  committerEmail: "ann@example.com",
  paths: [`${id}.ts`],
  authoredAtMs: 1000,
  authorLogin: "ann",
  url: null,
  ...more,
});

describe("a push to the default branch", () => {
  const told = (...commits: PushedCommit[]) =>
    changesOfPush(commits, { repository: "github.com/acme/shop", pushedAtMs: 5000 }).map((one) => [
      one.revision?.[0],
      one.commits?.map(({ revision }) => revision[0]).join(""),
    ]);

  test("is one change, named by its last commit", () => {
    expect(told(commit("a"), commit("b"), commit("c"))).toEqual([["c", "abc"]]);
  });

  test("is a change for each merge that it holds, as a merge queue pushes them", () => {
    expect(told(commit("a", "One (#1)"), commit("b", "Two (#2)"))).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
    expect(
      told(commit("a"), commit("b", "Merge pull request #1 from x/y"), commit("c"), commit("d", "Two (#2)")),
    ).toEqual([
      ["b", "ab"],
      ["d", "cd"],
    ]);
    expect(told(commit("a", "One (#1)"), commit("b", "More of it (#1)"))).toEqual([["b", "ab"]]);
  });

  test("takes a request's number from how hosts write their merges, and from nothing else", () => {
    expect(mergedRequest("Fix it (#12)\n\nbody")).toBe(12);
    expect(mergedRequest("Merge branch 'x'\n\nSee merge request acme/shop!7")).toBe(7);
    expect(mergedRequest("Fix #12 for good")).toBeNull();
  });
});

describe("a request", () => {
  const request = (number: number, day: number): PullRequestFact => ({
    number,
    title: "T",
    body: null,
    url: null,
    state: "merged",
    authorLogin: null,
    authorIsBot: false,
    headBranch: "fix",
    headRevision: null,
    baseBranch: "main",
    mergeRevision: SHA,
    labels: [],
    additions: 1,
    deletions: 1,
    files: 1,
    openedAtMs: 0,
    mergedAtMs: day,
    describedAtMs: day,
  });
  const at = (id: string, authoredAtMs: number): CommitFact => ({
    ...commit(id),
    branch: "fix",
    authoredAtMs,
  });

  test("has the commits of its branch since that was last merged", () => {
    const onBranch = [at("a", 1), at("b", 4), at("c", 9)];
    const [first, second] = [request(1, 3), request(2, 6)];
    const of = (one: PullRequestFact) =>
      commitsOfRequest(one, { onBranch, siblings: [first, second] }).map(({ revision }) => revision[0]);
    expect([of(first), of(second)]).toEqual([["a"], ["b"]]);
  });

  test("that is open has no merge, though its host made one on trial", () => {
    const end = { ref: "x", sha: SHA, repo: { full_name: "Acme/Shop" } };
    const outline = {
      number: 1,
      title: "T",
      state: "open",
      merged: false,
      merge_commit_sha: SHA,
      head: end,
      base: { ...end, ref: "main" },
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "2026-01-01T00:00:00Z",
    };
    const [open] = factsOfEvent("pull_request", { action: "opened", pull_request: outline }).pullRequests;
    expect(open).toMatchObject({ state: "open", mergeRevision: null, headBranch: "x" });
    const fork = {
      ...outline,
      head: { ...end, ref: "main", label: "ann:main", repo: { full_name: "ann/shop" } },
    };
    const [forked] = factsOfEvent("pull_request", { action: "opened", pull_request: fork }).pullRequests;
    expect(forked?.headBranch).toBe("ann:main");
  });
});

test("a commit is of the branch that it was first pushed to, whichever push is told of first", () => {
  for (const [a, b, branch] of [
    [null, "fix", "fix"],
    ["main", "fix", "fix"],
    ["main", null, "main"],
    ["fix", "other", "fix"],
    [null, null, null],
  ] as const) {
    expect(firstBranch(a, b, "main")).toBe(branch);
    expect(firstBranch(b, a, "main")).toBe(branch);
  }
  const pushed = (distinct: boolean) =>
    factsOfEvent("push", {
      ref: "refs/heads/second",
      after: SHA,
      commits: [{ id: SHA, message: "m", distinct }],
    }).commits[0]?.branch;
  expect([pushed(true), pushed(false)]).toEqual(["second", null]);
});

describe("a deployment", () => {
  const deployment = { id: 7, sha: SHA, environment: "production", created_at: "2026-01-01T10:00:00Z" };
  const status = (state: string, at: string): ChangeState => {
    const [change] = factsOfEvent("deployment_status", {
      deployment,
      deployment_status: { state, created_at: at },
    }).changes;
    const asOfMs = Date.parse(change?.asOf ?? "");
    const deployedAt = change?.deployedAt ? Date.parse(change.deployedAt) : null;
    return {
      facts: factsOf(
        { outcome: change?.outcome, deployedAt },
        { source: "github", rank: TELLING_RANKS.github, asOfMs },
      ),
      fallbackAtMs: 0,
      labels: [],
      paths: [],
      serviceIds: [],
      reviewers: [],
      evidence: [],
      detected: { involvement: "unknown", role: null, model: null },
      generated: false,
    };
  };

  test("went live with its first success, and came out as it did last", () => {
    const told = [
      status("in_progress", "2026-01-01T10:00:00Z"),
      status("success", "2026-01-01T10:01:00Z"),
      status("success", "2026-01-01T10:05:00Z"),
      status("failure", "2026-01-01T10:09:00Z"),
    ];
    for (const order of [told, [...told].reverse()]) {
      const { facts } = order.reduce(mergeStates);
      expect(facts.deployedAt?.value).toBe(Date.parse("2026-01-01T10:01:00Z"));
      expect(facts.outcome?.value).toBe("failed");
    }
  });

  test("that began and ended in one second has ended", () => {
    const [began, ended] = [
      status("in_progress", "2026-01-01T10:00:00Z"),
      status("failure", "2026-01-01T10:00:00Z"),
    ];
    expect(mergeStates(began, ended).facts.outcome?.value).toBe("failed");
    expect(mergeStates(ended, began).facts.outcome?.value).toBe("failed");
  });

  test("may be the run of a workflow, by its name", () => {
    expect(
      ["Deploy", "Release to eu", "publish images", "CI"].map((name) => isDeployingWorkflow(name, null)),
    ).toEqual([true, true, true, false]);
    expect(isDeployingWorkflow("CD / Production", "ship, cd*prod")).toBe(true);
    expect(isDeployingWorkflow("Deploy", "ship, cd*prod")).toBe(false);
    expect(isDeployingWorkflow("anything", " , ")).toBe(false);
    expect(["Deploy to staging", "deploy-qa", "Deploy", "Contest"].map(environmentIn)).toEqual([
      "staging",
      "qa",
      "production",
      "production",
    ]);
  });

  test("is not what its repository says is none", () => {
    const settings = { ...USUAL_SETTINGS, deploymentsFrom: ["releases"] };
    expect(readGithub("deployment", { repository, deployment }, settings)).toMatchObject({ kind: "ignored" });
  });
});

test("instants are read as hosts write them, and nothing else is one", () => {
  const wanted = Date.parse("2021-04-28T19:50:00Z");
  for (const text of [
    "2021-04-28T19:50:00Z",
    "2021-04-28 19:50:00 UTC",
    "2021-04-28 21:50:00 +0200",
    "2021-04-28T21:50:00.000+02:00",
  ]) {
    expect(instantOf(text)).toBe(wanted);
  }
  for (const text of ["", "now", "2021-04-28", "2021-13-45T00:00:00Z", "1021-04-28T19:50:00Z"]) {
    expect(instantOf(text)).toBeNull();
  }
});

test("what lacks a field that is needed says which", () => {
  expect(readGithub("deployment", { repository }, USUAL_SETTINGS)).toEqual({
    kind: "unreadable",
    reason: "deployment is missing or of another kind; the event cannot be read.",
  });
});
