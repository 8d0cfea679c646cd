import type { Database } from "@/db/client";
import type { Accounts } from "@/server/auth/accounts";
import type { Auth } from "@/server/auth/better-auth";
import type { Principal } from "@/server/auth/principal";
import type { Ctx } from "@/server/context";

/** What the REST surface needs from outside: the store, the clock, the accounts, and who is at the other end. */
export interface ApiDependencies {
  db(): Database;
  now(): Date;
  auth(): Auth;
  accounts(): Accounts;
  /** The host of FAULTLINE_URL, which a proxy in front may not pass on; null without one. */
  publicHost(): string | null;
  /** Has what was written in the workspace chained within moments; absent where nothing runs on afterwards. */
  sealAuditSoon?(workspaceId: string): void;
  /** Has deliveries that were just stored worked off within moments; absent where nothing runs on afterwards. */
  workDeliveriesSoon?(): void;
  /** Has notifications that were just put down sent within moments; absent where nothing runs on afterwards. */
  sendNotificationsSoon?(): void;
  /** The client's address, as far as it can be known; null when it cannot. */
  address(headers: Headers): string | null;
}

/** What every handler finds on its request. */
export interface ApiEnvironment {
  Variables: {
    requestId: string;
    dependencies: ApiDependencies;
    address: string | null;
    /** Null for nobody in particular: only the few open routes are reached so. */
    principal: Principal | null;
    ctx: Ctx;
    /** Of a request whose answer is kept: what begins once that is committed. */
    afterCommit: (() => void)[] | undefined;
  };
}
