import path from "node:path";
import pg from "pg";
import { findInstance } from "@/db/embedded/instance";
import { embeddedUrl } from "@/db/embedded/postgres";

/** Where the instance that the journeys start keeps its data. */
export const dataFolder = path.resolve(
  process.env.FAULTLINE_E2E_DATA_DIR ?? `/tmp/faultline-e2e-${process.getuid?.() ?? 0}`,
);

/**
 * Takes a workspace away with everything in it, which no page and no API does. On a foreign instance whose database
 * is not named in FAULTLINE_E2E_DATABASE_URL it stays.
 */
export async function removeWorkspace(slug: string): Promise<void> {
  const url = process.env.FAULTLINE_E2E_DATABASE_URL ?? ownDatabase();
  if (url === undefined) return;
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("delete from workspace where slug = $1 and not is_sample", [slug]);
  } finally {
    await client.end();
  }
}

function ownDatabase(): string | undefined {
  if (process.env.FAULTLINE_E2E_URL) return undefined;
  const port = findInstance(dataFolder)?.postgresPort;
  return port === undefined ? undefined : embeddedUrl(dataFolder, port);
}
