import { Command, CommanderError } from "commander";
import { createCommand as createBreakGlass } from "./break-glass";
import { createCommand as createGate } from "./gate";
import { createCommand as createLogChange } from "./log-change";
import { strict } from "./strict";

// The commands that need nothing but Node 20 and a running Faultline, in one file: it serves it at /cli/faultline.mjs.

/** Put in when the file is made. */
declare const FAULTLINE_VERSION: string;

const program = new Command("faultline")
  .description("Faultline for pipelines. Everything but the commands below needs an installed Faultline.")
  .version(FAULTLINE_VERSION)
  .addCommand(createGate())
  .addCommand(createLogChange())
  .addCommand(createBreakGlass());

strict(program)
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    const isCommander = error instanceof CommanderError;
    if (!isCommander) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = isCommander ? (error.exitCode === 0 ? 0 : 2) : 1;
  });
