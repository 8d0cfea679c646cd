import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project-root";
import { run, runNode } from "./run-node";

export interface Browser {
  /** A browser of the system; undefined for Playwright's own. */
  executable?: string;
  browsersPath?: string;
}

const systemBrowsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const browsersPath = path.join(projectRoot, "node_modules", ".browsers");

/** Finds a Chromium, or installs one: Debian's package where we may, else the one Playwright brings. */
export async function ensureBrowser(): Promise<Browser> {
  const found = findSystemBrowser();
  if (found !== undefined) return { executable: found };
  if (existsSync(browsersPath)) return { browsersPath };
  if (process.getuid?.() === 0 && isInstalled("apt-get")) {
    say("There is no Chromium: installing Debian's package ...");
    await run("apt-get", ["update", "-qq"], { quiet: true });
    const args = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
    const result = await run("apt-get", args, { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } });
    const installed = findSystemBrowser();
    if (installed !== undefined) return { executable: installed };
    say(`apt-get could not install it: ${result.output.trim().split("\n").at(-1)}`);
  }
  return installPlaywrightBrowser();
}

async function installPlaywrightBrowser(): Promise<Browser> {
  say("There is no Chromium: downloading the one that Playwright brings ...");
  const result = await runNode(["@playwright/test/cli.js", "install", "chromium"], {
    quiet: true,
    env: { PLAYWRIGHT_BROWSERS_PATH: browsersPath },
  });
  if (result.status === 0) return { browsersPath };
  throw new Error(
    "The browser tests need Chromium, and neither the system's packages nor Playwright could provide it. Install it " +
      `(for example \`apt-get install chromium\`) and run the tests again.\n${result.output.trim()}`,
  );
}

function findSystemBrowser(): string | undefined {
  for (const name of systemBrowsers) {
    const result = spawnSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
    const file = result.stdout.trim();
    // Some systems have a stub of this name that only says how to install the real one.
    if (file !== "" && spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0) return file;
  }
  return undefined;
}

function isInstalled(name: string): boolean {
  return spawnSync("/bin/sh", ["-c", `command -v ${name}`], { stdio: "ignore" }).status === 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
