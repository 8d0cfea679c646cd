import { type DatabaseHandle, processDatabase } from "@/db/client";
import { EnvironmentError, readEnvironment } from "./env";

/** The application's database, opened at first use and shared by every request of this process. */
export function applicationDatabase(): DatabaseHandle {
  const { databaseUrl } = readEnvironment();
  if (databaseUrl !== undefined) return processDatabase(databaseUrl);
  throw new EnvironmentError(
    "DATABASE_URL is not set. `npm start` sets it to the embedded Postgres; anywhere else, set it to a Postgres 15 or newer.",
  );
}
