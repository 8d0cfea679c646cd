import path from "node:path";
import pg from "pg";
import { createDatabase, type Database } from "@/db/client";
import { findInstance } from "@/db/embedded/instance";
import { embeddedUrl } from "@/db/embedded/postgres";
import { embeddedSecret } from "@/db/embedded/secret";
import { type Auth, createAuth } from "@/server/auth/better-auth";

/** Where the instance that the journeys start keeps its data. */
export const dataFolder = path.resolve(
  process.env.FAULTLINE_E2E_DATA_DIR ?? `/tmp/faultline-e2e-${process.getuid?.() ?? 0}`,
);

interface Store {
  url: string;
  secret: string;
}

/** The tested instance's database with its accounts, for what no page and no API does. */
export async function withAccounts<T>(
  baseUrl: string,
  use: (db: Database, auth: Auth) => Promise<T>,
): Promise<T> {
  const { url, secret } = store();
  const { db, close } = createDatabase(url, { maxConnections: 2, applicationName: "faultline journeys" });
  try {
    return await use(db, createAuth({ db, secret, publicUrl: baseUrl }));
  } finally {
    await close();
  }
}

/** Takes a workspace away with everything in it. */
export async function removeWorkspace(slug: string): Promise<void> {
  const client = new pg.Client(store().url);
  await client.connect();
  try {
    await removeWith(client, slug);
  } finally {
    await client.end();
  }
}

/** Deleting goes through every table at once, and may meet the application's sealing of the audit trail. */
async function removeWith(client: pg.Client, slug: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query("delete from workspace where slug = $1 and not is_sample", [slug]);
      return;
    } catch (error) {
      const isDeadlock = error instanceof pg.DatabaseError && error.code === "40P01";
      if (!isDeadlock || attempt === 5) throw error;
    }
  }
}

function store(): Store {
  const url = process.env.FAULTLINE_E2E_DATABASE_URL;
  const secret = process.env.FAULTLINE_SECRET;
  if (url !== undefined && secret !== undefined) return { url, secret };
  const port = process.env.FAULTLINE_E2E_URL ? undefined : findInstance(dataFolder)?.postgresPort;
  if (port !== undefined) return { url: embeddedUrl(dataFolder, port), secret: embeddedSecret(dataFolder) };
  throw new Error(
    "The journeys sign in through the database of the instance they test. For one at FAULTLINE_E2E_URL, name it in " +
      "FAULTLINE_E2E_DATABASE_URL and give that instance's FAULTLINE_SECRET.",
  );
}
