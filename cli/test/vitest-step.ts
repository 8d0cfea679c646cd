import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { runNode } from "./run-node";
import type { StepResult } from "./run-tests";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** Runs one project of vitest.config.ts and counts its tests; a file that does not even load is a failed test. */
export async function runVitest(project: string, scratch: string): Promise<StepResult> {
  const reportFile = path.join(scratch, `${project}.json`);
  const result = await runNode([
    "vitest/vitest.mjs",
    "run",
    `--project=${project}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
  ]);
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  const report: VitestReport = JSON.parse(readFileSync(reportFile, "utf8"));
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    // An error outside of any test also makes vitest fail.
    failed: failed === 0 && result.status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
