import { setTimeout as sleep } from "node:timers/promises";
import { createDatabase, type DatabaseHandle } from "@/db/client";
import { postgresAccount } from "@/db/embedded/account";
import { chooseDataFolder, prepareDataFolder } from "@/db/embedded/data-folder";
import { findInstance, type HeldInstance, holdInstance } from "@/db/embedded/instance";
import { embeddedUrl, startEmbeddedPostgres } from "@/db/embedded/postgres";
import { embeddedSecret } from "@/db/embedded/secret";
import { migrateDatabase, migrationsFolder } from "@/db/migrate";
import { OperatorError } from "@/db/operator-error";
import { auditKeysOf } from "@/server/audit/keys";
import { sealLeftovers, workspacesWithUnchained } from "@/server/audit/sealer";
import { type Environment, EnvironmentError, readEnvironment, requireSecret } from "@/server/env";
import { projectRoot } from "./project-root";

interface Connected {
  url: string;
  /** The application's secret; asked for only by commands that need it. */
  secret(): string;
  release(): Promise<void>;
}

/**
 * Gives a command its database, migrated: the one in DATABASE_URL, or the one of the running application, or the
 * embedded one, started for as long as the command runs. The secret is the same one that the application has.
 */
export async function withDatabase<T>(
  run: (database: DatabaseHandle, secret: () => string) => Promise<T>,
): Promise<T> {
  const environment = readEnvironment();
  const connected =
    environment.databaseUrl === undefined
      ? await connectEmbedded(environment)
      : {
          url: environment.databaseUrl,
          secret: () => requireSecret(environment),
          release: async () => undefined,
        };
  try {
    await migrateDatabase(connected.url, migrationsFolder(projectRoot));
    // Imports and rebuilds may hold one statement for long; a person watches them and can stop them.
    const database = createDatabase(connected.url, {
      statementTimeoutMs: 0,
      applicationName: "faultline cli",
    });
    try {
      const result = await run(database, connected.secret);
      await sealAudit(database, environment, connected.secret);
      return result;
    } finally {
      await database.close();
    }
  } finally {
    await connected.release();
  }
}

/** What the command wrote gets its place in the audit chain now; without a secret here, the next process gives it. */
async function sealAudit(
  { db }: DatabaseHandle,
  environment: Environment,
  secret: () => string,
): Promise<void> {
  if ((await workspacesWithUnchained(db)).length === 0) return;
  try {
    await sealLeftovers({ db, keys: auditKeysOf(secret(), environment.oldSecrets), now: new Date() });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
  }
}

async function connectEmbedded(environment: Environment): Promise<Connected> {
  const account = postgresAccount();
  const folder = chooseDataFolder(environment.dataFolder, projectRoot, account);
  prepareDataFolder(folder, account);
  const secret = () => environment.secret ?? embeddedSecret(folder);
  const running = findInstance(folder);
  if (running?.use === "application" && !running.stopping) {
    return { ...(await databaseOfRunning(folder)), secret };
  }
  const commandName = `faultline ${process.argv.slice(2).join(" ")}`.trim();
  const instance = await holdInstance(folder, "command", commandName);
  return { ...(await startForCommand(folder, instance)), secret };
}

/** The application may still be starting: its Postgres is waited for. */
async function databaseOfRunning(folder: string): Promise<Omit<Connected, "secret">> {
  const deadlineMs = performance.now() + 120_000;
  while (performance.now() < deadlineMs) {
    const running = findInstance(folder);
    if (running === undefined) break;
    if (running.postgresPort !== undefined) {
      return { url: embeddedUrl(folder, running.postgresPort), release: async () => undefined };
    }
    await sleep(100);
  }
  throw new OperatorError(
    "application-not-ready",
    "Faultline is starting but its database did not come up. See what `npm start` says, then try again.",
  );
}

async function startForCommand(folder: string, instance: HeldInstance): Promise<Omit<Connected, "secret">> {
  try {
    const preferredPort = instance.predecessor?.postgresPort;
    const postgres = await startEmbeddedPostgres({
      folder,
      preferredPort,
      onProgress: (line) => process.stderr.write(`${line}\n`),
    });
    const release = async () => {
      process.removeListener("SIGINT", onSignal);
      process.removeListener("SIGTERM", onSignal);
      await postgres.stop();
      instance.release();
    };
    const onSignal = () => {
      process.exitCode = 130;
      release().finally(() => process.exit(130));
    };
    process.once("SIGINT", onSignal);
    process.once("SIGTERM", onSignal);
    instance.update({ postgresPort: postgres.port });
    return { url: postgres.url, release };
  } catch (error) {
    instance.release();
    throw error;
  }
}
