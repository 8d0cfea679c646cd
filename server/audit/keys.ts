import { createHmac, timingSafeEqual } from "node:crypto";
import { jsonbText } from "@/domain/audit/jsonb-text";
import { deriveKey, keyId } from "@/server/secrets/keys";

/** What the chain is signed with, and what it was signed with before the secret was changed. */
export interface AuditKeys {
  current: { id: string; key: Buffer };
  byId: ReadonlyMap<string, Buffer>;
}

export function auditKeysOf(secret: string, oldSecrets: readonly string[] = []): AuditKeys {
  const all = [secret, ...oldSecrets].map((one) => {
    const key = deriveKey(one, "audit seal");
    return { id: keyId(key), key };
  });
  const [current] = all;
  if (current === undefined) throw new Error("The audit trail is signed with the installation's secret.");
  return { current, byId: new Map(all.map(({ id, key }) => [id, key])) };
}

/** What is signed: its kind first, so that a signature of one kind never passes for another. */
export type Signed = readonly ["seal" | "checkpoint" | "erasure", ...(string | number | boolean)[]];

export function macOf(key: Buffer, signed: Signed): Buffer {
  return createHmac("sha256", key).update(jsonbText(signed)).digest();
}

export type MacState = "right" | "forged" | "unknown-key";

export function checkMac(keys: AuditKeys, id: string, signed: Signed, mac: Buffer): MacState {
  const key = keys.byId.get(id);
  if (key === undefined) return "unknown-key";
  const expected = macOf(key, signed);
  return mac.length === expected.length && timingSafeEqual(mac, expected) ? "right" : "forged";
}
