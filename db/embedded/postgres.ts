import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorMessage } from "../operator-error";
import { type Account, postgresAccount, runAs } from "./account";
import { type Binaries, findBinaries } from "./binaries";
import { ensureCluster, readPassword } from "./cluster";
import { clusterFolder, type EmbeddedOptions, logFileOf, serverEnvironment, startProblem } from "./layout";

export interface EmbeddedPostgres {
  url: string;
  port: number;
  pid: number;
  /** Whether the data folder was created by this start. */
  created: boolean;
  logFile: string;
  /** Settles when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown: running transactions are rolled back and everything is written to disk. */
  stop(): Promise<void>;
}

const startAttempts = 5;
const startTimeoutMs = 120_000;
const fastShutdownTimeoutMs = 30_000;
const largestLogBytes = 10 * 1024 * 1024;

/** Starts the server in its own process group, so that Ctrl-C in a terminal reaches the application first. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = postgresAccount();
  const binaries = findBinaries(account);
  const created = await ensureCluster(options, account, binaries);
  await stopLeftover(options.folder, options.onProgress);

  let port = options.preferredPort ?? (await freePort());
  for (let attempt = 1; ; attempt++) {
    const outcome = await launch(options, account, binaries, port);
    if (outcome.state === "ready") {
      return running(options, outcome.child, port, created);
    }
    if (attempt === startAttempts || !canRetry(outcome.log)) {
      throw startProblem(outcome.log, logFileOf(options.folder));
    }
    if (isPortTaken(outcome.log)) port = await freePort();
    else await sleep(500);
  }
}

type Launch = { state: "ready"; child: ChildProcess } | { state: "failed"; log: string };

async function launch(
  options: EmbeddedOptions,
  account: Account | undefined,
  binaries: Binaries,
  port: number,
): Promise<Launch> {
  const logFile = logFileOf(options.folder);
  rotateLog(logFile);
  const log = openSync(logFile, "a", 0o600);
  const logStart = statSync(logFile).size;
  const child = spawn(binaries.postgres, serverArguments(options, port), {
    ...runAs(account),
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let failure: string | undefined;
  child.once("error", (error) => {
    failure = errorMessage(error);
  });
  child.once("exit", () => {
    failure ??= readFileSync(logFile, "utf8").slice(logStart);
  });
  const deadlineMs = performance.now() + startTimeoutMs;
  let announced = false;
  while (failure === undefined) {
    if (child.pid !== undefined && isReady(options.folder, child.pid)) {
      child.unref();
      return { state: "ready", child };
    }
    const elapsedMs = performance.now() - deadlineMs + startTimeoutMs;
    if (elapsedMs > startTimeoutMs) {
      child.kill("SIGQUIT");
      return { state: "failed", log: readFileSync(logFile, "utf8").slice(logStart) };
    }
    if (!announced && elapsedMs > 1000) {
      announced = true;
      options.onProgress?.("Postgres is recovering from its write-ahead log");
    }
    await sleep(15);
  }
  return { state: "failed", log: failure };
}

function serverArguments(options: EmbeddedOptions, port: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // Everything goes through TCP: socket paths are limited to 107 bytes and a data folder may be deeper.
    unix_socket_directories: "",
    ...(options.scratch
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "128MB" }
      : {}),
  };
  return [
    "-D",
    clusterFolder(options.folder),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

function rotateLog(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(logFile, `${logFile}.1`);
}

/** The server writes its state into postmaster.pid; reading it is what pg_ctl does too, and costs no connection. */
function isReady(folder: string, pid: number): boolean {
  const state = readPostmasterFile(folder);
  return state?.pid === pid && state.status === "ready";
}

function readPostmasterFile(folder: string): { pid: number; status: string | undefined } | undefined {
  const file = path.join(clusterFolder(folder), "postmaster.pid");
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return { pid: Math.abs(Number(lines[0])), status: lines[7]?.trim() };
  } catch {
    return undefined;
  }
}

/** A server whose Faultline was killed is still running: it is shut down, so that the next one starts clean. */
async function stopLeftover(folder: string, onProgress?: (line: string) => void): Promise<void> {
  const state = readPostmasterFile(folder);
  if (state === undefined) return;
  const file = path.join(clusterFolder(folder), "postmaster.pid");
  if (!isServerOf(state.pid, folder)) {
    // The process id may since belong to somebody else, and then Postgres would refuse to start.
    rmSync(file, { force: true });
    return;
  }
  onProgress?.(`Stopping the Postgres that a killed Faultline left behind (pid ${state.pid})`);
  process.kill(state.pid, "SIGINT");
  const deadlineMs = performance.now() + fastShutdownTimeoutMs;
  while (isServerOf(state.pid, folder)) {
    if (performance.now() > deadlineMs) process.kill(state.pid, "SIGQUIT");
    if (performance.now() > deadlineMs + 5000) break;
    await sleep(50);
  }
}

function isServerOf(pid: number, folder: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  if (!existsSync("/proc/self/cmdline")) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(clusterFolder(folder));
  } catch {
    return false;
  }
}

function running(
  options: EmbeddedOptions,
  child: ChildProcess,
  port: number,
  created: boolean,
): EmbeddedPostgres {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
  const pid = child.pid ?? 0;
  const stop = async () => {
    child.ref();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGINT");
    const slow = setTimeout(() => child.kill("SIGQUIT"), fastShutdownTimeoutMs);
    await ended;
    clearTimeout(slow);
  };
  const url = embeddedUrl(options.folder, port);
  return { url, port, pid, created, logFile: logFileOf(options.folder), ended, stop };
}

export function embeddedUrl(folder: string, port: number): string {
  return `postgres://faultline:${readPassword(folder)}@127.0.0.1:${port}/postgres`;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no free port."));
      });
    });
  });
}

function isPortTaken(log: string): boolean {
  return /Address already in use|could not create any TCP\/IP sockets/.test(log);
}

/** Backends of a killed server hold its shared memory for a moment after it. */
function canRetry(log: string): boolean {
  return isPortTaken(log) || /pre-existing shared memory block/.test(log);
}
