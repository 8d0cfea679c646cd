import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { postgresAccount, reachableTemporaryFolder } from "@/db/embedded/account";
import { freePort } from "@/db/embedded/postgres";
import { ensureBrowser } from "./browser";
import { runNode } from "./run-node";
import type { StepResult } from "./run-tests";

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** Runs the journeys against the production build, started as a person starts it, on a data folder of its own. */
export async function runBrowserTests(scratch: string): Promise<StepResult> {
  const browser = await ensureBrowser();
  const reportFile = path.join(scratch, "browser.json");
  const dataFolder = reachableTemporaryFolder(postgresAccount(), "faultline-browser-");
  const home = path.join(scratch, "home");
  mkdirSync(home, { recursive: true });
  try {
    const result = await runNode(["@playwright/test/cli.js", "test", "--reporter=list,json"], {
      env: {
        HOME: home,
        PLAYWRIGHT_BROWSERS_PATH: browser.browsersPath,
        PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
        FAULTLINE_CHROMIUM: browser.executable,
        FAULTLINE_E2E_PORT: String(await freePort()),
        FAULTLINE_E2E_DATA_DIR: dataFolder,
      },
    });
    if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
    const report: PlaywrightReport = JSON.parse(readFileSync(reportFile, "utf8"));
    const failed = report.stats.unexpected + report.errors.length;
    return {
      passed: report.stats.expected + report.stats.flaky,
      failed: failed === 0 && result.status !== 0 ? 1 : failed,
      skipped: report.stats.skipped,
    };
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
