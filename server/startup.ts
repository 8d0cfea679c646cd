import http from "node:http";
import type { Database } from "@/db/client";
import { ensureFirstWorkspace } from "@/db/first-workspace";
import { migrateDatabase } from "@/db/migrate";
import { OperatorError } from "@/db/operator-error";
import { ensureMonthsAhead } from "@/db/partitions";
import { keepAuditInOrder } from "./audit/application";
import { announceSetUp } from "./auth/announce-set-up";
import { keepAccountsSwept } from "./auth/sweep";
import { keepCommitStatusesSent } from "./commit-status/application";
import { applicationDatabase } from "./database";
import { EnvironmentError, readEnvironment, requireSecret } from "./env";
import { keepDeliveriesWorkedOff } from "./integrations/application";
import { logConsole } from "./log/log";
import { keepNotificationsSent } from "./notification/application";
import { keepOldRowsPruned } from "./pruning";
import { prepareHttpServer } from "./request/http-server";
import { keepDoing } from "./rounds";
import { keepSubjectsAssessed } from "./sign-off/worker";

const drainMs = 10_000;
const partitionsEveryMs = 6 * 3_600_000;

/** Makes a server process ready to serve, and ready to stop. Safe in any number of instances at once. */
export async function prepareProcess(): Promise<void> {
  closeKeptAliveConnections();
  boundDraining();
  followParent();
  try {
    const environment = readEnvironment();
    const secret = requireSecret(environment);
    prepareHttpServer();
    if (process.env.NODE_ENV === "production") logConsole();
    const { db } = applicationDatabase();
    await migrateDatabase(environment.databaseUrl ?? "");
    await ensureFirstWorkspace(db, new Date());
    await keepPartitionsAhead(db);
    keepAuditInOrder();
    keepAccountsSwept();
    keepDeliveriesWorkedOff();
    keepNotificationsSent();
    keepCommitStatusesSent();
    keepSubjectsAssessed();
    keepOldRowsPruned();
    await announceSetUp(db, secret, environment.publicUrl ?? `http://127.0.0.1:${environment.port}`);
  } catch (error) {
    if (!(error instanceof OperatorError || error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The ledger's coming months are there before the first row of them. */
async function keepPartitionsAhead(db: Database): Promise<void> {
  const work = () => ensureMonthsAhead(db, new Date());
  await work();
  keepDoing({
    name: "the ledger's coming months",
    everyMs: partitionsEveryMs,
    work,
    meanwhile: "the first change of a new month will have to make its partition itself",
  });
}

/** A browser's open connections are idle only between requests; a closing server sheds each as it falls idle. */
function closeKeptAliveConnections(): void {
  const close = http.Server.prototype.close;
  http.Server.prototype.close = function closeAndShed(this: http.Server, callback) {
    const timer = setInterval(() => this.closeIdleConnections(), 50);
    timer.unref();
    return close.call(this, callback);
  };
}

/** A request that never ends must not keep the process: after the limit it is cut off. */
function boundDraining(): void {
  const limit = () => setTimeout(() => process.exit(0), drainMs).unref();
  process.once("SIGTERM", limit);
  process.once("SIGINT", limit);
}

/** Under `npm start` this process ends with its starter, even when that was killed without warning. */
function followParent(): void {
  if (process.env.FAULTLINE_FOLLOW_PARENT !== "1" || process.send === undefined) return;
  const drain = () => process.kill(process.pid, "SIGTERM");
  if (!process.connected) drain();
  process.once("disconnect", drain);
}
