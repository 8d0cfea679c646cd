import { z } from "zod";
import { repositoryName } from "@/domain/repository/name";
import type { RepositoryFact } from "./facts";
import { anyId, count, hash, instant, instantOrSeconds, webAddress } from "./payload";

const text = z.string();
const account = z.object({ login: text.min(1), type: text.nullish() });

export const repositoryPayload = z.object({
  full_name: text.min(1),
  html_url: text.nullish(),
  default_branch: text.nullish(),
});

export function repositoryOf(payload: typeof repositoryPayload._output): RepositoryFact {
  const { full_name, html_url, default_branch } = payload;
  const name = repositoryName(html_url ?? "") ?? repositoryName(`https://github.com/${full_name}`);
  return {
    name: name ?? full_name.toLowerCase().slice(0, 300),
    url: webAddress(html_url),
    defaultBranch: default_branch ?? null,
  };
}

const gitAccount = z.object({ name: text.nullish(), email: text.nullish(), username: text.nullish() });
const paths = z.array(text).max(20_000).nullish();

const commitPayload = z.object({
  id: hash,
  message: text,
  timestamp: instant.nullish(),
  url: text.nullish(),
  distinct: z.boolean().nullish(),
  author: gitAccount.nullish(),
  committer: gitAccount.nullish(),
  added: paths,
  modified: paths,
  removed: paths,
});
export type CommitPayload = z.output<typeof commitPayload>;

export const pushPayload = z.object({
  ref: text.min(1),
  after: hash,
  deleted: z.boolean().nullish(),
  commits: z.array(commitPayload).max(5000),
  repository: repositoryPayload.extend({ pushed_at: instantOrSeconds.nullish() }),
});
export type PushPayload = z.output<typeof pushPayload>;

const end = z.object({
  ref: text.min(1),
  sha: hash,
  label: text.nullish(),
  repo: z.object({ full_name: text }).nullish(),
});

const pullRequestShape = z.object({
  number: count,
  title: text,
  body: text.nullish(),
  html_url: text.nullish(),
  state: z.enum(["open", "closed"]),
  merged: z.boolean().nullish(),
  merged_at: instant.nullish(),
  merge_commit_sha: hash.nullish(),
  user: account.nullish(),
  labels: z
    .array(z.object({ name: text }))
    .max(1000)
    .nullish(),
  head: end,
  base: end,
  additions: count.nullish(),
  deletions: count.nullish(),
  changed_files: count.nullish(),
  created_at: instant,
  updated_at: instant,
});
export type PullRequestPayload = z.output<typeof pullRequestShape>;

export const pullRequestPayload = z.object({
  action: text,
  pull_request: pullRequestShape,
  repository: repositoryPayload,
});

export const reviewPayload = z.object({
  action: text,
  review: z.object({
    user: account.nullish(),
    state: text.min(1).max(40),
    commit_id: hash.nullish(),
    submitted_at: instant.nullish(),
  }),
  pull_request: pullRequestShape,
  repository: repositoryPayload,
});

const deploymentShape = z.object({
  id: anyId,
  sha: hash,
  ref: text.nullish(),
  task: text.nullish(),
  environment: text.min(1),
  description: text.nullish(),
  creator: account.nullish(),
  created_at: instant,
});
export type DeploymentPayload = z.output<typeof deploymentShape>;

export const deploymentPayload = z.object({
  action: text.nullish(),
  deployment: deploymentShape,
  repository: repositoryPayload,
});

export const deploymentStatusPayload = z.object({
  deployment: deploymentShape,
  deployment_status: z.object({
    state: text.min(1),
    created_at: instant,
    target_url: text.nullish(),
    environment_url: text.nullish(),
    log_url: text.nullish(),
  }),
  repository: repositoryPayload,
});

export const releasePayload = z.object({
  action: text,
  release: z.object({
    id: anyId,
    tag_name: text.min(1),
    target_commitish: text.nullish(),
    name: text.nullish(),
    body: text.nullish(),
    html_url: text.nullish(),
    draft: z.boolean().nullish(),
    prerelease: z.boolean().nullish(),
    author: account.nullish(),
    published_at: instant.nullish(),
  }),
  repository: repositoryPayload,
});

export const workflowRunPayload = z.object({
  action: text,
  workflow_run: z.object({
    id: anyId,
    name: text.nullish(),
    event: text.nullish(),
    head_branch: text.nullish(),
    head_sha: hash,
    conclusion: text.nullish(),
    html_url: text.nullish(),
    actor: account.nullish(),
    triggering_actor: account.nullish(),
    run_started_at: instant.nullish(),
    created_at: instant,
    updated_at: instant,
  }),
  workflow: z.object({ name: text.nullish() }).nullish(),
  repository: repositoryPayload,
});
export type WorkflowRunPayload = z.output<typeof workflowRunPayload>;
