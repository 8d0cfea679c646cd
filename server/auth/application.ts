import { applicationDatabase } from "@/server/database";
import { readEnvironment, requireSecret } from "@/server/env";
import { type Accounts, createAccounts } from "./accounts";
import type { Auth } from "./better-auth";

let accounts: Accounts | undefined;
let auth: Auth | undefined;

/** What accounts stand on in this process, with its limits in the application's own database; made at first use. */
export function applicationAccounts(): Accounts {
  if (accounts === undefined) {
    const environment = readEnvironment();
    accounts = createAccounts({
      secret: requireSecret(environment),
      oldSecrets: environment.oldSecrets,
      publicUrl: environment.publicUrl ?? `http://localhost:${environment.port}`,
      limits: applicationDatabase().pool,
    });
  }
  return accounts;
}

/** The application's accounts, on its own database; made at first use. */
export function applicationAuth(): Auth {
  auth ??= applicationAccounts().on(applicationDatabase().db);
  return auth;
}
