import { existsSync } from "node:fs";
import { type Command, CommanderError, program } from "commander";
import { strict } from "./strict";

/** Each command lies in the file of its name, which is loaded only when the command is called. */
const commands: Record<string, string> = {
  audit: "verify or prune the audit trail",
  "break-glass": "let a change through for a while, whatever the policy says",
  gate: "ask whether a revision or a change may go out; for pipelines",
  import: "bring incidents, changes, services, people or AI use in from files or a git clone",
  "log-change": "put on record what a pipeline changed",
  "login-link": "print a link that signs the owner, or another user, in once",
  mcp: "offer Faultline to coding agents as an MCP server",
  rollups: "verify or rebuild the rollups from the raw rows",
  sample: "create or remove the sample workspace",
  secret: "print a new secret for FAULTLINE_SECRET",
  token: "make, list or revoke API tokens",
};

/** What a command file exports. */
export interface CommandModule {
  createCommand(): Command;
}

/** Exit codes: 0 done, 1 failed (or partly refused), 2 called wrongly. */
export async function runCommandLine(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && !name.startsWith("-") && name !== "help" && !(name in commands)) {
    process.stderr.write(`There is no command ${name}. \`npx faultline --help\` lists those there are.\n`);
    return 2;
  }
  try {
    const command = name !== undefined && name in commands ? await load(name) : overview();
    await command.parseAsync(command === program ? args : rest, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return await report(error);
  }
}

async function load(name: string): Promise<Command> {
  const file = new URL(`./${name}.ts`, import.meta.url);
  if (!existsSync(file)) {
    const { OperatorError } = await import("@/db/operator-error");
    throw new OperatorError("command-missing", `This Faultline does not have the command ${name} yet.`);
  }
  const loaded: CommandModule = await import(file.href);
  return strict(loaded.createCommand().name(`faultline ${name}`));
}

function overview(): Command {
  program.name("faultline").description("Faultline from the command line").usage("<command> [options]");
  for (const [name, summary] of Object.entries(commands)) program.command(name).description(summary);
  program.action(() => program.help());
  return strict(program);
}

async function report(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`${await plainText(error)}\n`);
  return 1;
}

/** Errors that carry a stable code are written for people; any other is a fault of ours and shows where it happened. */
async function plainText(error: unknown): Promise<string> {
  // Loaded only here: a command for pipelines starts without the application's code.
  const { OperatorError } = await import("@/db/operator-error");
  const { EnvironmentError } = await import("@/server/env");
  if (error instanceof OperatorError || error instanceof EnvironmentError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const isDomainError = "code" in error && typeof error.code === "string" && !("syscall" in error);
  return isDomainError ? error.message : (error.stack ?? error.message);
}
