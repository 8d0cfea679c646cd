import { ensureInstalled, fail, importTypescript, requireNode } from "./bootstrap.mjs";

async function test() {
  requireNode();
  await ensureInstalled();
  const { runTests } = await importTypescript("cli/test/run-tests.ts");
  process.exitCode = await runTests(process.argv.slice(2));
}

test().catch((error) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)));
