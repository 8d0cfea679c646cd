import type { Database } from "@/db/client";
import { type Auth, createAuth } from "@/server/auth/better-auth";
import type { ApiDependencies } from "../environment";

export const TEST_SECRET = "tests-only-kx7Qd2vN9pLw4RzB8sYc3TfH6mJg1Ae0";

/** What the API needs, on a test's database and clock. */
export function testDependencies(db: () => Database, now: () => Date): ApiDependencies {
  let auth: Auth | undefined;
  return {
    db,
    now,
    auth: () => {
      auth ??= createAuth({ db: db(), secret: TEST_SECRET, publicUrl: "http://localhost" });
      return auth;
    },
    publicHost: () => null,
    address: (headers) => headers.get("x-test-address"),
  };
}
