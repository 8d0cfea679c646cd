import type { Command } from "commander";

/** Wrong calls come back as errors with our exit code, instead of commander's own. */
export function strict(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) strict(child);
  return command;
}
