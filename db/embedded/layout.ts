import path from "node:path";
import { OperatorError } from "../operator-error";

export interface EmbeddedOptions {
  /** Holds the database folder, the password and the log. */
  folder: string;
  preferredPort?: number;
  /** Gives up durability for speed: for tests only. */
  scratch?: boolean;
  onProgress?: (line: string) => void;
}

export function clusterFolder(folder: string): string {
  return path.join(folder, "postgres");
}

export function logFileOf(folder: string): string {
  return path.join(folder, "postgres.log");
}

export function passwordFileOf(folder: string): string {
  return path.join(folder, "password");
}

/** Only what the server needs: no PG* variable or locale of the caller may change how it runs. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}

export function startProblem(log: string, logFile: string): OperatorError {
  const detail = log
    .split("\n")
    .filter((line) => /FATAL|PANIC|ERROR|error:|could not/.test(line))
    .slice(-3)
    .join(" ")
    .trim();
  if (/No space left on device|Disk quota exceeded|wrote only \d+ of|Check free disk space/.test(log)) {
    return new OperatorError(
      "disk-full",
      `The disk is full, so Postgres could not start (${detail}). Free some space, or set FAULTLINE_DATA_DIR ` +
        "to a folder on another disk, and start again; nothing that was saved is lost.",
    );
  }
  return new OperatorError(
    "embedded-postgres-failed",
    `The embedded Postgres did not start: ${detail === "" ? "it gave no reason" : detail} ` +
      `Its full log is ${logFile}. You can also set DATABASE_URL to use another Postgres.`,
  );
}
