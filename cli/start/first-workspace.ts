import { createDatabase } from "@/db/client";
import { ensureFirstWorkspace, isWithoutWorkspace } from "@/db/first-workspace";

/** On an empty database: the sample workspace where it is wanted, else an empty one. */
export async function fillFirstWorkspace(
  databaseUrl: string,
  sample: boolean,
  say: (line: string) => void,
): Promise<void> {
  const database = createDatabase(databaseUrl, { maxConnections: 4, statementTimeoutMs: 0 });
  try {
    if (sample && (await isWithoutWorkspace(database.db))) {
      say("Filling the sample workspace (FAULTLINE_SAMPLE=off starts with an empty one) ...");
      // Needed once in a data folder's life: no other start waits for its code to load.
      const { seedSample } = await import("@/server/sample/seed");
      await seedSample(database.db, new Date());
    }
    await ensureFirstWorkspace(database.db, new Date());
  } finally {
    await database.close();
  }
}
