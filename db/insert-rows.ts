import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "./client";

/** Rows of one statement: enough to amortise a round trip, few enough to keep the parameter small. */
const ROWS_PER_STATEMENT = 5_000;

/** One table's rows, made only when their turn comes. */
export type InsertStep = () => SQL[];

/**
 * Inserts many rows of one table with one JSON parameter per statement: no limit on bind parameters, one plan for any
 * number of rows. Every row must have the same properties; a property left out takes its column's default.
 * @returns the number of rows inserted, which is smaller with `skipExisting`
 */
export async function insertRows<T extends PgTable>(
  db: Database,
  table: T,
  rows: readonly T["$inferInsert"][],
  options: { skipExisting?: boolean } = {},
): Promise<number> {
  let inserted = 0;
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const chunk = rows.slice(start, start + ROWS_PER_STATEMENT);
    const result = await db.execute(statementFor(table, chunk, options));
    inserted += result.rowCount ?? 0;
  }
  return inserted;
}

/** A step of `insertInTurn`. */
export function insertStep<T extends PgTable>(
  table: T,
  rows: () => readonly T["$inferInsert"][],
): InsertStep {
  return () => {
    const all = rows();
    const count = Math.ceil(all.length / ROWS_PER_STATEMENT);
    return Array.from({ length: count }, (_, index) => {
      const start = index * ROWS_PER_STATEMENT;
      return statementFor(table, all.slice(start, start + ROWS_PER_STATEMENT), {});
    });
  };
}

/** Several tables one after the other: while Postgres writes one, the rows of the next are made. */
export async function insertInTurn(db: Database, steps: readonly InsertStep[]): Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  for (const step of steps) {
    for (const statement of step()) {
      await running;
      // The builder runs anew for each one that waits for it; the promise runs once.
      running = db.execute(statement).then(() => undefined);
      // It is awaited after the next rows are made; until then a failure must not count as unhandled.
      running.catch(() => undefined);
    }
  }
  await running;
}

function statementFor<T extends PgTable>(
  table: T,
  rows: readonly T["$inferInsert"][],
  { skipExisting }: { skipExisting?: boolean },
): SQL {
  const columns = getTableColumns(table);
  const properties = Object.keys(columns).filter((property) => property in (rows[0] ?? {}));
  const names = properties.map((property) => columns[property]?.name ?? property);
  const payload = JSON.stringify(
    rows.map((row) => {
      const values: Record<string, unknown> = row;
      const named: Record<string, unknown> = {};
      for (const [index, property] of properties.entries())
        named[names[index] ?? property] = values[property] ?? null;
      return named;
    }),
  );
  const list = sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
  const source = sql`json_populate_recordset(null::${sql.identifier(getTableName(table))}, ${payload}::json)`;
  return sql`insert into ${table} (${list}) select ${list} from ${source} ${skipExisting ? sql`on conflict do nothing` : sql``}`;
}
