import { ensureInstalled, fail, importTypescript, requireNode } from "./bootstrap.mjs";

async function start() {
  requireNode();
  await ensureInstalled();
  const { startFaultline } = await importTypescript("cli/start/start-faultline.ts");
  await startFaultline();
}

start().catch((error) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)));
