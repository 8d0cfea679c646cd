import { setTimeout as sleep } from "node:timers/promises";
import { postgresAccount } from "@/db/embedded/account";
import { chooseDataFolder, prepareDataFolder } from "@/db/embedded/data-folder";
import { type HeldInstance, holdInstance } from "@/db/embedded/instance";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/postgres";
import { identityOf, isAlive, type ProcessIdentity } from "@/db/embedded/process-identity";
import { embeddedSecret } from "@/db/embedded/secret";
import { migrateDatabase, migrationsFolder } from "@/db/migrate";
import { OperatorError } from "@/db/operator-error";
import { LOGIN_LINK_MINUTES } from "@/server/auth/login-link";
import { type Environment, EnvironmentError, readEnvironment, requireSecret } from "@/server/env";
import { projectRoot } from "../project-root";
import { type ApplicationProcess, type ApplicationSettings, startApplication } from "./application-process";
import { ensureBuilt } from "./build";
import { checkPort } from "./check-port";
import { fillFirstWorkspace } from "./first-workspace";
import { openOnDesktop } from "./open-on-desktop";
import { ownerLink } from "./owner-link";
import { onStarterGone } from "./starter";

const drainMs = 10_000;
const forceAfterMs = 1000;

/** Everything that is running, in the order in which it was started. */
interface Running {
  instance?: HeldInstance;
  postgresStart?: Promise<EmbeddedPostgres>;
  postgres?: EmbeddedPostgres;
  application?: ApplicationProcess;
  stopping: boolean;
}

export async function startFaultline(): Promise<void> {
  const running: Running = { stopping: false };
  handleSignals(running);
  try {
    await start(running, readEnvironment());
  } catch (error) {
    if (running.stopping) return;
    await stopAll(running);
    fail(error);
  }
}

async function start(running: Running, environment: Environment): Promise<void> {
  const startedMs = performance.now();
  const folder = environment.databaseUrl === undefined ? holdFolder(environment) : undefined;
  const secret = folder === undefined ? requireSecret(environment) : secretOf(folder, environment);
  if (folder !== undefined) {
    running.instance = await holdInstance(folder, "application", "npm start");
    await endLeftoverServer(running.instance.predecessor?.server);
  }
  const port = await checkPort(environment.port, environment.host);
  const address = localAddress(environment.host, port);
  running.instance?.update({ address });
  await ensureBuilt(say);
  if (folder !== undefined) await startPostgres(running, folder);
  const databaseUrl = running.postgres?.url ?? environment.databaseUrl ?? "";
  await migrate(databaseUrl);
  const localOwner = folder !== undefined;
  await fillFirstWorkspace(databaseUrl, { sample: localOwner && environment.sample, localOwner }, say);
  if (running.stopping) return;
  const settings = {
    address,
    host: environment.host,
    port,
    databaseUrl,
    secret,
    quiet: folder !== undefined,
  };
  await startAndWatchApplication(running, settings);
  const elapsedMs = performance.now() - startedMs;
  const link = localOwner ? await ownerLink(running.postgres?.url ?? databaseUrl, address) : undefined;
  announce(environment, { address, folder, elapsedMs, link });
  if (link !== undefined) openOnDesktop(link);
}

/** A folder's own secret, unless the operator keeps one elsewhere. */
function secretOf(folder: string, environment: Environment): string {
  return environment.secret ?? embeddedSecret(folder);
}

/** Where this machine reaches what listens on the host. */
function localAddress(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function holdFolder(environment: Environment): string {
  const account = postgresAccount();
  const folder = chooseDataFolder(environment.dataFolder, projectRoot, account);
  prepareDataFolder(folder, account);
  return folder;
}

/** The server of a killed starter stops by itself; one that hangs is helped along. */
async function endLeftoverServer(server: ProcessIdentity | undefined): Promise<void> {
  if (server === undefined || !isAlive(server)) return;
  say(`Waiting for the application of a killed Faultline to end (pid ${server.pid})`);
  const deadlineMs = performance.now() + drainMs + 1000;
  while (isAlive(server)) {
    if (performance.now() > deadlineMs) process.kill(server.pid, "SIGKILL");
    await sleep(50);
  }
}

async function startPostgres(running: Running, folder: string): Promise<void> {
  const preferredPort = running.postgres?.port ?? running.instance?.predecessor?.postgresPort;
  running.postgresStart = startEmbeddedPostgres({ folder, preferredPort, onProgress: say });
  const postgres = await running.postgresStart;
  running.postgres = postgres;
  if (running.stopping) return;
  running.instance?.update({ postgresPort: postgres.port });
  postgres.ended.then(() => {
    if (running.stopping) return;
    restart(running, "The embedded Postgres ended unexpectedly; starting it again", async () => {
      const port = postgres.port;
      await startPostgres(running, folder);
      // The application knows the address it was started with.
      if (running.postgres?.port !== port) running.application?.kill();
    });
  });
}

async function startAndWatchApplication(running: Running, settings: ApplicationSettings): Promise<void> {
  const application = startApplication(settings);
  running.application = application;
  running.instance?.update({ server: identityOf(application.pid) });
  await application.ready;
  application.ended.then(() => {
    if (running.stopping) return;
    restart(running, "The application ended unexpectedly; starting it again", () =>
      startAndWatchApplication(running, {
        ...settings,
        databaseUrl: running.postgres?.url ?? settings.databaseUrl,
      }),
    );
  });
}

const restartsMs: number[] = [];

/** Brings a part back that died, unless it keeps dying: then it stops everything with the reason. */
function restart(running: Running, message: string, again: () => Promise<void>): void {
  const nowMs = performance.now();
  restartsMs.push(nowMs);
  const recent = restartsMs.filter((atMs) => nowMs - atMs < 60_000).length;
  const attempt =
    recent > 5
      ? Promise.reject(
          new OperatorError("keeps-ending", "A part of Faultline ended six times in a minute; giving up."),
        )
      : again();
  say(message);
  attempt.catch(async (error) => {
    if (running.stopping) return;
    await stopAll(running);
    fail(error);
  });
}

async function migrate(databaseUrl: string): Promise<void> {
  const slow = setTimeout(() => say("Migrating the database ..."), 1000);
  try {
    await migrateDatabase(databaseUrl, migrationsFolder(projectRoot));
  } finally {
    clearTimeout(slow);
  }
}

interface Started {
  address: string;
  folder: string | undefined;
  elapsedMs: number;
  /** Signs the owner in; only where whoever starts the application owns it. */
  link: string | undefined;
}

function announce({ host, publicUrl }: Environment, { address, folder, elapsedMs, link }: Started): void {
  const store = folder === undefined ? "  Database     the one in DATABASE_URL" : `  Data folder  ${folder}`;
  const signIn =
    link === undefined
      ? ""
      : `  Sign in      ${link}\n               (once, within ${LOGIN_LINK_MINUTES} minutes; \`npx faultline login-link\` makes another)\n`;
  say(
    `\nFaultline is ready (${(elapsedMs / 1000).toFixed(1)} s)\n\n  Address      ${publicUrl ?? address}\n${signIn}${store}\n\n` +
      `${listening(host)}\nStop it with Ctrl-C.`,
  );
}

function listening(host: string): string {
  return /^(127\.|::1$|localhost$)/.test(host)
    ? "It listens on this machine only; docs/operating.md says how to serve others behind TLS."
    : `It listens on ${host}, for others too: let them come through a proxy that speaks TLS (docs/operating.md).`;
}

function handleSignals(running: Running): void {
  let firstMs: number | undefined;
  const onSignal = () => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      say("\nStopping: finishing the requests that are running ...");
      stopAll(running).then(() => process.exit(0), fail);
      return;
    }
    // One Ctrl-C can arrive twice: from the terminal, and once more from npm.
    if (performance.now() - firstMs < forceAfterMs) return;
    running.application?.kill();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);
  onStarterGone(onSignal);
}

/** The application first, so that its last requests still find the database; then the database. */
async function stopAll(running: Running): Promise<void> {
  running.stopping = true;
  running.instance?.update({ stopping: true });
  await running.application?.drain(drainMs + 1000);
  // A server that is still starting is waited for, or it would stay behind.
  const postgres = await running.postgresStart?.catch(() => undefined);
  await postgres?.stop();
  running.instance?.release();
  running.instance = undefined;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): never {
  const plain = error instanceof OperatorError || error instanceof EnvironmentError;
  const text = plain ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
