import type { Database } from "@/db/client";
import type { LimitStore } from "@/server/limits/bucket";
import { Tries } from "@/server/limits/tries";
import { deriveKey } from "@/server/secrets/keys";
import { type Auth, createAuth } from "./better-auth";
import { DeviceCookies } from "./device-cookie";
import { PasswordHasher } from "./password-hash";

interface AccountsOptions {
  secret: string;
  /** Those that only open what they sealed before. */
  oldSecrets?: readonly string[];
  publicUrl: string;
  limits: LimitStore;
}

/** Everything that signing in and keeping an account stand on, made once for a process. */
export interface Accounts {
  secret: string;
  hasher: PasswordHasher;
  passwordTries: Tries;
  factorTries: Tries;
  setUpTries: Tries;
  devices: DeviceCookies;
  /** better-auth on this database or transaction, so that an audit event stands or falls with what it records. */
  on(db: Database): Auth;
}

export function createAccounts({ secret, oldSecrets, publicUrl, limits }: AccountsOptions): Accounts {
  const hasher = new PasswordHasher();
  return {
    secret,
    hasher,
    passwordTries: new Tries(limits, "password"),
    factorTries: new Tries(limits, "factor"),
    setUpTries: new Tries(limits, "set-up"),
    devices: new DeviceCookies(deriveKey(secret, "device-cookie"), publicUrl.startsWith("https:")),
    on: (db) => createAuth({ db, secret, oldSecrets, publicUrl, hasher }),
  };
}
