import { createDatabase, type DatabaseHandle } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, runOn, startScratchPostgres } from "@/db/testing/scratch-server";

/**
 * The benchmark's server: `BENCH_DATABASE_URL` keeps its million rows for the next run, else one with the product's
 * own settings that is gone afterwards.
 */
export async function withBenchDatabase<T>(
  work: (database: DatabaseHandle, url: string) => Promise<T>,
): Promise<T> {
  const kept = process.env.BENCH_DATABASE_URL;
  const scratch = kept ? null : await startScratchPostgres({ durable: true });
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

/** An empty database on the same server, for work whose speed depends on how full the tables are. */
export async function withEmptyDatabase(
  url: string,
  work: (database: DatabaseHandle) => Promise<void>,
  maxConnections = 4,
): Promise<void> {
  const name = `bench_empty_${process.pid}`;
  await runOn(url, `create database ${name}`);
  try {
    await migrateDatabase(databaseUrl(url, name));
    const database = createDatabase(databaseUrl(url, name), { statementTimeoutMs: 0, maxConnections });
    try {
      await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await runOn(url, `drop database if exists ${name}`);
  }
}
