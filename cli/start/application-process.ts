import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { OperatorError } from "@/db/operator-error";
import { standaloneFolder } from "./build";

export interface ApplicationProcess {
  pid: number;
  /** Settles when the application serves; rejects when it ends or hangs before that. */
  ready: Promise<void>;
  ended: Promise<void>;
  /** Stops accepting, lets running requests finish for at most the given time, then ends the process. */
  drain(limitMs: number): Promise<void>;
  kill(): void;
}

export interface ApplicationSettings {
  /** Where this machine reaches it. */
  address: string;
  host: string;
  port: number;
  databaseUrl: string;
  secret: string;
  /** Warnings and errors alone, unless FAULTLINE_LOG_LEVEL says otherwise: a person reads the terminal. */
  quiet: boolean;
}

const startTimeoutMs = 60_000;

/** Runs the built application as a child that stops by itself when this process dies. */
export function startApplication(settings: ApplicationSettings): ApplicationProcess {
  const { host, port, databaseUrl, secret, quiet } = settings;
  const child = fork(path.join(standaloneFolder, "server.js"), [], {
    cwd: standaloneFolder,
    // A group of its own, so that Ctrl-C reaches only the starter, which then stops things in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOSTNAME: host,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      FAULTLINE_SECRET: secret,
      FAULTLINE_LOG_LEVEL: process.env.FAULTLINE_LOG_LEVEL || (quiet ? "warn" : "info"),
      FAULTLINE_FOLLOW_PARENT: "1",
    },
  });
  const output = forwardOutput(child);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = () => child.kill("SIGKILL");
  return {
    pid: child.pid ?? 0,
    ready: untilReady(settings, ended, kill, output),
    ended,
    drain: async (limitMs) => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
      await ended;
      clearTimeout(timer);
    },
    kill,
  };
}

/** Passes the application's lines on, but for the framework's banner, and keeps the last for an error message. */
function forwardOutput(child: ChildProcess): string[] {
  const lines: string[] = [];
  const banner = /^\s*(▲ Next\.js|- Local:|- Network:|✓ (Starting|Ready|Running next\.config))|^\s*$/u;
  for (const [source, target] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    let rest = "";
    source?.on("data", (chunk) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        if (banner.test(stripVTControlCharacters(line))) continue;
        target.write(`${line}\n`);
        lines.push(line);
        if (lines.length > 20) lines.shift();
      }
    });
  }
  return lines;
}

async function untilReady(
  { address, port }: ApplicationSettings,
  ended: Promise<void>,
  kill: () => void,
  output: string[],
): Promise<void> {
  let hasEnded = false;
  ended.then(() => {
    hasEnded = true;
  });
  const startedMs = performance.now();
  while (!hasEnded) {
    if (await isReady(address)) return;
    if (performance.now() - startedMs > startTimeoutMs) {
      kill();
      throw new OperatorError(
        "application-slow",
        "The application did not become ready within a minute. Its last lines are above.",
      );
    }
    await sleep(20);
  }
  throw new OperatorError(
    "application-failed",
    output.some((line) => line.includes("EADDRINUSE"))
      ? portTaken(port)
      : "The application ended while it was starting. Its last lines are above.",
  );
}

async function isReady(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

export function portTaken(port: number): string {
  return `Port ${port} is taken by another program. Stop that program, or choose another port: \`PORT=${port + 1} npm start\`.`;
}
