import { rmSync } from "node:fs";
import pg from "pg";
import { postgresAccount, reachableTemporaryFolder } from "../embedded/account";
import { startEmbeddedPostgres } from "../embedded/postgres";

/** A throw-away server in a temporary folder; `durable` as the product starts it, for figures that are to hold there. */
export async function startScratchPostgres({ durable = false } = {}): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const folder = reachableTemporaryFolder(postgresAccount(), "faultline-test-");
  const server = await startEmbeddedPostgres({ folder, scratch: !durable });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

export async function runOn(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, application_name: "faultline tests" });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
