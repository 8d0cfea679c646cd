import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { authLoginLink } from "@/db/schema";

export const LOGIN_LINK_MINUTES = 10;

const BITS = 256;
const FORM = /^[\w-]{43}$/;

/** Makes a link's token, which signs the user in once; only its SHA-256 is kept. */
export async function createLoginLink(db: Database, now: Date, userId: string): Promise<string> {
  const token = randomBytes(BITS / 8).toString("base64url");
  const expiresAt = new Date(now.getTime() + LOGIN_LINK_MINUTES * 60_000);
  await db.delete(authLoginLink).where(lt(authLoginLink.expiresAt, now));
  await db.insert(authLoginLink).values({ tokenHash: hashOf(token), userId, createdAt: now, expiresAt });
  return token;
}

/** The user of a link that nobody has used yet; of two at once, one gets it. Null for any other token. */
export async function redeemLoginLink(db: Database, now: Date, token: string): Promise<string | null> {
  if (!FORM.test(token)) return null;
  const [row] = await db
    .update(authLoginLink)
    .set({ usedAt: now })
    .where(
      and(
        eq(authLoginLink.tokenHash, hashOf(token)),
        isNull(authLoginLink.usedAt),
        gt(authLoginLink.expiresAt, now),
      ),
    )
    .returning({ userId: authLoginLink.userId });
  return row?.userId ?? null;
}

/** Where the link is opened: on this machine, whatever the public address. */
export function loginLinkAt(address: string, token: string): string {
  return `${address}/sign-in/link?token=${token}`;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
