import type { ChangeInput } from "@/domain/change/schema";

/** What the mapping has to know of a repository's settings; they decide which of its host's events are deployments. */
export interface RepositorySettings {
  /** As set here; null takes what the host says. */
  defaultBranch: string | null;
  deploymentsFrom: readonly string[];
  /** A workflow's run is a deployment where its name matches; null takes the usual words. */
  workflowPattern: string | null;
}

export const USUAL_SETTINGS: RepositorySettings = {
  defaultBranch: null,
  deploymentsFrom: ["deployments", "releases", "workflows"],
  workflowPattern: null,
};

export interface RepositoryFact {
  /** Host and path in lower case, as in "github.com/acme/shop". */
  name: string;
  url: string | null;
  defaultBranch: string | null;
}

/** A commit as pushed, with the texts in which evidence of AI stands. */
export interface CommitFact {
  revision: string;
  /** The branch it was first pushed to, by the host's own word; null where that was another one. */
  branch: string | null;
  message: string;
  authorName: string;
  authorEmail: string;
  committerName: string;
  committerEmail: string;
  paths: readonly string[];
  authoredAtMs: number | null;
}

/** A pull or merge request as one event describes it. Instants are the host's own, epoch ms. */
export interface PullRequestFact {
  number: number;
  title: string;
  body: string | null;
  url: string | null;
  state: "open" | "closed" | "merged";
  authorLogin: string | null;
  authorIsBot: boolean;
  /** Of a fork it begins with the fork's owner and a colon, which no branch of this repository does. */
  headBranch: string | null;
  headRevision: string | null;
  baseBranch: string | null;
  mergeRevision: string | null;
  labels: readonly string[];
  additions: number | null;
  deletions: number | null;
  files: number | null;
  openedAtMs: number | null;
  mergedAtMs: number | null;
  describedAtMs: number;
}

export interface ReviewFact {
  number: number;
  reviewer: string;
  /** approved, changes_requested, commented or dismissed. */
  state: string;
  revision: string | null;
  atMs: number;
  /** Of a dismissal, which carries the instant of its review: when the host told of it. */
  toldAtMs?: number | undefined;
}

/** Everything that one delivery says. */
export interface HostFacts {
  repository: RepositoryFact | null;
  commits: readonly CommitFact[];
  pullRequests: readonly PullRequestFact[];
  reviews: readonly ReviewFact[];
  /** Changes that the delivery tells of by itself; those of merged requests follow from what is kept of them. */
  changes: readonly ChangeInput[];
}

/** What becomes of a payload: facts, a reason why it is no change, or a reason why nobody can read it. */
export type Reading =
  | { kind: "facts"; facts: HostFacts }
  | { kind: "ignored"; reason: string }
  | { kind: "unreadable"; reason: string };

export const ignored = (reason: string): Reading => ({ kind: "ignored", reason });

export const NO_FACTS = { repository: null, commits: [], pullRequests: [], reviews: [], changes: [] };

export function facts(some: Partial<HostFacts>): Reading {
  return { kind: "facts", facts: { ...NO_FACTS, ...some } };
}
