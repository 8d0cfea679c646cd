import { statSync } from "node:fs";
import path from "node:path";
import { repositoryName } from "@/domain/repository/name";
import { askGit, findWithGit, GitError } from "./git-program";

/** A clone, and which part of its history is read. */
export interface GitHistory {
  folder: string;
  /** Host and path, as in "github.com/acme/shop". */
  repository: string;
  branch: string;
  /** Commits of the branch's own line, oldest first. */
  line: string[];
  /** The commit before the oldest; null at the beginning of the history. */
  before: string | null;
  head: string;
  /** False in a clone without its files: what commits altered is then known by name only. */
  hasFiles: boolean;
  notes: string[];
}

export interface GitChoice {
  repository?: string;
  branch?: string;
  /** Commits from this instant on. */
  sinceMs?: number;
}

/** Finds what is to be read, or says what is missing and what to do about it. */
export async function openHistory(target: string, choice: GitChoice): Promise<GitHistory> {
  const folder = path.resolve(target);
  if (!isFolder(folder)) {
    throw new GitError(
      "repository",
      `${target} is no folder. Give the path of a clone, such as ~/src/shop.`,
      "no-repository",
    );
  }
  const isShallow = (await askGit(folder, ["rev-parse", "--is-shallow-repository"])) === "true";
  if (isShallow) {
    throw new GitError(
      "repository",
      `${folder} is a shallow clone, whose history is cut off. Complete it with \`git -C ${folder} fetch --unshallow\`, then import again.`,
      "shallow-clone",
    );
  }
  const { branch, head } = await branchOf(folder, choice.branch);
  const repository = await nameOf(folder, choice.repository);
  const notes: string[] = [];
  const { line, before } = await lineOf(folder, head, choice.sinceMs);
  const isPartial =
    (await findWithGit(folder, ["config", "--get-regexp", "^remote\\..*\\.promisor$"])) !== null;
  if (isPartial) notes.push("The clone is partial, so the sizes of its changes are not known.");
  if ((await findWithGit(folder, ["rev-parse", "--verify", "--quiet", "refs/notes/ai"])) === null) {
    notes.push(
      "There are no refs/notes/ai; `git fetch origin refs/notes/ai:refs/notes/ai` brings those of origin.",
    );
  }
  return { folder, repository, branch, line, before, head, hasFiles: !isPartial, notes };
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The named branch, or origin's default one, or the one that is checked out. */
async function branchOf(
  folder: string,
  asked: string | undefined,
): Promise<{ branch: string; head: string }> {
  const names =
    asked === undefined
      ? [
          await findWithGit(folder, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]),
          "HEAD",
        ]
      : [asked, `origin/${asked}`];
  for (const name of names) {
    if (name === null) continue;
    const head = await findWithGit(folder, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${name}^{commit}`,
    ]);
    if (head !== null) return { branch: name, head };
  }
  if (asked === undefined) {
    throw new GitError(
      "repository",
      `${folder} has no commits yet, so there is nothing to import.`,
      "no-commits",
    );
  }
  const known = await askGit(folder, ["branch", "--all", "--format=%(refname:short)"]);
  const some = known.split("\n").slice(0, 10).join(", ") || "none";
  throw new GitError("branch", `There is no branch ${asked}. There are: ${some}.`, "no-branch");
}

async function nameOf(folder: string, asked: string | undefined): Promise<string> {
  const address = asked ?? (await findWithGit(folder, ["remote", "get-url", "origin"]));
  const name = address === null ? null : repositoryName(address);
  if (name?.includes("/") && !/^(?:[/.~]|file:)/i.test(address ?? "")) return name;
  throw new GitError(
    "repository",
    asked === undefined
      ? `${folder} has no remote origin that names the repository. Name it: --repository github.com/acme/shop.`
      : `"${asked}" is no repository's name. Give host and path, such as github.com/acme/shop.`,
    "no-repository-name",
  );
}

async function lineOf(
  folder: string,
  head: string,
  sinceMs: number | undefined,
): Promise<{ line: string[]; before: string | null }> {
  const listed = await askGit(folder, ["log", "--first-parent", "--format=%H %ct", head, "--"]);
  const commits = listed.split("\n").map((text) => {
    const [revision = "", seconds = ""] = text.split(" ");
    return { revision, atMs: Number(seconds) * 1000 };
  });
  // Clocks differ: the oldest commit that is wanted decides where reading begins.
  const oldest = commits.findLastIndex(({ atMs }) => sinceMs === undefined || atMs >= sinceMs);
  const line = commits.slice(0, oldest + 1).map(({ revision }) => revision);
  return { line: line.reverse(), before: commits[oldest + 1]?.revision ?? null };
}
