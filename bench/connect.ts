import { createDatabase, type DatabaseHandle } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { startScratchPostgres } from "@/db/testing/scratch-server";

/**
 * The benchmark's server: `BENCH_DATABASE_URL` keeps its million rows for the next run, else a scratch one that is
 * gone afterwards.
 */
export async function withBenchDatabase<T>(
  work: (database: DatabaseHandle, url: string) => Promise<T>,
): Promise<T> {
  const kept = process.env.BENCH_DATABASE_URL;
  const scratch = kept ? null : await startScratchPostgres();
  const url = kept ?? scratch?.url ?? "";
  try {
    await migrateDatabase(url);
    const database = createDatabase(url, {
      statementTimeoutMs: 0,
      maxConnections: 4,
      applicationName: "faultline-bench",
    });
    try {
      return await work(database, url);
    } finally {
      await database.close();
    }
  } finally {
    await scratch?.stop();
  }
}
