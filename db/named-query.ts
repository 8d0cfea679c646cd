import { createHash } from "node:crypto";
import type { QueryResult, QueryResultRow } from "pg";
import type { Database } from "./client";

const names = new Map<string, string>();
const NAMES_MAX = 500;

/** Of the text, so that one name never stands for two statements. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= NAMES_MAX) names.clear();
  const name = `q_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  names.set(text, name);
  return name;
}

/**
 * A statement that the server plans once for each connection: for what every request asks, planning takes longer than
 * answering. The texts are few, and what differs is in `params`. Nothing that looks into the months of the ledger is
 * asked so: with its instants at hand, the server leaves the other months out when it plans.
 */
export async function namedQuery<T extends QueryResultRow>(
  db: Database,
  text: string,
  params: unknown[],
): Promise<T[]> {
  const prepared = db._.session.prepareQuery<{ execute: QueryResult<T>; all: unknown; values: unknown }>(
    { sql: text, params },
    undefined,
    nameOf(text),
    false,
  );
  return (await prepared.execute()).rows;
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
