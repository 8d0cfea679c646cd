import { z } from "zod";
import { repositoryName } from "@/domain/repository/name";
import type { RepositoryFact } from "./facts";
import { anyId, count, hash, instant, webAddress } from "./payload";

const text = z.string();
const account = z.object({
  id: z.number().nullish(),
  username: text.nullish(),
  name: text.nullish(),
  email: text.nullish(),
});
export type AccountPayload = z.output<typeof account>;

export const projectPayload = z.object({
  web_url: text.min(1),
  path_with_namespace: text.nullish(),
  default_branch: text.nullish(),
});

export function projectOf(project: z.output<typeof projectPayload>): RepositoryFact {
  const name = repositoryName(project.web_url) ?? project.path_with_namespace ?? project.web_url;
  return {
    name: name.toLowerCase().slice(0, 300),
    url: webAddress(project.web_url),
    defaultBranch: project.default_branch ?? null,
  };
}

const paths = z.array(text).max(20_000).nullish();

const commitPayload = z.object({
  id: hash,
  message: text,
  timestamp: instant.nullish(),
  url: text.nullish(),
  author: z.object({ name: text.nullish(), email: text.nullish() }).nullish(),
  added: paths,
  modified: paths,
  removed: paths,
});
export type CommitPayload = z.output<typeof commitPayload>;

export const pushPayload = z.object({
  ref: text.min(1),
  after: hash,
  user_username: text.nullish(),
  commits: z.array(commitPayload).max(5000),
  project: projectPayload,
});
export type PushPayload = z.output<typeof pushPayload>;

export const mergeRequestPayload = z.object({
  user: account.nullish(),
  project: projectPayload,
  labels: z
    .array(z.object({ title: text }))
    .max(1000)
    .nullish(),
  object_attributes: z.object({
    iid: count,
    title: text,
    description: text.nullish(),
    url: text.nullish(),
    state: text,
    action: text.nullish(),
    author_id: z.number().nullish(),
    source_branch: text.min(1),
    target_branch: text.min(1),
    source_project_id: z.number().nullish(),
    target_project_id: z.number().nullish(),
    source: z.object({ path_with_namespace: text.nullish() }).nullish(),
    last_commit: z.object({ id: hash }).nullish(),
    merge_commit_sha: hash.nullish(),
    squash_commit_sha: hash.nullish(),
    created_at: instant,
    updated_at: instant,
    merged_at: instant.nullish(),
  }),
});
export type MergeRequestPayload = z.output<typeof mergeRequestPayload>;

export const deploymentPayload = z.object({
  status: text.min(1),
  status_changed_at: instant.nullish(),
  deployment_id: anyId,
  environment: text.min(1),
  environment_tier: text.nullish(),
  environment_external_url: text.nullish(),
  deployable_url: text.nullish(),
  commit_url: text.nullish(),
  commit_title: text.nullish(),
  ref: text.nullish(),
  user: account.nullish(),
  project: projectPayload,
});
export type DeploymentPayload = z.output<typeof deploymentPayload>;

export const releasePayload = z.object({
  id: anyId,
  action: text,
  name: text.nullish(),
  tag: text.min(1),
  description: text.nullish(),
  url: text.nullish(),
  released_at: instant.nullish(),
  created_at: instant.nullish(),
  commit: z.object({ id: hash }).nullish(),
  project: projectPayload,
});
export type ReleasePayload = z.output<typeof releasePayload>;
