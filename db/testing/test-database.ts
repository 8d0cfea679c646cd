import { randomBytes } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { createDatabase, type Database, type DatabaseHandle } from "../client";
import { databaseUrl, runOn } from "./scratch-server";

export interface TestDatabase extends DatabaseHandle {
  url: string;
}

/** A database of its own for the test file that calls it at its top: there from beforeAll, dropped in afterAll. */
export function testDatabase(): TestDatabase {
  let current: TestDatabase | undefined;
  beforeAll(async () => {
    current = await createTestDatabase();
  });
  afterAll(async () => {
    await current?.close();
  });
  const opened = (): TestDatabase => {
    if (current === undefined) throw new Error("The test database exists only while tests and hooks run.");
    return current;
  };
  return {
    get url() {
      return opened().url;
    },
    get pool() {
      return opened().pool;
    },
    get db() {
      return opened().db;
    },
    close: () => opened().close(),
  };
}

/** The same for the time of one call. */
export async function withDatabase<T>(use: (database: TestDatabase) => Promise<T>): Promise<T> {
  const database = await createTestDatabase();
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

async function createTestDatabase(): Promise<TestDatabase> {
  const { url: serverUrl, template } = inject("scratchPostgres");
  const name = `faultline_test_${randomBytes(6).toString("hex")}`;
  await runOn(serverUrl, `create database ${name} template ${template}`);
  const url = databaseUrl(serverUrl, name);
  const handle = createDatabase(url, { applicationName: "faultline tests" });
  handle.pool.on("connect", refuseQueuedQueries);
  const close = async () => {
    await handle.close();
    await runOn(serverUrl, `drop database if exists ${name} with (force)`);
  };
  return { ...handle, url, close };
}

/** A connection takes one query at a time: pg queues a second one still, warns of it, and will refuse it from 9 on. */
function refuseQueuedQueries(client: pg.PoolClient): void {
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown;
  let running = 0;
  const askOne = (...given: unknown[]): unknown => {
    if (running > 0)
      throw new Error("Two queries at once on one connection: ask by `askAll`, or await each.");
    const answer = ask(...given);
    if (!(answer instanceof Promise)) return answer;
    running += 1;
    return answer.finally(() => {
      running -= 1;
    });
  };
  client.query = askOne as typeof client.query;
}

class RolledBack extends Error {}

/** Runs the function in a transaction that is undone afterwards, whatever it did; returns what it returned. */
export async function inRolledBackTransaction<T>(
  db: Database,
  run: (tx: Database) => Promise<T>,
): Promise<T> {
  const box: { result?: { value: T } } = {};
  try {
    await db.transaction(async (tx) => {
      box.result = { value: await run(tx) };
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
  if (box.result === undefined) throw new Error("The transaction ended before its function did.");
  return box.result.value;
}
