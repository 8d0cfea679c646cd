import type { Database } from "@/db/client";
import type { Actor } from "@/domain/access/actor";

/** What every query and command is handed. Nothing else tells them the time, the caller or the workspace. */
export interface Ctx {
  db: Database;
  actor: Actor;
  now: Date;
  workspaceId: string;
  requestId: string;
  /** Where the request came from, for the audit trail; absent at the command line. */
  address?: string | null;
}

/** Runs `work` in one transaction, with the context's database replaced by it. */
export function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx }));
}
