import type { ChangeInput } from "@/domain/change/schema";
import { asOfOutcome, outcomeOf } from "./deployment";
import { facts, ignored, type PullRequestFact, type Reading, type RepositorySettings } from "./facts";
import { withoutAccount } from "./github";
import {
  type AccountPayload,
  type CommitPayload,
  type DeploymentPayload,
  deploymentPayload,
  type MergeRequestPayload,
  mergeRequestPayload,
  type PushPayload,
  projectOf,
  pushPayload,
  type ReleasePayload,
  releasePayload,
} from "./gitlab-payload";
import { clip, isNoCommit, isoOf, readAs, webAddress } from "./payload";
import { changesOfPush, type PushedCommit } from "./push";

const PATHS_OF_COMMIT_MAX = 3000;
/** What an action of a merge request says of whoever took it, as a review. */
const REVIEW_STATES = new Map([
  ["approved", "approved"],
  ["approval", "approved"],
  ["unapproved", "dismissed"],
  ["unapproval", "dismissed"],
]);

/** What an event of GitLab says; which one it is stands in the payload itself. */
export function readGitlab(payload: unknown, settings: RepositorySettings): Reading {
  const kind = kindOf(payload);
  switch (kind) {
    case "push":
      return readAs(pushPayload, payload, (push) => readPush(push, settings));
    case "merge_request":
      return readAs(mergeRequestPayload, payload, readMergeRequest);
    case "deployment":
      return readAs(deploymentPayload, payload, (one) => readDeployment(one, settings));
    case "release":
      return readAs(releasePayload, payload, (one) => readRelease(one, settings));
    case "tag_push":
      return ignored("A tag is no change; the release or deployment of it is.");
    case "pipeline":
    case "build":
      return ignored("A run of CI is no deployment; GitLab's deployment events tell of those.");
    case null:
      return { kind: "unreadable", reason: "object_kind is missing; the event cannot be read." };
    default:
      return ignored(`The event ${kind.slice(0, 60)} tells of no change.`);
  }
}

/** The kind that a payload names itself by; null where it names none. */
export function kindOf(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null || !("object_kind" in payload)) return null;
  return typeof payload.object_kind === "string" ? payload.object_kind : null;
}

function readPush(push: PushPayload, settings: RepositorySettings): Reading {
  const repository = projectOf(push.project);
  const branch = /^refs\/heads\/(.+)$/s.exec(push.ref)?.[1];
  if (branch === undefined) return ignored("A tag is no change; the release or deployment of it is.");
  if (isNoCommit(push.after)) return ignored("The end of a branch is no change.");
  if (push.commits.length === 0) return ignored("The push brought no new commit.");
  const defaultBranch = settings.defaultBranch ?? repository.defaultBranch;
  const isDefault = defaultBranch === null || branch === defaultBranch;
  const commits = push.commits.map((commit) => commitOf(commit, branch));
  return facts({
    repository,
    commits: commits.map(withoutAccount),
    changes: isDefault ? changesOfPush(commits, { repository: repository.name, pushedAtMs: null }) : [],
  });
}

function commitOf(commit: CommitPayload, branch: string): PushedCommit {
  const paths = [...(commit.added ?? []), ...(commit.modified ?? []), ...(commit.removed ?? [])];
  return {
    revision: commit.id,
    branch: branch.slice(0, 300),
    message: commit.message.slice(0, 100_000),
    authorName: commit.author?.name ?? "",
    authorEmail: commit.author?.email ?? "",
    committerName: "",
    committerEmail: "",
    paths: [...new Set(paths)]
      .filter((path) => path.length <= 1000)
      .sort()
      .slice(0, PATHS_OF_COMMIT_MAX),
    authoredAtMs: commit.timestamp ?? null,
    authorLogin: null,
    url: webAddress(commit.url),
  };
}

function readMergeRequest({ user, project, labels, object_attributes: one }: MergeRequestPayload): Reading {
  const isMerged = one.state === "merged";
  const reviewer = clip(user?.username, 120);
  const state = REVIEW_STATES.get(one.action ?? "");
  const request: PullRequestFact = {
    number: one.iid,
    title: clip(one.title, 500) ?? `!${one.iid}`,
    body: clip(one.description, 50_000),
    url: webAddress(one.url),
    state: isMerged ? "merged" : one.state === "opened" ? "open" : "closed",
    ...authorOf(one.author_id, user),
    headBranch: clip(headOf(one), 300),
    headRevision: one.last_commit?.id ?? null,
    baseBranch: clip(one.target_branch, 300),
    // Without a merge commit the branch was squashed or lies on the default one as it was.
    mergeRevision: isMerged
      ? (one.merge_commit_sha ?? one.squash_commit_sha ?? one.last_commit?.id ?? null)
      : null,
    labels: [...new Set((labels ?? []).flatMap(({ title }) => clip(title, 200) ?? []))].sort().slice(0, 200),
    additions: null,
    deletions: null,
    files: null,
    openedAtMs: one.created_at,
    mergedAtMs: isMerged ? (one.merged_at ?? one.updated_at) : null,
    describedAtMs: one.updated_at,
  };
  return facts({
    repository: projectOf(project),
    pullRequests: [request],
    reviews:
      reviewer === null || state === undefined
        ? []
        : [
            {
              number: one.iid,
              reviewer,
              state,
              revision: one.last_commit?.id ?? null,
              atMs: one.updated_at,
            },
          ],
  });
}

/** A merge request names its author by number alone; who that is shows where the author acts. */
function authorOf(authorId: number | null | undefined, user: AccountPayload | null | undefined) {
  const isAuthor = typeof authorId === "number" && user?.id === authorId;
  const login = isAuthor ? clip(user.username, 120) : null;
  return { authorLogin: login, authorIsBot: login !== null && /(?:^|[_-])bot(?:$|[_-])/i.test(login) };
}

function headOf(one: MergeRequestPayload["object_attributes"]): string {
  const { source_project_id, target_project_id, source_branch, source } = one;
  const isFork =
    typeof source_project_id === "number" &&
    typeof target_project_id === "number" &&
    source_project_id !== target_project_id;
  return isFork ? `${source?.path_with_namespace ?? "fork"}:${source_branch}` : source_branch;
}

function readDeployment(deployment: DeploymentPayload, settings: RepositorySettings): Reading {
  if (!settings.deploymentsFrom.includes("deployments")) {
    return ignored("Deployments are not taken for deployments of this repository (Settings, Repositories).");
  }
  const outcome = outcomeOf(deployment.status);
  if (outcome === null) {
    return ignored(`The state ${deployment.status.slice(0, 40)} is no outcome of a deployment.`);
  }
  const repository = projectOf(deployment.project);
  const environment = clip(deployment.environment, 120) ?? "production";
  const revision = /\/commit\/([0-9a-f]{40}|[0-9a-f]{64})(?:$|[?#])/i.exec(deployment.commit_url ?? "")?.[1];
  const login = clip(deployment.user?.username, 120);
  const atMs = deployment.status_changed_at ?? null;
  const change: ChangeInput = {
    kind: "deployment",
    title: `Deploy ${clip(deployment.ref, 100) ?? revision?.slice(0, 12) ?? "a revision"} to ${environment}`,
    description: clip(deployment.commit_title, 1000),
    source: repository.name,
    externalId: `deployment:${deployment.deployment_id}`,
    repository: repository.name,
    ...(revision === undefined ? {} : { revision: revision.toLowerCase() }),
    environment,
    url: webAddress(deployment.environment_external_url) ?? webAddress(deployment.deployable_url),
    ...(login === null ? {} : { author: { login } }),
    outcome,
    ...(outcome === "in-progress" ? { authoredAt: isoOf(atMs) } : {}),
    ...(outcome === "failed" ? { authoredAt: isoOf(atMs) } : {}),
    ...(outcome === "succeeded" ? { deployedAt: isoOf(atMs) } : {}),
    ...(atMs === null ? {} : { asOf: asOfOutcome(outcome, atMs) }),
  };
  return facts({ repository, changes: [change] });
}

function readRelease(release: ReleasePayload, settings: RepositorySettings): Reading {
  if (!settings.deploymentsFrom.includes("releases")) {
    return ignored("Releases are not taken for deployments of this repository (Settings, Repositories).");
  }
  if (release.action !== "create") {
    return ignored(`Only creating a release deploys; this one was ${release.action.slice(0, 40)}d.`);
  }
  const repository = projectOf(release.project);
  const atMs = release.released_at ?? release.created_at ?? null;
  return facts({
    repository,
    changes: [
      {
        kind: "deployment",
        title: clip(release.name, 500) ?? clip(`Release ${release.tag}`, 500) ?? "Release",
        description: clip(release.description, 50_000),
        source: repository.name,
        externalId: `release:${release.id}`,
        repository: repository.name,
        ...(release.commit ? { revision: release.commit.id } : {}),
        environment: "production",
        url: webAddress(release.url),
        outcome: "succeeded",
        authoredAt: isoOf(atMs),
        deployedAt: isoOf(atMs),
        ...(atMs === null ? {} : { asOf: new Date(atMs).toISOString() }),
      },
    ],
  });
}
