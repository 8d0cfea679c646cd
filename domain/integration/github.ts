import {
  type CommitFact,
  facts,
  ignored,
  type PullRequestFact,
  type Reading,
  type RepositorySettings,
} from "./facts";
import { readDeployment, readDeploymentStatus, readRelease, readWorkflowRun } from "./github-deployments";
import {
  type CommitPayload,
  type PullRequestPayload,
  type PushPayload,
  pullRequestPayload,
  pushPayload,
  repositoryOf,
  reviewPayload,
} from "./github-payload";
import { clip, isNoCommit, readAs, webAddress } from "./payload";
import { changesOfPush, type PushedCommit } from "./push";

const PATHS_OF_COMMIT_MAX = 3000;

/** What an event of GitHub says, by the name in its X-GitHub-Event header. */
export function readGithub(event: string, payload: unknown, settings: RepositorySettings): Reading {
  switch (event) {
    case "push":
      return readAs(pushPayload, payload, (push) => readPush(push, settings));
    case "pull_request":
      return readAs(pullRequestPayload, payload, ({ pull_request, repository }) =>
        facts({
          repository: repositoryOf(repository),
          pullRequests: [requestOf(pull_request, repository.full_name)],
        }),
      );
    case "pull_request_review":
      return readAs(reviewPayload, payload, readReview);
    case "deployment":
      return readDeployment(payload, settings);
    case "deployment_status":
      return readDeploymentStatus(payload, settings);
    case "release":
      return readRelease(payload, settings);
    case "workflow_run":
      return readWorkflowRun(payload, settings);
    case "ping":
      return ignored("GitHub's test that the address answers.");
    default:
      return ignored(`The event ${event.slice(0, 60)} tells of no change.`);
  }
}

function readPush(push: PushPayload, settings: RepositorySettings): Reading {
  const repository = repositoryOf(push.repository);
  const branch = /^refs\/heads\/(.+)$/s.exec(push.ref)?.[1];
  if (branch === undefined) return ignored("A tag is no change; the release or deployment of it is.");
  if (push.deleted || isNoCommit(push.after)) return ignored("The end of a branch is no change.");
  if (push.commits.length === 0) return ignored("The push brought no new commit.");
  const defaultBranch = settings.defaultBranch ?? repository.defaultBranch;
  const isDefault = defaultBranch === null || branch === defaultBranch;
  const commits = push.commits.map((commit) => commitOf(commit, { branch, isDefault }));
  return facts({
    repository,
    commits: commits.map(withoutAccount),
    changes: isDefault
      ? changesOfPush(commits, {
          repository: repository.name,
          pushedAtMs: push.repository.pushed_at ?? null,
        })
      : [],
  });
}

function commitOf(
  commit: CommitPayload,
  { branch, isDefault }: { branch: string; isDefault: boolean },
): PushedCommit {
  const { author, committer } = commit;
  const paths = [...(commit.added ?? []), ...(commit.modified ?? []), ...(commit.removed ?? [])];
  return {
    revision: commit.id,
    // A commit that was pushed before, to whatever branch, is that push's.
    branch: isDefault || commit.distinct !== false ? branch.slice(0, 300) : null,
    message: commit.message.slice(0, 100_000),
    authorName: author?.name ?? author?.username ?? "",
    authorEmail: author?.email ?? "",
    committerName: committer?.name ?? committer?.username ?? "",
    committerEmail: committer?.email ?? "",
    paths: [...new Set(paths)]
      .filter((path) => path.length <= 1000)
      .sort()
      .slice(0, PATHS_OF_COMMIT_MAX),
    authoredAtMs: commit.timestamp ?? null,
    authorLogin: clip(author?.username, 120),
    url: webAddress(commit.url),
  };
}

export function withoutAccount({ authorLogin: _login, url: _url, ...commit }: PushedCommit): CommitFact {
  return commit;
}

function requestOf(request: PullRequestPayload, fullName: string): PullRequestFact {
  const { head, user, merged_at } = request;
  // The head of a fork is a branch of another repository, whatever its name.
  const isFork = head.repo?.full_name !== undefined && head.repo.full_name !== fullName;
  const isMerged = request.merged === true || (merged_at ?? null) !== null;
  return {
    number: request.number,
    title: clip(request.title, 500) ?? `#${request.number}`,
    body: clip(request.body, 50_000),
    url: webAddress(request.html_url),
    state: isMerged ? "merged" : request.state,
    authorLogin: clip(user?.login, 120),
    authorIsBot: user?.type === "Bot",
    headBranch: clip(isFork ? (head.label ?? `fork:${head.ref}`) : head.ref, 300),
    headRevision: head.sha,
    baseBranch: clip(request.base.ref, 300),
    // While a request is open, this is the commit of a trial merge.
    mergeRevision: isMerged ? (request.merge_commit_sha ?? null) : null,
    labels: [...new Set((request.labels ?? []).flatMap(({ name }) => clip(name, 200) ?? []))]
      .sort()
      .slice(0, 200),
    additions: request.additions ?? null,
    deletions: request.deletions ?? null,
    files: request.changed_files ?? null,
    openedAtMs: request.created_at,
    mergedAtMs: isMerged ? (merged_at ?? request.updated_at) : null,
    describedAtMs: request.updated_at,
  };
}

function readReview({ review, pull_request, repository }: typeof reviewPayload._output): Reading {
  const reviewer = clip(review.user?.login, 120);
  return facts({
    repository: repositoryOf(repository),
    pullRequests: [requestOf(pull_request, repository.full_name)],
    reviews:
      reviewer === null
        ? []
        : [
            {
              number: pull_request.number,
              reviewer,
              state: review.state.toLowerCase(),
              revision: review.commit_id ?? null,
              atMs: review.submitted_at ?? pull_request.updated_at,
              ...(review.state.toLowerCase() === "dismissed" ? { toldAtMs: pull_request.updated_at } : {}),
            },
          ],
  });
}
