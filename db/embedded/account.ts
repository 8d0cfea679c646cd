import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, statSync } from "node:fs";
import path from "node:path";
import { OperatorError } from "../operator-error";

/** The account that runs Postgres: undefined for "the same as ours", since only root needs another one. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

let found: { account: Account | undefined } | undefined;

export function postgresAccount(): Account | undefined {
  found ??= { account: process.getuid?.() === 0 ? accountForRoot() : undefined };
  return found.account;
}

function accountForRoot(): Account {
  const existing = lookUp("postgres");
  if (existing !== undefined) return existing;
  spawnSync("useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"]);
  const account = lookUp("postgres") ?? lookUp("nobody");
  if (account !== undefined) return account;
  throw new OperatorError(
    "no-postgres-account",
    "Postgres refuses to run as root, and no account named postgres could be created. " +
      "Create one (`useradd --system postgres`), start Faultline as an ordinary user, or set DATABASE_URL.",
  );
}

function lookUp(name: string): Account | undefined {
  const uid = Number.parseInt(spawnSync("id", ["-u", name], { encoding: "utf8" }).stdout ?? "", 10);
  const gid = Number.parseInt(spawnSync("id", ["-g", name], { encoding: "utf8" }).stdout ?? "", 10);
  return Number.isNaN(uid) || Number.isNaN(gid) || uid === 0 ? undefined : { name, uid, gid };
}

/** Options that make a child process run as the account; its directory is one that every account can enter. */
export function runAs(account: Account | undefined): { uid?: number; gid?: number; cwd: string } {
  return account === undefined ? { cwd: "/" } : { uid: account.uid, gid: account.gid, cwd: "/" };
}

/** Whether the account can enter the folder. Asked of the system, so access lists and mounts count too. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (account === undefined) return true;
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...runAs(account), stdio: "ignore" });
  return probe.status === 0;
}

/** Makes a folder that only the account can read. */
export function makeOwnFolder(account: Account | undefined, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account === undefined) return;
  chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
}

/** A new temporary folder that the account can enter, wherever TMPDIR points. */
export function reachableTemporaryFolder(account: Account | undefined, prefix: string): string {
  const candidates = [process.env.TMPDIR, "/tmp", "/var/tmp", "/dev/shm", "/var/lib"];
  for (const candidate of candidates) {
    if (candidate === undefined || !isDirectory(candidate) || !canEnter(account, candidate)) continue;
    try {
      const folder = mkdtempSync(path.join(candidate, prefix));
      if (account !== undefined) chmodSync(folder, 0o711);
      return folder;
    } catch {
      // Not writable: the next candidate may be.
    }
  }
  throw new OperatorError(
    "no-temporary-folder",
    "No temporary folder can be written: set TMPDIR to a folder with free space.",
  );
}

function isDirectory(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
