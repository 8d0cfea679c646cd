import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { OperatorError } from "../operator-error";
import { type Account, makeOwnFolder, runAs } from "./account";
import type { Binaries } from "./binaries";
import { folderProblem, prepareDataFolder } from "./data-folder";
import {
  clusterFolder,
  type EmbeddedOptions,
  logFileOf,
  passwordFileOf,
  serverEnvironment,
  startProblem,
} from "./layout";

const majorVersion = "18";

/** Written to postgresql.conf at creation, where an operator may change them; durability stays at the defaults. */
const settings: Record<string, string> = {
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
};

/** Creates the database folder when it is missing and says whether it did. */
export async function ensureCluster(
  options: EmbeddedOptions,
  account: Account | undefined,
  binaries: Binaries,
): Promise<boolean> {
  const { folder } = options;
  const cluster = clusterFolder(folder);
  const versionFile = path.join(cluster, "PG_VERSION");
  if (existsSync(versionFile)) {
    requireVersion(readFileSync(versionFile, "utf8").trim(), folder);
    return false;
  }
  prepareDataFolder(folder, account);
  await initialise(options, account, binaries);
  return true;
}

export function readPassword(folder: string): string {
  try {
    return readFileSync(passwordFileOf(folder), "utf8").trim();
  } catch (error) {
    throw new OperatorError(
      "password-missing",
      `The file ${passwordFileOf(folder)} cannot be read, and without it the embedded database cannot be opened. ` +
        "Restore it from your backup of the data folder.",
      { cause: error },
    );
  }
}

function requireVersion(version: string, folder: string): void {
  if (version === majorVersion) return;
  throw new OperatorError(
    "embedded-version-differs",
    `The data folder ${folder} was written by Postgres ${version}, and this Faultline brings Postgres ${majorVersion}. ` +
      "Start the version of Faultline that wrote it and move the data with pg_dump, or use another FAULTLINE_DATA_DIR.",
  );
}

/** Builds the database beside its final place and moves it there whole, so that a kill leaves no half of one. */
async function initialise(
  options: EmbeddedOptions,
  account: Account | undefined,
  binaries: Binaries,
): Promise<void> {
  const { folder } = options;
  const partial = path.join(folder, "postgres.partial");
  const passwordHandover = path.join(folder, "postgres.password");
  rmSync(partial, { recursive: true, force: true });
  const cluster = clusterFolder(folder);
  const password = randomBytes(24).toString("base64url");
  try {
    writeFileSync(passwordFileOf(folder), `${password}\n`, { mode: 0o600 });
    writeFileSync(passwordHandover, `${password}\n`, { mode: 0o600 });
    if (account !== undefined) chownSync(passwordHandover, account.uid, account.gid);
    makeOwnFolder(account, partial);
    options.onProgress?.(`Creating the database in ${folder}`);
    await runInitdb(options, account, binaries, partial, passwordHandover);
    renameSync(partial, cluster);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw folderProblem(error, folder);
  } finally {
    rmSync(passwordHandover, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

async function runInitdb(
  options: EmbeddedOptions,
  account: Account | undefined,
  binaries: Binaries,
  cluster: string,
  passwordHandover: string,
): Promise<void> {
  const argumentsList = [
    `--pgdata=${cluster}`,
    "--username=faultline",
    `--pwfile=${passwordHandover}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order of names on every machine, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
    ...(options.scratch ? ["--no-sync"] : []),
    ...Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]),
  ];
  const result = await new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    const child = spawn(binaries.initdb, argumentsList, {
      ...runAs(account),
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  });
  if (result.status === 0) return;
  throw startProblem(result.output, logFileOf(options.folder));
}
