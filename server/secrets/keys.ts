import { createHash, hkdfSync } from "node:crypto";

const KEY_BYTES = 32;

/** A key for one purpose alone, by HKDF-SHA-256 (RFC 5869): whoever learns it learns neither the secret nor another key. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `faultline ${purpose}`, KEY_BYTES));
}

/** Names a key without telling it, so that what it sealed says which one opens it. */
export function keyId(key: Buffer): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}
