import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readEnvironment, requireSecret } from "@/server/env";
import { deriveKey, keyId } from "./keys";

const VERSION = "v1";
const PURPOSE = "seal";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text cannot be opened; the message never holds any of it. */
export class SealError extends Error {
  override name = "SealError";
  readonly code: "unknown-key" | "tampered" | "malformed";

  constructor(code: SealError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** The secret that seals, and those that only open what they sealed before they were replaced. */
export interface SealSecrets {
  current: string;
  old: readonly string[];
}

/**
 * Encrypts with AES-256-GCM: `v1.<key id>.<iv>.<ciphertext and tag>`. The context says what the text belongs to (table,
 * column, row): a value copied to another place does not open there.
 */
export function sealText(text: string, context: string, secrets: SealSecrets = processSecrets()): string {
  const key = deriveKey(secrets.current, PURPOSE);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(boundTo(keyId(key), context));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, keyId(key), iv.toString("base64url"), sealed.toString("base64url")].join(".");
}

export function openText(sealed: string, context: string, secrets: SealSecrets = processSecrets()): string {
  const { id, iv, ciphertext, tag } = partsOf(sealed);
  const keys = [secrets.current, ...secrets.old].map((secret) => deriveKey(secret, PURPOSE));
  const key = keys.find((one) => keyId(one) === id);
  if (key === undefined) {
    throw new SealError(
      "unknown-key",
      `This was sealed under the key ${id}, which none of the secrets gives. Add the secret of that time to FAULTLINE_OLD_SECRETS.`,
    );
  }
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(id, context)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
  } catch {
    throw new SealError(
      "tampered",
      `What is sealed for ${context} was changed, or belongs to another place.`,
    );
  }
}

/** Whether an old secret sealed it, so that its owner can seal it anew. */
export function isSealedUnderOldKey(sealed: string, secrets: SealSecrets = processSecrets()): boolean {
  return partsOf(sealed).id !== keyId(deriveKey(secrets.current, PURPOSE));
}

function partsOf(sealed: string) {
  const [version, id = "", iv = "", body = "", ...rest] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  const nonce = Buffer.from(iv, "base64url");
  const isWhole = version === VERSION && /^[0-9a-f]{8}$/.test(id) && rest.length === 0;
  // A second spelling of the same bytes is not what was written here.
  const isCanonical = nonce.toString("base64url") === iv && bytes.toString("base64url") === body;
  if (!isWhole || !isCanonical || nonce.length !== IV_BYTES || bytes.length < TAG_BYTES) {
    throw new SealError("malformed", "This is not a sealed text of Faultline.");
  }
  const at = bytes.length - TAG_BYTES;
  return { id, iv: nonce, ciphertext: bytes.subarray(0, at), tag: bytes.subarray(at) };
}

function boundTo(id: string, context: string): Buffer {
  return Buffer.from(`${VERSION}\0${id}\0${context}`, "utf8");
}

function processSecrets(): SealSecrets {
  const environment = readEnvironment();
  return { current: requireSecret(environment), old: environment.oldSecrets };
}
