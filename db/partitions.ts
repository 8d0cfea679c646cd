import { sql } from "drizzle-orm";
import type { Database } from "./client";

const PARTITIONED = ["change", "change_service"] as const;

/** Any constant will do; it only has to be the same in every instance ("FLTP" in ASCII). */
const PARTITION_LOCK_KEY = 0x464c5450;

/** The first day of the instant's month in UTC, which is what partitions are cut by. */
export function monthOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 7)}-01`;
}

/**
 * Makes the monthly partitions that the instants need, where they are missing. Attaching a finished table blocks
 * neither readers nor writers of the others, so it may happen in the middle of a writer's transaction.
 */
export async function ensureMonths(db: Database, instants: Iterable<Date>): Promise<void> {
  const months = [...new Set([...instants].map(monthOf))];
  const missing = await missingMonths(db, months);
  if (missing.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITION_LOCK_KEY})`);
    for (const month of await missingMonths(tx, months)) await makeMonth(tx, month);
  });
}

/** The partitions of this month and of those ahead, so that no writer has to make one. */
export function ensureMonthsAhead(db: Database, now: Date, monthsAhead = 3): Promise<void> {
  const months = Array.from(
    { length: monthsAhead + 2 },
    (_, index) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1 + index, 1)),
  );
  return ensureMonths(db, months);
}

async function missingMonths(db: Database, months: readonly string[]): Promise<string[]> {
  if (months.length === 0) return [];
  const list = sql.join(
    months.map((month) => sql`${month}`),
    sql`, `,
  );
  // The later of the two tables to be made tells that both are there. Read from the catalogue's rows: a look-up by
  // name is answered from a cache that does not yet know what another session has just committed.
  const result = await db.execute<{ month: string }>(sql`
    select month from unnest(array[${list}]::text[]) as month
    where not exists (select from pg_class where relnamespace = 'public'::regnamespace
      and relname = 'change_service_' || replace(left(month, 7), '-', '_'))`);
  return result.rows.map(({ month }) => month).sort();
}

async function makeMonth(db: Database, month: string): Promise<void> {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const next = monthOf(new Date(Date.UTC(year, number, 1)));
  for (const table of PARTITIONED) {
    const partition = `${table}_${month.slice(0, 7).replace("-", "_")}`;
    // Only literals made here stand in these statements: a table's bounds cannot be parameters.
    await db.execute(
      sql.raw(
        `create table if not exists "${partition}" (like "${table}" including defaults including constraints)`,
      ),
    );
    await db.execute(
      sql.raw(
        `alter table "${table}" attach partition "${partition}" for values from ('${month}T00:00:00Z') to ('${next}T00:00:00Z')`,
      ),
    );
  }
}
