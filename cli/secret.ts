import { randomBytes } from "node:crypto";
import { Command } from "commander";

/** Prints the secret alone, so that it can be written straight into a file or a variable. */
export function createCommand(): Command {
  return new Command("secret")
    .description("print a new secret for FAULTLINE_SECRET: 32 random bytes")
    .action(() => {
      process.stdout.write(`${randomBytes(32).toString("base64url")}\n`);
    });
}
