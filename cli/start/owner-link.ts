import { createDatabase } from "@/db/client";
import { findOwner } from "@/server/auth/local-owner";
import { createLoginLink, loginLinkAt } from "@/server/auth/login-link";

/** A link that signs the owner in once; undefined when nobody owns anything. */
export async function ownerLink(databaseUrl: string, address: string): Promise<string | undefined> {
  const database = createDatabase(databaseUrl, { maxConnections: 1 });
  try {
    const userId = await findOwner(database.db);
    if (userId === null) return undefined;
    return loginLinkAt(address, await createLoginLink(database.db, new Date(), userId));
  } finally {
    await database.close();
  }
}
