import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project-root";
import { runNode } from "./run-node";
import type { StepResult } from "./run-tests";

/** The migrations are sound among themselves, and making another from the schema finds nothing to do. */
export async function checkDrift(): Promise<StepResult> {
  // drizzle-kit takes its output folder relative to the project only.
  const copy = mkdtempSync(path.join(projectRoot, "node_modules", ".drift-"));
  try {
    cpSync(path.join(projectRoot, "drizzle"), copy, { recursive: true });
    const before = readdirSync(copy).length;
    const out = path.relative(projectRoot, copy);
    const settings = ["--dialect=postgresql", `--out=${out}`];
    const sound = await runNode(["drizzle-kit/bin.cjs", "check", ...settings], { quiet: true });
    const generate = [
      "drizzle-kit/bin.cjs",
      "generate",
      "--schema=./db/schema/index.ts",
      ...settings,
    ] as const;
    const made = await runNode([...generate], { quiet: true });
    // It exits with 0 also when it would have to ask a person, so only its own words prove that nothing is missing.
    const agrees = made.output.includes("No schema changes") && readdirSync(copy).length === before;
    if (sound.status === 0 && agrees) return { passed: 1, failed: 0 };
    process.stdout.write(`${sound.output}${made.output}`);
    process.stdout.write(
      "The schema and its migrations differ: run `npm run db:generate -- --name <what-changed>`.\n",
    );
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
