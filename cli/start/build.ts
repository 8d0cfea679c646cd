import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isAlive } from "@/db/embedded/process-identity";
import { OperatorError } from "@/db/operator-error";
import { projectRoot } from "../project-root";
import { bundleCommandLine, bundledSources } from "./bundle";

const isFile = (source: string) => source.endsWith(".ts");
/** What the build reads; the tests do not count, nor the command line but for what is served of it. */
const sourceFolders = [
  ...["app", "components", "db", "domain", "drizzle", "public", "server"],
  ...bundledSources.filter((source) => !isFile(source)),
];
const sourceFiles = [
  ...bundledSources.filter(isFile),
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];

export const standaloneFolder = path.join(projectRoot, ".next", "standalone");
/** The command line for pipelines, as the application serves it at /cli/faultline.mjs. */
export const servedCommandLine = path.join(standaloneFolder, "public", "cli", "faultline.mjs");
const stampFile = path.join(projectRoot, ".next", "faultline-build");
const lockFile = path.join(projectRoot, "node_modules", ".faultline-build.lock");

/** Builds the application unless the last build was made from exactly these sources. */
export async function ensureBuilt(say: (line: string) => void): Promise<void> {
  const hash = hashSources();
  if (isBuilt(hash)) return;
  const release = await holdBuild(say);
  try {
    if (isBuilt(hash)) return;
    say("Building the application; this takes up to a minute, and only when its sources have changed ...");
    const startedMs = performance.now();
    rmSync(stampFile, { force: true });
    await runNextBuild(say, startedMs);
    assembleStandalone();
    await bundleCommandLine(servedCommandLine);
    writeFileSync(stampFile, hash);
    say(`Built in ${Math.round((performance.now() - startedMs) / 1000)} s`);
  } finally {
    release();
  }
}

function isBuilt(hash: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash;
}

function hashSources(): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of [...sourceFiles, ...sourceFolders.flatMap(listFiles)]) {
    if (file.includes(".test.")) continue;
    hash.update(`\0${file}\0`).update(readFileSync(path.join(projectRoot, file)));
  }
  return hash.digest("hex");
}

function listFiles(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Two starts in one project must not build over each other. */
async function holdBuild(say: (line: string) => void): Promise<() => void> {
  let waiting = false;
  for (;;) {
    try {
      writeFileSync(lockFile, JSON.stringify(identityOf(process.pid)), { flag: "wx" });
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    if (isHolderDead()) rmSync(lockFile, { force: true });
    else if (!waiting) say("Waiting for another build in this folder ...");
    waiting = true;
    await sleep(200);
  }
}

function isHolderDead(): boolean {
  try {
    return !isAlive(JSON.parse(readFileSync(lockFile, "utf8")));
  } catch {
    return false;
  }
}

async function runNextBuild(say: (line: string) => void, startedMs: number): Promise<void> {
  const heartbeat = setInterval(
    () => say(`  still building, ${Math.round((performance.now() - startedMs) / 1000)} s`),
    10_000,
  );
  const next = path.join(projectRoot, "node_modules", "next", "dist", "bin", "next");
  const result = await new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [next, "build"], {
      cwd: projectRoot,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // A build that nobody waits for must not go on writing.
    process.once("exit", () => child.kill());
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, output }));
  }).finally(() => clearInterval(heartbeat));
  if (result.status !== 0) throw buildProblem(result.output);
}

function buildProblem(output: string): OperatorError {
  if (/ENOSPC|No space left/i.test(output)) {
    return new OperatorError(
      "disk-full",
      `The application could not be built: the disk that holds ${projectRoot} is full. Free some space and start again.`,
    );
  }
  const lastLines = output.trimEnd().split("\n").slice(-40).join("\n");
  return new OperatorError(
    "build-failed",
    `The application could not be built. The build says:\n\n${lastLines}`,
  );
}

/** Completes Next's standalone output with what it leaves out, so that the folder runs by itself. */
function assembleStandalone(): void {
  const parts: [string, string][] = [
    [".next/static", ".next/static"],
    ["public", "public"],
    ["drizzle", "drizzle"],
  ];
  for (const [from, to] of parts) {
    const target = path.join(standaloneFolder, to);
    const draft = `${target}.new`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(path.join(projectRoot, from), draft, { recursive: true });
    rmSync(target, { recursive: true, force: true });
    renameSync(draft, target);
  }
}
