import { createDatabase } from "@/db/client";
import { ensureFirstWorkspace, isWithoutWorkspace } from "@/db/first-workspace";
import { ensureLocalOwner } from "@/server/auth/local-owner";

interface FirstStart {
  sample: boolean;
  /** Whether whoever starts the application owns it, as on the embedded default. */
  localOwner: boolean;
}

/** On an empty database: an empty workspace, the sample beside it where it is wanted, and somebody who owns them. */
export async function fillFirstWorkspace(
  databaseUrl: string,
  { sample, localOwner }: FirstStart,
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
    if (localOwner) await ensureLocalOwner(database.db, new Date());
  } finally {
    await database.close();
  }
}
