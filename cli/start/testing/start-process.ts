import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../../project-root";

export interface Started {
  pid: number;
  address: string;
  /** Settles at the line that says so; rejects with the output when the process ends before. */
  ready: Promise<void>;
  exit: Promise<number | null>;
  output(): string;
  signal(signal: NodeJS.Signals): void;
  postgresPids(): number[];
  end(): Promise<void>;
}

/** Starts Faultline as `npm start` does, on the given environment and none of the caller's settings. */
export function startProcess(env: Record<string, string>): Started {
  const child = spawn(process.execPath, [path.join(projectRoot, "cli", "start.mjs")], {
    cwd: projectRoot,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const collect = (chunk: Buffer) => {
    text += chunk;
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  let ended = false;
  const exit = new Promise<number | null>((resolve) => {
    // Not "close": a killed starter's server holds the same pipes for as long as it drains.
    child.once("exit", (code) => {
      ended = true;
      setTimeout(() => resolve(code), 50);
    });
  });
  const ready = untilReady(
    () => text,
    () => ended,
  );
  // A test that expects a failure waits for the exit only.
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    address: `http://127.0.0.1:${env.PORT}`,
    ready,
    exit,
    output: () => text,
    signal: (signal) => child.kill(signal),
    postgresPids: () => postmasterOf(env.FAULTLINE_DATA_DIR ?? ""),
    end: async () => {
      if (ended) return;
      child.kill("SIGTERM");
      await exit;
    },
  };
}

async function untilReady(output: () => string, ended: () => boolean): Promise<void> {
  while (!output().includes("Faultline is ready")) {
    if (ended()) throw new Error(`It ended before it was ready:\n${output()}`);
    await sleep(25);
  }
}

function postmasterOf(dataFolder: string): number[] {
  try {
    const file = path.join(dataFolder, "postgres", "postmaster.pid");
    return [Number(readFileSync(file, "utf8").split("\n")[0])];
  } catch {
    return [];
  }
}
