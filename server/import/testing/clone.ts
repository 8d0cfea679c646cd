import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

interface Who {
  name?: string;
  email?: string;
}

/** A real repository in a folder of its own, gone after the test; every commit is an hour later than the last. */
export class Clone {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "faultline-clone-"));
  #hours = 0;

  constructor(origin: string | null = "git@github.com:Acme/Shop.git") {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    this.git("init", "--quiet", "--initial-branch=main");
    if (origin !== null) this.git("remote", "add", "origin", origin);
  }

  git(...args: string[]): string {
    return this.#run(args, {});
  }

  /** Writes the files and commits them; answers the revision. */
  commit(message: string, files: Record<string, string | Buffer> = {}, who: Who = {}): string {
    for (const [name, content] of Object.entries(files)) {
      const target = path.join(this.folder, name);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    if (Object.keys(files).length > 0) this.git("add", "--", ...Object.keys(files));
    this.#run(["commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", message], who);
    return this.git("rev-parse", "HEAD");
  }

  /** Merges with a commit of its own; answers the revision. */
  merge(message: string, ...branches: string[]): string {
    this.#run(["merge", "--quiet", "--no-ff", "-m", message, ...branches], {
      name: "GitHub",
      email: "noreply@github.com",
    });
    return this.git("rev-parse", "HEAD");
  }

  #run(args: readonly string[], { name = "Ann Lee", email = "ann@acme.test" }: Who): string {
    this.#hours += 1;
    const when = `${Date.UTC(2026, 1, 1) / 1000 + this.#hours * 3600} +0000`;
    return execFileSync("git", ["-C", this.folder, "-c", "core.autocrlf=false", ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: "GitHub",
        GIT_COMMITTER_EMAIL: "noreply@github.com",
        GIT_AUTHOR_DATE: when,
        GIT_COMMITTER_DATE: when,
        NODE_ENV: "test",
      },
    }).trim();
  }
}
