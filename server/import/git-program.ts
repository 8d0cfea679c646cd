import { spawn } from "node:child_process";
import { Invalid } from "@/domain/errors";

/** What another's configuration may run or ask for while its history is read is switched off. */
const SAFE = [
  "--no-pager",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.quotePath=false",
  "-c",
  "log.showSignature=false",
  "-c",
  "i18n.logOutputEncoding=UTF-8",
];
const ERROR_MAX = 4000;
const OUTPUT_MAX = 64 * 1024 * 1024;

function start(folder: string, args: readonly string[]) {
  return spawn("git", ["-C", folder, ...SAFE, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      LC_ALL: "C",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_LAZY_FETCH: "1",
      GIT_TERMINAL_PROMPT: "0",
    },
  });
}

/** Fails in git's own words, or with a next step where they are known. */
export class GitError extends Invalid {}

/** The program's output piece by piece; it is ended when the reader stops reading. */
export async function* gitOutput(folder: string, args: readonly string[]): AsyncGenerator<Buffer> {
  const child = start(folder, args);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(0, ERROR_MAX);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  ended.catch(() => undefined);
  try {
    for await (const chunk of child.stdout) yield chunk;
    const code = await ended.catch((error: unknown) => {
      throw missingProgram(error);
    });
    if (code !== 0) throw new GitError("repository", nextStep(folder, said), "git-failed");
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill();
  }
}

/** The whole output of a short question, without its last line's end. */
export async function askGit(folder: string, args: readonly string[]): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of gitOutput(folder, args)) {
    size += chunk.length;
    if (size > OUTPUT_MAX)
      throw new GitError("repository", "git's answer is too long to be read.", "git-failed");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8").replace(/\n$/, "");
}

/** The answer, or null where git has none. */
export async function findWithGit(folder: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await askGit(folder, args)) || null;
  } catch (error) {
    if (error instanceof GitError && error.code === "git-failed") return null;
    throw error;
  }
}

function missingProgram(error: unknown): GitError {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  const reason = isMissing
    ? "The program git is not installed here, or not on the PATH. Install it, then import again."
    : `git cannot be run: ${error instanceof Error ? error.message : String(error)}.`;
  return new GitError("repository", reason, "git-missing");
}

function nextStep(folder: string, said: string): string {
  if (/dubious ownership/.test(said)) {
    return `${folder} belongs to another user, so git does not read it. Allow it with \`git config --global --add safe.directory ${folder}\`, then import again.`;
  }
  if (/not a git repository/i.test(said)) {
    return `${folder} is not a git repository. Give the path of a clone, such as ~/src/shop.`;
  }
  if (/promisor|lazy fetch/i.test(said)) {
    return `${folder} is a partial clone that lacks what is to be read. Clone it in full, then import that.`;
  }
  return `git cannot read ${folder}: ${said.trim().split("\n").at(-1) || "it says no reason"}`;
}
