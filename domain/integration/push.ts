import type { ChangeInput } from "@/domain/change/schema";
import type { CommitFact } from "./facts";
import { isoOf, revertedIn, subjectOf } from "./payload";
import { commitInput } from "./pull-request";

const PATHS_MAX = 5000;
/** A host lists the latest two thousand at most. */
const COMMITS_MAX = 1000;

/** A commit of a push, with what only the push knows of its author. */
export interface PushedCommit extends CommitFact {
  authorLogin: string | null;
  url: string | null;
}

/**
 * The changes that a push to the default branch brought, each told of by its last commit. A merge queue pushes several
 * merges at once: a commit whose own subject names the request it merged ends that request's change.
 */
export function changesOfPush(
  commits: readonly PushedCommit[],
  { repository, pushedAtMs }: { repository: string; pushedAtMs: number | null },
): ChangeInput[] {
  return groupsOf(commits).flatMap((group) => {
    const head = group.at(-1);
    return head === undefined ? [] : [changeOf(group, head, { repository, pushedAtMs })];
  });
}

function groupsOf(commits: readonly PushedCommit[]): PushedCommit[][] {
  const groups: PushedCommit[][] = [];
  let current: PushedCommit[] = [];
  for (const [place, commit] of commits.entries()) {
    current.push(commit);
    const request = mergedRequest(commit.message);
    const next = commits[place + 1];
    // A rebased request names its number in each of its commits.
    const isEnd = request !== null && (next === undefined || mergedRequest(next.message) !== request);
    if (isEnd || next === undefined) {
      groups.push(current);
      current = [];
    }
  }
  return groups;
}

/** The request that a commit says it merged, as hosts write it when they merge or squash. */
export function mergedRequest(message: string): number | null {
  const subject = message.split("\n", 1)[0] ?? "";
  const number =
    /^Merge pull request #(\d{1,9})\b/.exec(subject)?.[1] ??
    /\(#(\d{1,9})\)\s*$/.exec(subject)?.[1] ??
    /^See merge request \S*!(\d{1,9})\s*$/m.exec(message)?.[1];
  return number === undefined ? null : Number(number);
}

function changeOf(
  group: readonly PushedCommit[],
  head: PushedCommit,
  { repository, pushedAtMs }: { repository: string; pushedAtMs: number | null },
): ChangeInput {
  const { authoredAtMs, authorLogin, authorName, authorEmail } = head;
  const mergedAtMs = pushedAtMs ?? authoredAtMs;
  const asOfMs = Math.min(authoredAtMs ?? Number.POSITIVE_INFINITY, mergedAtMs ?? Number.POSITIVE_INFINITY);
  const pullRequest = mergedRequest(head.message);
  const author = {
    ...(authorLogin ? { login: authorLogin.slice(0, 120) } : {}),
    ...(authorEmail ? { email: authorEmail.slice(0, 320) } : {}),
    ...(authorName ? { name: authorName.slice(0, 200) } : {}),
  };
  return {
    kind: "code",
    title: subjectOf(head.message) || `Commit ${head.revision.slice(0, 12)}`,
    repository,
    revision: head.revision,
    ...(pullRequest === null ? {} : { pullRequest }),
    url: head.url,
    ...(Object.keys(author).length === 0 ? {} : { author }),
    authoredAt: isoOf(authoredAtMs),
    mergedAt: isoOf(mergedAtMs),
    paths: [...new Set(group.flatMap(({ paths }) => paths))].sort().slice(0, PATHS_MAX),
    commits: group.slice(-COMMITS_MAX).map(commitInput),
    reverts: revertedIn(head.message),
    ...(Number.isFinite(asOfMs) ? { asOf: new Date(asOfMs).toISOString() } : {}),
  };
}
