import type { ExtractTablesWithRelations } from "drizzle-orm";
import { drizzle, type NodePgDatabase, type NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";
import pg from "pg";

type NoSchema = Record<string, never>;

/** What queries and commands take: the pool's database or a transaction on it. */
export type Database = PgDatabase<NodePgQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

export interface DatabaseHandle {
  pool: pg.Pool;
  db: NodePgDatabase<NoSchema>;
  /** Waits for the queries that are running, then closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  maxConnections?: number;
  /** 0 switches the limit off, for imports and rebuilds. */
  statementTimeoutMs?: number;
  applicationName?: string;
}

// drizzle hands every type but dates and times to these global parsers, so they are set once for the process.
// A count always fits a number; an integer beyond 2^53 stays text rather than lose digits.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export function createDatabase(url: string, options: DatabaseOptions = {}): DatabaseHandle {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? "faultline",
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    allowExitOnIdle: true,
    // Sent as a statement, not as start-up options, because pgbouncer refuses those it does not know.
    onConnect: (client) =>
      client
        .query(
          `set time zone 'UTC'; set statement_timeout = ${statementTimeoutMs}; set lock_timeout = 10000;` +
            " set idle_in_transaction_session_timeout = 60000",
        )
        .then(() => undefined),
  });
  // An idle connection that breaks (a restarted server) must not end the process; the pool replaces it.
  pool.on("error", () => undefined);
  // Nor one that breaks between two statements of a transaction: its next statement fails and is answered as such.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { pool, db: withReleasedTransactions(pool), close: () => pool.end() };
}

/**
 * drizzle keeps a connection for good when the very first statement of a transaction fails, as it does when the server
 * restarts: after a few of those the pool would be empty until the process ends. So it is taken and given back here.
 */
function withReleasedTransactions(pool: pg.Pool): NodePgDatabase<NoSchema> {
  const db = drizzle(pool);
  db.transaction = async (work, config) => {
    const client = await pool.connect();
    try {
      return await drizzle(client).transaction(work, config);
    } finally {
      client.release();
    }
  };
  return db;
}

const slot = Symbol.for("faultline.database");
const processWide: typeof globalThis & { [slot]?: DatabaseHandle } = globalThis;

/** The application's one pool, kept on globalThis so that a development reload does not open another. */
export function processDatabase(url: string, options?: DatabaseOptions): DatabaseHandle {
  processWide[slot] ??= createDatabase(url, options);
  return processWide[slot];
}
