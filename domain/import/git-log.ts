import type { ChangeInput } from "@/domain/change/schema";
import { clip, revertedIn, subjectOf } from "@/domain/integration/payload";
import { mergedRequest } from "@/domain/integration/push";
import { detectAiInvolvement } from "@/domain/provenance/detect";
import { mergedBranch } from "@/domain/provenance/signature";

/** A commit as `git log` tells of it. Instants are epoch ms. */
export interface GitCommit {
  revision: string;
  parents: readonly string[];
  authorName: string;
  authorEmail: string;
  committerName: string;
  committerEmail: string;
  authoredAtMs: number;
  committedAtMs: number;
  message: string;
  /** What refs/notes/ai says of it; empty where nothing. */
  note: string;
}

/** What a commit altered against its first parent. Null sizes are not known, as in a clone without its files. */
export interface GitSize {
  additions: number | null;
  deletions: number | null;
  paths: readonly string[];
}

const COMMITS_MAX = 1000;
const PATHS_MAX = 5000;
const MESSAGE_MAX = 100_000;
const NOTE_MAX = 200_000;
/** Years that an ISO instant has four digits for. */
const LATEST_MS = Date.UTC(9999, 0, 1);

/**
 * The change that a commit of the default branch's own line is, with the commits that a merge brought along: evidence
 * stands in those too. It is the same change as the one that a webhook of the merge tells of.
 */
export function changeOfCommit(
  landed: GitCommit,
  brought: readonly GitCommit[],
  size: GitSize | null,
  { repository, environment }: { repository: string; environment?: string },
): ChangeInput {
  const pullRequest = requestOf(landed.message);
  const branch = landed.parents.length > 1 ? mergedBranch(landed.message) : null;
  const author = authorOf(brought.find(({ parents }) => parents.length < 2) ?? landed);
  const paths = size?.paths ?? [];
  return {
    kind: "code",
    title: titleOf(landed),
    repository,
    revision: landed.revision,
    ...(pullRequest === null ? {} : { pullRequest }),
    url: addressOf(repository, landed.revision, pullRequest),
    ...(branch === null ? {} : { branch: clip(branch, 300) }),
    ...(environment === undefined ? {} : { environment }),
    ...(author === null ? {} : { author }),
    additions: size?.additions ?? null,
    deletions: size?.deletions ?? null,
    files: size === null ? null : paths.length,
    paths: paths.slice(0, PATHS_MAX).flatMap((path) => clip(path, 1000) ?? []),
    authoredAt: isoOf(landed.authoredAtMs),
    mergedAt: isoOf(landed.committedAtMs),
    commits: [...mostTelling(brought), landed].map(commitOf),
    reverts: revertedIn(landed.message),
    // What a clone says was true when the commit was made: a later import of it says nothing newer.
    asOf: isoOf(landed.committedAtMs) ?? undefined,
  };
}

/** The number of the request that the commit merged, as hosts write it. */
function requestOf(message: string): number | null {
  const subject = message.split("\n", 1)[0] ?? "";
  const other =
    /^Merged PR (\d{1,9}):/.exec(subject)?.[1] ?? /\(pull request #(\d{1,9})\)\s*$/.exec(subject)?.[1];
  return mergedRequest(message) ?? (other === undefined ? null : Number(other));
}

/** A merge's subject names branches; what was merged stands below it, where the host wrote it. */
function titleOf({ message, revision }: GitCommit): string {
  const subject = subjectOf(message);
  const isMerge = /^Merge(?:d)? (?:pull request #|branch '|in )/.test(subject);
  const below = isMerge
    ? message
        .split("\n")
        .slice(1)
        .find((line) => line.trim() !== "")
        ?.trim()
    : undefined;
  const isTitle = below !== undefined && !/^(?:See merge request |# |\* |[A-Z][\w-]+: )/.test(below);
  return (isTitle ? clip(below, 500) : subject) || `Commit ${revision.slice(0, 12)}`;
}

function authorOf({ authorName, authorEmail }: GitCommit): ChangeInput["author"] {
  const [name, email] = [clip(authorName, 200), clip(authorEmail, 320)];
  if (name === null && email === null) return null;
  return { ...(name === null ? {} : { name }), ...(email === null ? {} : { email }) };
}

/** Of more commits than a change takes, those that say something about AI's part come first. */
function mostTelling(commits: readonly GitCommit[]): readonly GitCommit[] {
  const room = COMMITS_MAX - 1;
  if (commits.length <= room) return commits;
  const isTelling = (one: GitCommit) =>
    one.note !== "" || detectAiInvolvement({ ...one, notes: [one.note] }).involvement === "ai";
  const telling = commits.filter(isTelling).slice(0, room);
  const kept = new Set(telling);
  for (const one of commits) if (kept.size < room) kept.add(one);
  return commits.filter((one) => kept.has(one));
}

function commitOf(commit: GitCommit): NonNullable<ChangeInput["commits"]>[number] {
  const note = shortNote(commit.note);
  return {
    revision: commit.revision,
    message: clip(commit.message, MESSAGE_MAX) ?? "",
    authorName: clip(commit.authorName, 300) ?? "",
    authorEmail: clip(commit.authorEmail, 320) ?? "",
    committerName: clip(commit.committerName, 300) ?? "",
    committerEmail: clip(commit.committerEmail, 320) ?? "",
    ...(note === "" ? {} : { notes: [note] }),
    authoredAt: isoOf(commit.authoredAtMs),
  };
}

/** A long authorship log is long for its transcripts, which say nothing of who wrote which lines. */
function shortNote(note: string): string {
  if (note.length <= NOTE_MAX) return note;
  const [lines = "", log = ""] = note.split(/^---\s*$/m);
  try {
    const parsed: unknown = JSON.parse(log, (key, value) => (key === "messages" ? undefined : value));
    const short = `---\n${JSON.stringify(parsed)}`;
    return `${lines.slice(0, Math.max(0, NOTE_MAX - short.length))}${short}`.slice(-NOTE_MAX);
  } catch {
    return note.slice(0, NOTE_MAX);
  }
}

function addressOf(repository: string, revision: string, pullRequest: number | null): string | null {
  const [host = ""] = repository.split("/", 1);
  if (!/(?:^|\.)(?:github|gitlab)\./.test(host)) return null;
  const isGitlab = host.includes("gitlab");
  const place = isGitlab ? "/-" : "";
  const request = isGitlab ? "merge_requests" : "pull";
  return pullRequest === null
    ? `https://${repository}${place}/commit/${revision}`
    : `https://${repository}${place}/${request}/${pullRequest}`;
}

function isoOf(ms: number): string | null {
  return Number.isFinite(ms) && ms > 0 && ms < LATEST_MS ? new Date(ms).toISOString() : null;
}

/**
 * Gives every commit beside the default branch's own line to the merge that brought it there. Commits come with their
 * parents first, so that what waits are only those of branches that are still open.
 */
export class Landing {
  readonly #waiting = new Map<string, GitCommit>();

  wait(commit: GitCommit): void {
    this.#waiting.set(commit.revision, commit);
  }

  /** The commits that the merge brought, in the order in which they came. */
  land(merge: GitCommit): GitCommit[] {
    const brought = new Set<string>();
    const open = merge.parents.slice(1);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const commit = this.#waiting.get(next);
      if (commit === undefined || brought.has(next)) continue;
      brought.add(next);
      open.push(...commit.parents);
    }
    if (brought.size === 0) return [];
    const commits = [...this.#waiting.values()].filter(({ revision }) => brought.has(revision));
    for (const { revision } of commits) this.#waiting.delete(revision);
    return commits;
  }
}
