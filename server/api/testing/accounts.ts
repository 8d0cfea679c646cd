import { createHmac } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { authUser } from "@/db/schema";
import { storePassword } from "@/server/auth/credential";
import { makeOwners } from "@/server/member/owners";
import type { ApiDependencies } from "../environment";

export const PASSWORD = "kettle broom lantern quiet";

export interface TestAccount {
  userId: string;
  email: string;
}

/** A user with a password, who owns the workspaces. */
export async function giveAccount(
  dependencies: Pick<ApiDependencies, "db" | "accounts" | "now">,
  workspaceIds: readonly string[],
  password: string | null = PASSWORD,
): Promise<TestAccount> {
  const [db, now] = [dependencies.db(), dependencies.now()];
  const userId = uuidv7();
  const email = `a${userId.replaceAll("-", "").slice(-12)}@example.com`;
  const stamps = { createdAt: now, updatedAt: now };
  await db.insert(authUser).values({ id: userId, name: "Ada", email, emailVerified: true, ...stamps });
  if (password !== null) {
    const hash = await dependencies.accounts().hasher.hash(password);
    await storePassword(db, { id: uuidv7(), userId, hash, now });
  }
  for (const workspaceId of workspaceIds) await makeOwners({ db, now, workspaceId }, [userId]);
  return { userId, email };
}

/** The six digits that an authenticator with this secret shows (RFC 6238). */
export function totp(totpUri: string, at: Date = new Date()): string {
  const secret = base32(new URL(totpUri).searchParams.get("secret") ?? "");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

function base32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
