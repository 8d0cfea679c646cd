import { createDatabase } from "@/db/client";
import { ensureFirstWorkspace, isWithoutWorkspace } from "@/db/first-workspace";

/** On an empty database: an empty workspace, and the sample beside it where it is wanted. */
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
