import type { Database } from "@/db/client";
import type { LimitStore } from "@/server/limits/bucket";
import { RequestMeter } from "@/server/limits/request-meter";
import { Tries } from "@/server/limits/tries";
import { log } from "@/server/log/log";
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
  requestLimits?: RequestLimits;
}

/** Requests per minute; a token has its own. */
export interface RequestLimits {
  perUser: number;
  /** Of those who are not signed in, by IPv4 address or IPv6 /64. */
  perAddress: number;
}

const REQUEST_LIMITS: RequestLimits = { perUser: 3000, perAddress: 300 };

/** Everything that signing in and keeping an account stand on, made once for a process. */
export interface Accounts {
  secret: string;
  hasher: PasswordHasher;
  passwordTries: Tries;
  factorTries: Tries;
  setUpTries: Tries;
  requests: RequestMeter;
  requestLimits: RequestLimits;
  devices: DeviceCookies;
  /** better-auth on this database or transaction, so that an audit event stands or falls with what it records. */
  on(db: Database): Auth;
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { secret, oldSecrets, publicUrl, limits, requestLimits = REQUEST_LIMITS } = options;
  const hasher = new PasswordHasher();
  return {
    secret,
    hasher,
    passwordTries: new Tries(limits, "password"),
    factorTries: new Tries(limits, "factor"),
    setUpTries: new Tries(limits, "set-up"),
    requests: new RequestMeter(limits, (error) =>
      log().warn({ err: error }, "Requests could not be counted, and were let through."),
    ),
    requestLimits,
    devices: new DeviceCookies(deriveKey(secret, "device-cookie"), publicUrl.startsWith("https:")),
    on: (db) => createAuth({ db, secret, oldSecrets, publicUrl, hasher }),
  };
}
