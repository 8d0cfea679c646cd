import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authCredential, authUser } from "@/db/schema";

const PASSWORD = "credential";

/** A user with the hash of their password; null where they have none. */
export interface PasswordHolder {
  id: string;
  name: string;
  email: string;
  twoFactorEnabled: boolean;
  version: number;
  passwordHash: string | null;
}

export function findHolderByEmail(db: Database, email: string): Promise<PasswordHolder | null> {
  return findHolder(db, eq(sql`lower(${authUser.email})`, email.toLowerCase()));
}

export function findHolderById(db: Database, userId: string): Promise<PasswordHolder | null> {
  return findHolder(db, eq(authUser.id, userId));
}

async function findHolder(db: Database, which: SQL): Promise<PasswordHolder | null> {
  const [row] = await db
    .select({
      id: authUser.id,
      name: authUser.name,
      email: authUser.email,
      twoFactorEnabled: authUser.twoFactorEnabled,
      version: authUser.version,
      passwordHash: authCredential.password,
    })
    .from(authUser)
    .leftJoin(
      authCredential,
      and(eq(authCredential.userId, authUser.id), eq(authCredential.providerId, PASSWORD)),
    )
    .where(which);
  return row ?? null;
}

/** Gives the user this password, in place of the one they had. */
export async function storePassword(
  db: Database,
  { id, userId, hash, now }: { id: string; userId: string; hash: string; now: Date },
): Promise<void> {
  await db
    .insert(authCredential)
    .values({
      id,
      userId,
      providerId: PASSWORD,
      accountId: userId,
      password: hash,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoUpdate({
      target: [authCredential.providerId, authCredential.accountId],
      set: { password: hash, updatedAt: now },
    });
}
