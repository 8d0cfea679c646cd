import type { Database } from "@/db/client";
import { type Accounts, createAccounts, type RequestLimits } from "@/server/auth/accounts";
import type { Auth } from "@/server/auth/better-auth";
import type { LimitStore } from "@/server/limits/bucket";
import type { ApiDependencies } from "../environment";

export const TEST_SECRET = "tests-only-kx7Qd2vN9pLw4RzB8sYc3TfH6mJg1Ae0";

interface TestOptions {
  /** The database's pool, for what counts across instances; else limits are counted in memory. */
  limits?: LimitStore;
  publicUrl?: string;
  secret?: string;
  oldSecrets?: readonly string[];
  /** Out of the way by default: tests send more than people do. */
  requestLimits?: RequestLimits;
}

const OUT_OF_THE_WAY: RequestLimits = { perUser: 1_000_000, perAddress: 1_000_000 };

/** What the API needs, on a test's database and clock. */
export function testDependencies(
  db: () => Database,
  now: () => Date,
  {
    limits = "memory",
    publicUrl = "http://localhost",
    requestLimits = OUT_OF_THE_WAY,
    secret = TEST_SECRET,
    oldSecrets = [],
  }: TestOptions = {},
): ApiDependencies {
  let accounts: Accounts | undefined;
  let auth: Auth | undefined;
  const ofTest = () => {
    accounts ??= createAccounts({ secret, oldSecrets, publicUrl, limits, requestLimits });
    return accounts;
  };
  return {
    db,
    now,
    auth: () => {
      auth ??= ofTest().on(db());
      return auth;
    },
    accounts: ofTest,
    publicHost: () => null,
    address: (headers) => headers.get("x-test-address"),
  };
}
