import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { errorCode, errorMessage, OperatorError } from "./operator-error";

/** Any constant will do; it only has to be the same in every instance ("FLTL" in ASCII). */
const migrationLockKey = 0x464c544c;
const oldestServerVersion = 150_000;

export interface MigrationResult {
  applied: number;
  durationMs: number;
}

/** Where the migrations lie: beside the running application, in the project as in the standalone output. */
export function migrationsFolder(root: string = process.cwd()): string {
  return path.join(/* turbopackIgnore: true */ root, "drizzle");
}

/** Brings the database up to date. Instances that start together wait for one another on an advisory lock. */
export async function migrateDatabase(url: string, folder = migrationsFolder()): Promise<MigrationResult> {
  const startedMs = performance.now();
  const client = await connect(url);
  try {
    await requireServerVersion(client);
    if (latestKnownMigration(folder) === undefined) return { applied: 0, durationMs: 0 };
    // A session lock goes away with its connection, so a crashed instance never blocks the others.
    await client.query("set time zone 'UTC'; set statement_timeout = 0; set lock_timeout = 0");
    await client.query("select pg_advisory_lock($1)", [migrationLockKey]);
    const before = await countApplied(client);
    await migrate(drizzle(client), { migrationsFolder: folder });
    const applied = (await countApplied(client)) - before;
    return { applied, durationMs: performance.now() - startedMs };
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw migrationProblem(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export type MigrationState = { current: true } | { current: false; reason: string };

/** Whether the database has every migration that this build knows. A newer database is fine during a rollout. */
export async function migrationState(pool: pg.Pool, folder = migrationsFolder()): Promise<MigrationState> {
  const latest = latestKnownMigration(folder);
  if (latest === undefined) return { current: true };
  const table = await pool.query("select to_regclass('drizzle.__drizzle_migrations') as name");
  if (table.rows[0]?.name === null) return { current: false, reason: "the database has not been migrated" };
  const applied = await pool.query("select max(created_at) as at from drizzle.__drizzle_migrations");
  return Number(applied.rows[0]?.at ?? 0) >= latest
    ? { current: true }
    : { current: false, reason: "the database lacks the newest migrations" };
}

function latestKnownMigration(folder: string): number | undefined {
  const journal = path.join(/* turbopackIgnore: true */ folder, "meta", "_journal.json");
  if (!existsSync(journal)) return undefined;
  const parsed: { entries: { when: number }[] } = JSON.parse(readFileSync(journal, "utf8"));
  return parsed.entries.at(-1)?.when;
}

async function countApplied(client: pg.Client): Promise<number> {
  const table = await client.query("select to_regclass('drizzle.__drizzle_migrations') as name");
  if (table.rows[0]?.name === null) return 0;
  const result = await client.query("select count(*)::int as applied from drizzle.__drizzle_migrations");
  return result.rows[0]?.applied ?? 0;
}

async function connect(url: string): Promise<pg.Client> {
  let client: pg.Client;
  try {
    client = new pg.Client({
      connectionString: url,
      application_name: "faultline migrate",
      connectionTimeoutMillis: 10_000,
    });
  } catch (error) {
    throw new OperatorError("database-url-invalid", `DATABASE_URL cannot be read: ${errorMessage(error)}.`);
  }
  // Without a listener, a connection that breaks between two queries would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw connectionProblem(error, url);
  }
}

async function requireServerVersion(client: pg.Client): Promise<void> {
  const result = await client.query("select current_setting('server_version_num')::int as version");
  const version: number = result.rows[0]?.version ?? 0;
  if (version >= oldestServerVersion) return;
  throw new OperatorError(
    "database-too-old",
    `The database server is Postgres ${Math.floor(version / 10_000)}; Faultline needs 15 or newer. ` +
      "Point DATABASE_URL at a newer server, or leave it unset to use the embedded one.",
  );
}

/** The address without its password, fit for messages and logs. */
function redactUrl(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== "") parsed.password = "***";
    parsed.search = "";
    return parsed.toString();
  } catch {
    return "the address in DATABASE_URL";
  }
}

function connectionProblem(error: unknown, url: string): OperatorError {
  const where = redactUrl(url);
  const code = errorCode(error);
  const fix = connectionFixes[code ?? ""] ?? "Check that the server runs and that DATABASE_URL is right.";
  return new OperatorError(
    "database-unreachable",
    `The database at ${where} cannot be used: ${errorMessage(error)}. ${fix}`,
    { cause: error },
  );
}

const connectionFixes: Record<string, string> = {
  ECONNREFUSED:
    "Nothing listens there: start the server, correct DATABASE_URL, or unset it to use the embedded Postgres.",
  ENOTFOUND: "The host name is not known: correct it in DATABASE_URL.",
  "28P01": "Correct the user name or the password in DATABASE_URL.",
  "28000": "The server does not let this user in: check DATABASE_URL and the server's pg_hba.conf.",
  "3D000": "Create the database first (`createdb`), or correct its name in DATABASE_URL.",
  "53300": "The server has no free connections: raise max_connections or close other clients.",
};

function migrationProblem(error: unknown, url: string): OperatorError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (errorCode(cause) === "53100") {
    return new OperatorError(
      "disk-full",
      "The database's disk is full, so it could not be migrated. Free some space there and start again.",
      { cause: error },
    );
  }
  const denied = errorCode(cause) === "42501";
  return new OperatorError(
    denied ? "database-permission" : "migration-failed",
    `The database at ${redactUrl(url)} could not be migrated: ${errorMessage(cause)}. ` +
      (denied
        ? "Its user must be allowed to create schemas and tables in this database."
        : "Nothing of the failed step was kept; fix the cause and start again."),
    { cause: error },
  );
}
