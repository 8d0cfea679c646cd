import { spawn } from "node:child_process";
import path from "node:path";
import { projectRoot } from "../project-root";

export interface RunResult {
  status: number | null;
  output: string;
}

export interface RunOptions {
  /** Keeps the output back, for a caller that shows it only when something is wrong. */
  quiet?: boolean;
  env?: Record<string, string | undefined>;
}

/** Runs a script of an installed package with this Node; its output is shown as it comes. */
export function runNode(
  [script, ...args]: [string, ...string[]],
  options: RunOptions = {},
): Promise<RunResult> {
  const file = path.join(projectRoot, "node_modules", script);
  return run(process.execPath, [file, ...args], options);
}

export function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stopChild = () => child.kill();
    process.once("exit", stopChild);
    let output = "";
    const collect = (target: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk;
      if (!options.quiet) target.write(chunk);
    };
    child.stdout.on("data", collect(process.stdout));
    child.stderr.on("data", collect(process.stderr));
    child.once("error", reject);
    child.once("close", (status) => {
      process.removeListener("exit", stopChild);
      resolve({ status, output });
    });
  });
}
