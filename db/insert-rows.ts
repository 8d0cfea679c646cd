import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "./client";

/** Rows of one statement: enough to amortise a round trip, few enough to keep the parameter small. */
const ROWS_PER_STATEMENT = 5_000;

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
  const columns = getTableColumns(table);
  let inserted = 0;
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const chunk = rows.slice(start, start + ROWS_PER_STATEMENT);
    const properties = Object.keys(columns).filter((property) => property in (chunk[0] ?? {}));
    const names = properties.map((property) => columns[property]?.name ?? property);
    const payload = JSON.stringify(
      chunk.map((row) => {
        const values: Record<string, unknown> = row;
        return Object.fromEntries(
          properties.map((property, index) => [names[index], values[property] ?? null]),
        );
      }),
    );
    const list = sql.join(
      names.map((name) => sql.identifier(name)),
      sql`, `,
    );
    const source = sql`json_populate_recordset(null::${sql.identifier(getTableName(table))}, ${payload}::json)`;
    const result = await db.execute(
      sql`insert into ${table} (${list}) select ${list} from ${source} ${options.skipExisting ? sql`on conflict do nothing` : sql``}`,
    );
    inserted += result.rowCount ?? 0;
  }
  return inserted;
}
