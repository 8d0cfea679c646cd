// What must work before anything is installed: Node's own modules only, and syntax that old versions can read.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, "");

const oldestNode = [20, 19, 0];

export function requireNode() {
  const version = process.versions.node.split(".").map(Number);
  for (let i = 0; i < oldestNode.length; i++) {
    if (version[i] > oldestNode[i]) return;
    if (version[i] < oldestNode[i]) {
      fail(
        `This is Node ${process.versions.node}; Faultline needs ${oldestNode.join(".")} or newer. ` +
          "Install a newer Node (nodejs.org, or `nvm install 22`) and start again.",
      );
    }
  }
}

export function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/** Installs the packages when they are missing or older than the lockfile; tells its progress on the given stream. */
export async function ensureInstalled(progress = process.stdout) {
  const lockHash = createHash("sha256")
    .update(readFileSync(inProject("package-lock.json")))
    .digest("hex");
  if (isInstalled(lockHash)) return;
  progress.write("Installing packages; the first time this takes as long as the network needs ...\n");
  const startedMs = Date.now();
  const heartbeat = setInterval(() => {
    progress.write(`  still installing, ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
  }, 15_000);
  const result = await runNpm(["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"]);
  clearInterval(heartbeat);
  if (result.status !== 0) fail(installProblem(result.output));
  writeFileSync(stampFile(), lockHash);
  progress.write(`Installed in ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
}

/** Lets this process import TypeScript files and the "@/" alias, and loads one. */
export async function importTypescript(file) {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: inProject("tsconfig.json") });
  return import(pathToFileURL(inProject(file)).href);
}

function inProject(file) {
  return path.join(projectRoot, file);
}

function stampFile() {
  return inProject("node_modules/.faultline-lock-hash");
}

function isInstalled(lockHash) {
  const installed = inProject("node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  if (existsSync(stampFile()) && readFileSync(stampFile(), "utf8") === lockHash) return true;
  // Somebody may have run npm by hand: what is installed is then at least as new as the lockfile.
  return statSync(installed).mtimeMs >= statSync(inProject("package-lock.json")).mtimeMs;
}

function runNpm(npmArguments) {
  const npmScript = process.env.npm_execpath;
  const [command, prefix] =
    npmScript && /\.c?js$/.test(npmScript) ? [process.execPath, [npmScript]] : ["npm", []];
  return new Promise((resolve) => {
    const child = spawn(command, [...prefix, ...npmArguments], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && command === "npm",
    });
    // An installation that nobody waits for must not go on writing.
    const stop = () => {
      child.kill();
      process.exit(1);
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", (error) => resolve({ status: 1, output: String(error) }));
    child.once("close", (status) => {
      process.removeListener("SIGINT", stop);
      process.removeListener("SIGTERM", stop);
      resolve({ status, output });
    });
  });
}

function installProblem(output) {
  if (/ENOSPC|no space left/i.test(output)) {
    return `The packages could not be installed: the disk that holds ${projectRoot} is full. Free some space and start again.`;
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return `The packages could not be installed: ${projectRoot} cannot be written by this user. Make it writable, or use your own clone.`;
  }
  const lines = output.split("\n").filter((line) => line.startsWith("npm error"));
  const network = /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|ECONNRESET|EAI_AGAIN/.test(output);
  const summary = network
    ? "The packages could not be installed: npm's registry cannot be reached. Check the network or npm's proxy settings, then start again."
    : "The packages could not be installed. npm says:";
  return `${summary}\n${lines.slice(0, 8).join("\n")}`;
}
