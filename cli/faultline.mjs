#!/usr/bin/env node
import { ensureInstalled, fail, importTypescript, requireNode } from "./bootstrap.mjs";

async function main() {
  requireNode();
  // What a command prints may be a secret or a token that a script reads: standard output is its alone.
  await ensureInstalled(process.stderr);
  const { runCommandLine } = await importTypescript("cli/faultline.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2));
}

main().catch((error) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)));
