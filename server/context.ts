import type { Database } from "@/db/client";

/** Who acts. Accounts come later; until then a person at this machine is the user "local". */
export type Actor =
  | { kind: "user"; id: string; name: string }
  | { kind: "token"; id: string; name: string }
  | { kind: "integration"; id: string; name: string }
  | { kind: "system"; name: string };

/** What every query and command is handed. Nothing else tells them the time, the caller or the workspace. */
export interface Ctx {
  db: Database;
  actor: Actor;
  now: Date;
  workspaceId: string;
  requestId: string;
}

/** Runs `work` in one transaction, with the context's database replaced by it. */
export function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx }));
}
