import { isUtf8 } from "node:buffer";
import { type GitCommit, type GitSize, Landing } from "@/domain/import/git-log";
import { gitOutput } from "./git-program";
import type { GitHistory } from "./git-repository";

/** A commit of the branch's own line, with what it brought and what it altered. */
export interface LandedCommit {
  commit: GitCommit;
  brought: GitCommit[];
  size: GitSize;
}

const FIELDS = ["%H", "%P", "%an", "%ae", "%cn", "%ce", "%at", "%ct", "%B", "%N"];
const DIFF = ["--diff-merges=first-parent", "--find-renames", "--no-ext-diff", "--no-textconv"];

/**
 * The branch's own line, oldest first, from two runs of git that are read side by side: one tells of every commit with
 * its texts, the other of what those of the line altered. No more is held than the branches that are open.
 */
export async function* landedCommits(history: GitHistory): AsyncGenerator<LandedCommit> {
  if (history.line.length === 0) return;
  const line = new Set(history.line);
  const landing = new Landing();
  const sizes = sizesOf(history);
  try {
    for await (const commit of commitsOf(history)) {
      if (!line.has(commit.revision)) {
        landing.wait(commit);
        continue;
      }
      const next = await sizes.next();
      if (next.done || next.value.revision !== commit.revision) {
        throw new Error(`git told of ${commit.revision} in another order than of its files.`);
      }
      yield { commit, brought: landing.land(commit), size: next.value };
    }
  } finally {
    await sizes.return(undefined);
  }
}

const rangeOf = ({ head, before }: GitHistory) => [head, ...(before === null ? [] : [`^${before}`]), "--"];

async function* commitsOf(history: GitHistory): AsyncGenerator<GitCommit> {
  const format = `--format=tformat:${FIELDS.join("%x00")}`;
  const args = ["log", "-z", "--topo-order", "--reverse", "--notes=ai", format, ...rangeOf(history)];
  let fields: string[] = [];
  for await (const tokens of tokensOf(gitOutput(history.folder, args))) {
    for (const token of tokens) {
      fields.push(token);
      if (fields.length < FIELDS.length) continue;
      yield commitOf(fields);
      fields = [];
    }
  }
}

function commitOf(fields: readonly string[]): GitCommit {
  const [revision = "", parents = "", authorName = "", authorEmail = "", ...rest] = fields;
  const [committerName = "", committerEmail = "", authored = "", committed = "", message = "", note = ""] =
    rest;
  return {
    revision,
    parents: parents.split(" ").filter((one) => one !== ""),
    authorName,
    authorEmail,
    committerName,
    committerEmail,
    authoredAtMs: Number(authored) * 1000,
    committedAtMs: Number(committed) * 1000,
    message: message.trimEnd(),
    note: note.trim(),
  };
}

/** What each commit of the line altered against its first parent, oldest first. */
async function* sizesOf(history: GitHistory): AsyncGenerator<GitSize & { revision: string }> {
  const what = history.hasFiles
    ? ["--numstat", ...DIFF]
    : ["--name-only", ...DIFF.slice(0, 1), "--no-renames"];
  const args = ["log", "-z", "--first-parent", "--reverse", ...what, "--format=tformat:%x00%H"];
  const reader = new SizeReader(history.hasFiles);
  for await (const tokens of tokensOf(gitOutput(history.folder, [...args, ...rangeOf(history)]))) {
    for (const token of tokens) {
      const done = reader.take(token);
      if (done !== null) yield done;
    }
  }
  const last = reader.end();
  if (last !== null) yield last;
}

/**
 * A commit is an empty token and its revision; its files follow, the first after a line's end. A file's token is its
 * sizes and its path, and of a renamed file the old and the new path come as two tokens more.
 */
class SizeReader {
  readonly #hasSizes: boolean;
  #state: "between" | "revision" | "files" | "old path" | "new path" = "between";
  #revision = "";
  #additions = 0;
  #deletions = 0;
  #paths: string[] = [];

  constructor(hasSizes: boolean) {
    this.#hasSizes = hasSizes;
  }

  take(token: string): (GitSize & { revision: string }) | null {
    if (this.#state === "old path") this.#state = "new path";
    else if (this.#state === "new path") this.#addPath(token);
    else if (token === "") {
      const done = this.end();
      this.#state = "revision";
      return done;
    } else if (this.#state === "revision") {
      this.#revision = token;
      this.#state = "files";
    } else if (this.#state === "files") this.#takeFile(token.replace(/^\n/, ""));
    return null;
  }

  end(): (GitSize & { revision: string }) | null {
    if (this.#revision === "") return null;
    const [additions, deletions] = this.#hasSizes ? [this.#additions, this.#deletions] : [null, null];
    const done = { revision: this.#revision, additions, deletions, paths: this.#paths };
    this.#revision = "";
    this.#additions = 0;
    this.#deletions = 0;
    this.#paths = [];
    return done;
  }

  #takeFile(token: string): void {
    if (!this.#hasSizes) {
      this.#addPath(token);
      return;
    }
    // Of a binary file the sizes are dashes.
    const [added = "", deleted = "", ...path] = token.split("\t");
    this.#additions += Number(added) || 0;
    this.#deletions += Number(deleted) || 0;
    if (path.join("\t") === "") this.#state = "old path";
    else this.#addPath(path.join("\t"));
  }

  #addPath(path: string): void {
    this.#paths.push(path);
    this.#state = "files";
  }
}

/** The texts between zero bytes, as many as each piece of output ends. */
async function* tokensOf(output: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let open: Buffer[] = [];
  for await (const chunk of output) {
    const tokens: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      const part = chunk.subarray(start, end);
      tokens.push(textOf(open.length === 0 ? part : Buffer.concat([...open, part])));
      open = [];
      start = end + 1;
    }
    if (start < chunk.length) open.push(chunk.subarray(start));
    if (tokens.length > 0) yield tokens;
  }
  if (open.length > 0) yield [textOf(Buffer.concat(open))];
}

/** Names and messages of old commits may be in no encoding that git knows of. */
function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : new TextDecoder("windows-1252").decode(bytes);
}
