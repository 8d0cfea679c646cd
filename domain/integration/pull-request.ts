import type { ChangeInput } from "@/domain/change/schema";
import type { CommitFact, PullRequestFact, ReviewFact } from "./facts";
import { clip, isoOf, revertedIn, webAddress } from "./payload";

/** The last word of each reviewer, by login. */
export type Reviews = Readonly<Record<string, { state: string; revision: string | null; atMs: number }>>;

const COMMITS_MAX = 1000;
const STATES = ["open", "closed", "merged"] as const;

/**
 * What stands of two descriptions of one request: the later by the host's clock, and a whole one before the outline
 * that an event about a review gives. Hosts tell whole seconds, so a tie is broken by content: whatever the order, the
 * same one stands.
 */
export function laterDescription(a: PullRequestFact, b: PullRequestFact): PullRequestFact {
  return compare(keyOf(a), keyOf(b)) >= 0 ? a : b;
}

function keyOf(one: PullRequestFact): readonly (number | string)[] {
  const { describedAtMs, state, labels } = one;
  const isWhole = one.additions === null ? 0 : 1;
  // A merge is the end; a label is added in the second of the opening more often than taken away in it.
  return [isWhole, describedAtMs, STATES.indexOf(state), labels.length, JSON.stringify(contentOf(one))];
}

const contentOf = (one: PullRequestFact) => [
  one.title,
  one.body,
  one.url,
  one.authorLogin,
  one.authorIsBot,
  one.headBranch,
  one.headRevision,
  one.baseBranch,
  one.mergeRevision,
  one.labels,
  one.additions,
  one.deletions,
  one.files,
  one.openedAtMs,
  one.mergedAtMs,
];

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [place, mine] of a.entries()) {
    const other = b[place] ?? 0;
    if (mine !== other) return mine > other ? 1 : -1;
  }
  return 0;
}

/** A comment takes no approval back; of what does, the later stands, and in the same second the heavier. */
const REVIEW_WEIGHT = new Map([
  ["dismissed", 3],
  ["changes_requested", 2],
  ["approved", 1],
]);

export function uniteReviews(reviews: Reviews, added: readonly ReviewFact[]): Reviews {
  const united = new Map(Object.entries(reviews));
  for (const { reviewer, state, revision, atMs } of added) {
    const one = { state, revision, atMs };
    const known = united.get(reviewer);
    if (known === undefined || compare(reviewKey(one), reviewKey(known)) > 0) united.set(reviewer, one);
  }
  return Object.fromEntries([...united].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function reviewKey({ state, revision, atMs }: Reviews[string]): readonly (number | string)[] {
  return [state === "commented" ? 0 : 1, atMs, REVIEW_WEIGHT.get(state) ?? 0, state, revision ?? ""];
}

/**
 * What two pushes say of one commit's branch. A branch of its own says more than the default one, to which every commit
 * comes in the end; among two, the first by name.
 */
export function firstBranch(a: string | null, b: string | null, defaultBranch: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  if (a === defaultBranch || b === defaultBranch) return a === defaultBranch ? b : a;
  return a <= b ? a : b;
}

/**
 * The commits of a request, from those pushed to its branch: evidence that a squash would hide. A branch that was used
 * before counts from its last merge on.
 */
export function commitsOfRequest<T extends Pick<CommitFact, "revision" | "authoredAtMs">>(
  request: PullRequestFact,
  { onBranch, siblings }: { onBranch: readonly T[]; siblings: readonly PullRequestFact[] },
): T[] {
  const endMs = request.mergedAtMs ?? Number.POSITIVE_INFINITY;
  const earlier = siblings.flatMap(({ number, mergedAtMs }) =>
    number !== request.number && mergedAtMs !== null && mergedAtMs < endMs ? [mergedAtMs] : [],
  );
  const startMs = Math.max(Number.NEGATIVE_INFINITY, ...earlier);
  return onBranch
    .filter(
      ({ authoredAtMs, revision }) =>
        revision === request.headRevision ||
        authoredAtMs === null ||
        (authoredAtMs > startMs && authoredAtMs <= endMs),
    )
    .sort((a, b) => (a.authoredAtMs ?? 0) - (b.authoredAtMs ?? 0) || (a.revision < b.revision ? -1 : 1))
    .slice(-COMMITS_MAX);
}

interface KnownOfRequest {
  repository: string;
  defaultBranch: string | null;
  reviews: Reviews;
  commits: readonly CommitFact[];
}

/** The change that a merged request is: told of by the commit its merge made. Null while it is none. */
export function changeOfRequest(request: PullRequestFact, known: KnownOfRequest): ChangeInput | null {
  const { mergeRevision, mergedAtMs, baseBranch } = request;
  if (request.state !== "merged" || mergeRevision === null || mergedAtMs === null) return null;
  if (known.defaultBranch !== null && baseBranch !== null && baseBranch !== known.defaultBranch) return null;
  return {
    ...inputOfRequest(request, known),
    revision: mergeRevision,
    mergedAt: isoOf(mergedAtMs),
  };
}

/** What a request says of the change that it is, or would be. */
export function inputOfRequest(request: PullRequestFact, known: KnownOfRequest): ChangeInput {
  return {
    kind: "code",
    title: request.title,
    description: clip(request.body, 50_000),
    repository: known.repository,
    revision: request.headRevision,
    pullRequest: request.number,
    branch: clip(request.headBranch, 300),
    labels: [...request.labels],
    url: webAddress(request.url),
    ...(request.authorLogin === null
      ? {}
      : { author: { login: request.authorLogin, ...(request.authorIsBot ? { bot: true } : {}) } }),
    reviewers: Object.entries(known.reviews)
      .slice(0, 100)
      // Without an instant any review that decides something stands before it, whichever is told of first.
      .map(([login, { state, atMs }]) => ({ login, state, at: state === "commented" ? null : isoOf(atMs) })),
    additions: request.additions,
    deletions: request.deletions,
    files: request.files,
    authoredAt: isoOf(request.openedAtMs),
    commits: known.commits.map(commitInput),
    reverts: revertedIn(request.body),
    // The push of the merge tells of the same change in the same second, and knows less of it.
    asOf: new Date(request.describedAtMs + 1).toISOString(),
  };
}

export function commitInput(commit: CommitFact): NonNullable<ChangeInput["commits"]>[number] {
  return {
    revision: commit.revision,
    message: commit.message.slice(0, 100_000),
    authorName: commit.authorName.slice(0, 300),
    authorEmail: commit.authorEmail.slice(0, 320),
    committerName: commit.committerName.slice(0, 300),
    committerEmail: commit.committerEmail.slice(0, 320),
    authoredAt: isoOf(commit.authoredAtMs),
  };
}
