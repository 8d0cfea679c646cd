import type { Database } from "@/db/client";
import type { Accounts } from "./accounts";
import type { SessionPrincipal } from "./principal";

/** What the ways in and the commands about an account are handed: there is no workspace, and perhaps no user yet. */
export interface AccountCtx {
  db: Database;
  accounts: Accounts;
  /** Of the request: its cookies say which session or sign-in it is about. */
  headers: Headers;
  address: string | null;
  now: Date;
  requestId: string;
}

/** The same for a user who is signed in. */
export interface SignedInCtx extends AccountCtx {
  principal: SessionPrincipal;
}

export function accountTransaction<C extends AccountCtx, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<T> {
  return ctx.db.transaction((db) => work({ ...ctx, db }));
}
