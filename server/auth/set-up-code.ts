import { createHmac, timingSafeEqual } from "node:crypto";
import type { Database } from "@/db/client";
import { authUser } from "@/db/schema";
import { deriveKey } from "@/server/secrets/keys";

/** Without the letters and digits that are read for one another; 32 of them, five bits each. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CHARACTERS = 20;
const GROUP = 5;

/**
 * What the first owner proves with that they can read the log. It follows from the secret, so that every instance knows
 * the same one, and is of no use once there is a user.
 */
export function setUpCode(secret: string): string {
  const bytes = createHmac("sha256", deriveKey(secret, "set-up")).update("first owner").digest();
  const letters = [...bytes.subarray(0, CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return (letters.join("").match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}

export function isSetUpCode(secret: string, text: string): boolean {
  const plain = (code: string) => Buffer.from(code.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  const [given, right] = [plain(text), plain(setUpCode(secret))];
  return given.length === right.length && timingSafeEqual(given, right);
}

export async function hasUser(db: Database): Promise<boolean> {
  const rows = await db.select({ id: authUser.id }).from(authUser).limit(1);
  return rows.length > 0;
}
