import { createHash, randomBytes } from "node:crypto";

const BITS = 256;
const FORM = /^[\w-]{43}$/;

export function makeInvitationToken(): { text: string; hash: string } {
  const text = randomBytes(BITS / 8).toString("base64url");
  return { text, hash: hashInvitationToken(text) };
}

/** Whether the text can be one at all; anything else is not asked for in the database. */
export function isInvitationToken(text: string): boolean {
  return FORM.test(text);
}

export function hashInvitationToken(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
