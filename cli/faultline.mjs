#!/usr/bin/env node
import { ensureInstalled, fail, importTypescript, requireNode } from "./bootstrap.mjs";

async function main() {
  requireNode();
  await ensureInstalled();
  const { runCommandLine } = await importTypescript("cli/faultline.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2));
}

main().catch((error) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)));
