import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../operator-error";
import { folderProblem } from "./data-folder";
import { identityOf, isAlive, type ProcessIdentity } from "./process-identity";

/** Who uses a data folder, as written in its instance.json. */
export interface Instance {
  holder: ProcessIdentity;
  /** What the holder is: the application, or a command of the command line for as long as it runs. */
  use: "application" | "command";
  /** The command's name, for messages. */
  name: string;
  stopping: boolean;
  address?: string;
  postgresPort?: number;
  /** The application's server process, which may outlive a killed holder for a moment. */
  server?: ProcessIdentity;
}

export interface HeldInstance {
  /** What a killed predecessor left: its port to use again, its server to wait for. */
  predecessor: Instance | undefined;
  update(change: Partial<Omit<Instance, "holder">>): void;
  release(): void;
}

const waitForStoppingMs = 15_000;

/** Takes the data folder for this process, or says who has it. A dead holder's claim is taken over. */
export async function holdInstance(
  folder: string,
  use: Instance["use"],
  name: string,
): Promise<HeldInstance> {
  const holder = identityOf(process.pid);
  if (holder === undefined) throw new Error("This process cannot find itself in the process list.");
  const mine: Instance = { holder, use, name, stopping: false };
  const startedMs = performance.now();
  let predecessor: Instance | undefined;
  while (!claim(folder, mine)) {
    const other = readInstance(folder);
    if (other !== undefined && isAlive(other.holder)) {
      const waitedMs = performance.now() - startedMs;
      if (waitedMs > (other.stopping ? waitForStoppingMs : 1500)) throw inUse(folder, other);
      await sleep(100);
      continue;
    }
    predecessor = other ?? predecessor;
    discardStale(folder, other);
  }
  predecessor ??= readLast(folder);
  return heldInstance(folder, mine, predecessor);
}

function heldInstance(folder: string, mine: Instance, predecessor: Instance | undefined): HeldInstance {
  let current = mine;
  return {
    predecessor,
    update: (change) => {
      current = { ...current, ...change };
      write(`${fileOf(folder)}.new`, current);
      renameSync(`${fileOf(folder)}.new`, fileOf(folder));
    },
    release: () => {
      // Kept under another name, so that the next start can offer Postgres the same port.
      renameSync(fileOf(folder), lastFileOf(folder));
    },
  };
}

/** The live holder of the folder, if there is one. */
export function findInstance(folder: string): Instance | undefined {
  const instance = readInstance(folder);
  return instance !== undefined && isAlive(instance.holder) ? instance : undefined;
}

function fileOf(folder: string): string {
  return path.join(folder, "instance.json");
}

function lastFileOf(folder: string): string {
  return path.join(folder, "instance.last.json");
}

/** A hard link is made whole or not at all, so that no other process ever reads half a claim. */
function claim(folder: string, instance: Instance): boolean {
  const draft = `${fileOf(folder)}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    write(draft, instance);
    linkSync(draft, fileOf(folder));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw folderProblem(error, folder);
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(file: string, instance: Instance): void {
  writeFileSync(file, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
}

function readInstance(folder: string): Instance | undefined {
  return read(fileOf(folder));
}

function readLast(folder: string): Instance | undefined {
  return read(lastFileOf(folder));
}

function read(file: string): Instance | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Moves the dead claim aside; of two processes that try, only one succeeds, and both then compete for a new claim. */
function discardStale(folder: string, stale: Instance | undefined): void {
  const now = readInstance(folder);
  if (now?.holder.startedAt !== stale?.holder.startedAt) return;
  try {
    renameSync(fileOf(folder), lastFileOf(folder));
  } catch {
    // Somebody else was faster.
  }
}

function inUse(folder: string, other: Instance): OperatorError {
  const pid = other.holder.pid;
  if (other.use === "command") {
    return new OperatorError(
      "data-folder-in-use",
      `\`${other.name}\` (pid ${pid}) is using the data folder ${folder}. Wait until it has ended, then try again.`,
    );
  }
  const where = other.address === undefined ? "and still starting" : `at ${other.address}`;
  return new OperatorError(
    "data-folder-in-use",
    `Faultline already runs on the data folder ${folder} (pid ${pid}, ${where}). Use that one, stop it with ` +
      `\`kill ${pid}\`, or set FAULTLINE_DATA_DIR (and PORT) to run a second one.`,
  );
}
