import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { errorMessage } from "@/db/operator-error";
import { ensureBuilt } from "../start/build";
import { runBrowserTests } from "./browser-tests";
import { checkDrift } from "./drift";
import { runNode } from "./run-node";
import { runVitest } from "./vitest-step";

/** What a step found; a check (types, lint, drift, build) counts as one. */
export interface StepResult {
  passed: number;
  failed: number;
  skipped?: number;
}

interface Step {
  name: string;
  what: string;
  run(scratch: string): Promise<StepResult>;
}

const steps: Step[] = [
  { name: "types", what: "the compiler finds nothing", run: checkTypes },
  {
    name: "lint",
    what: "style and boundaries",
    run: () => check(["@biomejs/biome/bin/biome", "ci", "--colors=off", "."]),
  },
  { name: "drift", what: "schema and migrations agree", run: checkDrift },
  { name: "unit", what: "rules and arithmetic", run: (scratch) => runVitest("unit", scratch) },
  {
    name: "database",
    what: "queries and commands on Postgres",
    run: (scratch) => runVitest("database", scratch),
  },
  { name: "api", what: "the REST interface", run: (scratch) => runVitest("api", scratch) },
  { name: "build", what: "the production build", run: build },
  {
    name: "process",
    what: "starting, stopping, recovering",
    run: (scratch) => runVitest("process", scratch),
  },
  { name: "browser", what: "journeys in a real browser", run: runBrowserTests },
];

/** Runs every step, also after a failure, and ends with one line that sums them up. Names choose single steps. */
export async function runTests(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    say(`There is no step ${unknown.join(", ")}. The steps: ${steps.map((step) => step.name).join(", ")}.`);
    return 2;
  }
  const chosen = names.length === 0 ? steps : steps.filter((step) => names.includes(step.name));
  const scratch = mkdtempSync(path.join(tmpdir(), "faultline-tests-"));
  let passed = 0;
  let failed = 0;
  try {
    for (const [index, step] of chosen.entries()) {
      say(`\n[${index + 1}/${chosen.length}] ${step.name}: ${step.what}`);
      const result = await runStep(step, scratch);
      passed += result.passed;
      failed += result.failed;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  say(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function runStep(step: Step, scratch: string): Promise<StepResult> {
  const startedMs = performance.now();
  let result: StepResult;
  try {
    result = await step.run(scratch);
    if (result.passed + result.failed === 0) {
      say(`The step ${step.name} ran no test at all, which counts as a failure.`);
      result = { passed: 0, failed: 1 };
    }
  } catch (error) {
    say(errorMessage(error));
    result = { passed: 0, failed: 1 };
  }
  const skipped = result.skipped ? `, ${result.skipped} skipped` : "";
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  // Another form than the last line's, so that a reader of the output finds that one only once.
  say(
    `${step.name}: ${result.failed === 0 ? "ok" : "FAILED"} (${result.passed} ok, ${result.failed} not${skipped}, ${seconds} s)`,
  );
  return result;
}

async function checkTypes(): Promise<StepResult> {
  // Declares the routes and the style sheets, which a fresh clone has never built.
  const generated = await runNode(["next/dist/bin/next", "typegen"], { quiet: true });
  if (generated.status !== 0) {
    say(generated.output);
    return { passed: 0, failed: 1 };
  }
  return check(["typescript/bin/tsc", "--noEmit", "--incremental", "false"]);
}

async function check([script, ...args]: [string, ...string[]]): Promise<StepResult> {
  const result = await runNode([script, ...args]);
  return result.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function build(): Promise<StepResult> {
  await ensureBuilt(say);
  return { passed: 1, failed: 0 };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
