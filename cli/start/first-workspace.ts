import { createDatabase } from "@/db/client";
import { ensureFirstWorkspace } from "@/db/first-workspace";

/** On an empty database: the sample workspace where it is wanted, else an empty one. */
export async function fillFirstWorkspace(
  databaseUrl: string,
  sample: boolean,
  say: (line: string) => void,
): Promise<void> {
  const database = createDatabase(databaseUrl, { maxConnections: 2, statementTimeoutMs: 0 });
  try {
    if (sample) say;
    await ensureFirstWorkspace(database.db, new Date());
  } finally {
    await database.close();
  }
}
