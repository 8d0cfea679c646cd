import { applicationDatabase } from "@/server/database";
import { readEnvironment, requireSecret } from "@/server/env";
import { type Auth, createAuth } from "./better-auth";

let auth: Auth | undefined;

/** The application's accounts, on its own database; made at first use. */
export function applicationAuth(): Auth {
  if (auth === undefined) {
    const environment = readEnvironment();
    auth = createAuth({
      db: applicationDatabase().db,
      secret: requireSecret(environment),
      publicUrl: environment.publicUrl ?? `http://localhost:${environment.port}`,
    });
  }
  return auth;
}
