import { createHash } from "node:crypto";
import type { QueryResult, QueryResultRow } from "pg";
import type { Database } from "./client";

const names = new Map<string, string>();
/** A connection keeps each named statement and its plan until it ends, so that names must have an end. */
const NAMES_MAX = 150;

/** Of the text, so that one name never stands for two statements; texts that come when there are many go without. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMES_MAX) return known;
  const name = `q_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  names.set(text, name);
  return name;
}

/**
 * A statement that the server plans once for each connection: for what every request asks, planning takes longer than
 * answering. The texts are few, and what differs is in `params`. Of what looks into the months of the ledger, see that
 * the server goes on planning for the months in question: one plan for all of them is dear to make, once a connection.
 */
export async function namedQuery<T extends QueryResultRow>(
  db: Database,
  text: string,
  params: unknown[],
): Promise<T[]> {
  return (await run<T>(db, text, params)).rows;
}

/** The same of a statement that answers nothing. @returns how many rows it wrote */
export async function namedStatement(db: Database, text: string, params: unknown[]): Promise<number> {
  return (await run(db, text, params)).rowCount ?? 0;
}

function run<T extends QueryResultRow>(
  db: Database,
  text: string,
  params: unknown[],
): Promise<QueryResult<T>> {
  const prepared = db._.session.prepareQuery<{ execute: QueryResult<T>; all: unknown; values: unknown }>(
    { sql: text, params },
    undefined,
    statementName(text),
    false,
  );
  return prepared.execute();
}

/** The same of a query of drizzle's, which is put together once for each database or transaction that it is asked of. */
export function preparedQuery<Q extends object>(build: (db: Database) => Q): (db: Database) => Q {
  const known = new WeakMap<Database, Q>();
  return (db) => {
    const found = known.get(db) ?? build(db);
    known.set(db, found);
    return found;
  };
}
