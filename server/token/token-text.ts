import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

// "flt_", 256 random bits, and a checksum that tells a mistyped or cut token without asking the database.
const PREFIX = "flt_";
const FORM = /^flt_([\w-]{43})([0-9a-f]{8})$/;

export interface NewToken {
  /** The token itself, shown once. */
  text: string;
  hash: string;
  /** What it begins with, to recognise it by in a list. */
  prefix: string;
}

export function makeTokenText(): NewToken {
  const secret = randomBytes(32).toString("base64url");
  const text = `${PREFIX}${secret}${checksum(secret)}`;
  return { text, hash: hashToken(text), prefix: text.slice(0, 12) };
}

/** Whether the text can be a token at all: the right form, and its checksum right. */
export function isTokenText(text: string): boolean {
  const match = FORM.exec(text);
  return match !== null && checksum(match[1] ?? "") === match[2];
}

/** A token has 256 random bits, so a plain SHA-256 needs no salt and no stretching. */
export function hashToken(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function checksum(secret: string): string {
  return crc32(secret).toString(16).padStart(8, "0");
}
