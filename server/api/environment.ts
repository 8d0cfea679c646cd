import type { Database } from "@/db/client";
import type { Ctx } from "@/server/context";

/** What the REST surface needs from outside: the store and the clock. */
export interface ApiDependencies {
  db(): Database;
  now(): Date;
}

/** What every handler finds on its request. */
export interface ApiEnvironment {
  Variables: {
    requestId: string;
    dependencies: ApiDependencies;
    ctx: Ctx;
  };
}
