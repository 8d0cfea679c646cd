import { sql } from "drizzle-orm";
import { createDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, runOn } from "@/db/testing/scratch-server";
import type { Ctx } from "@/server/context";
import { fillLedger, type LedgerSize, ledgerContext } from "./changes-data";
import { withBenchDatabase } from "./connect";

/**
 * A ledger of this size in a database of its own. Ten million changes take a quarter of an hour to make, so that on a
 * server that is kept (`BENCH_DATABASE_URL`) the ledger is, for every other run that asks for the same size.
 */
export async function withLedger(
  size: LedgerSize,
  work: (url: string, ctx: Omit<Ctx, "db">) => Promise<void>,
): Promise<void> {
  await withBenchDatabase(async (server, serverUrl) => {
    const isKept = process.env.BENCH_DATABASE_URL !== undefined;
    const name = isKept ? `bench_ledger_${size.changes}_${size.months}` : `bench_ledger_${process.pid}`;
    const url = databaseUrl(serverUrl, name);
    const known = await server.db.execute(sql`select from pg_database where datname = ${name}`);
    if (known.rowCount === 0) await runOn(serverUrl, `create database ${name}`);
    try {
      await migrateDatabase(url);
      await work(url, await filledLedger(url, size));
    } finally {
      if (!isKept) await runOn(serverUrl, `drop database if exists ${name}`);
    }
  });
}

async function filledLedger(url: string, size: LedgerSize): Promise<Ctx> {
  const startedMs = performance.now();
  const filler = createDatabase(url, { statementTimeoutMs: 0, maxConnections: 2 });
  try {
    const kept = await ledgerContext(filler);
    const ctx = kept ?? (await fillLedger(filler, size));
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    console.log(
      `${size.changes.toLocaleString("en")} changes over ${size.months} months, ${size.services} services, ` +
        `${size.people} people, ${size.repositories} repositories; ${kept ? "kept" : `made in ${seconds} s`}`,
    );
    return ctx;
  } finally {
    await filler.close();
  }
}
