import { is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
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

/**
 * Asks several questions side by side, each on a connection of the pool. A transaction has one connection, which takes
 * one question at a time: there they are asked in turn.
 */
export async function askAll<Answers extends unknown[]>(
  { db }: Pick<Ctx, "db">,
  ...questions: { [Place in keyof Answers]: () => PromiseLike<Answers[Place]> }
): Promise<Answers> {
  // Not by instanceof: the pool was made where the process starts, which is bundled with a copy of drizzle of its own.
  if (!is(db, PgTransaction)) return Promise.all(questions.map((ask) => ask())) as Promise<Answers>;
  const answers: unknown[] = [];
  for (const ask of questions) answers.push(await ask());
  return answers as Answers;
}
