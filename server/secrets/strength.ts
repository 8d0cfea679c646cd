export const HOW_TO_MAKE_A_SECRET =
  "Make a good one with `npx faultline secret` (or `openssl rand -base64 32`), keep it, and set FAULTLINE_SECRET to it.";

const CHARACTERS_MIN = 32;
const DISTINCT_MIN = 10;

/** What people leave in from an example, or type to get past a check. */
const WELL_KNOWN =
  /change.?(me|this|it)|replace.?(me|this|with)|your.?secret|super.?secret|my.?secret|example|placeholder|insecure|passw(or)?d|faultline|qwerty|letmein/i;

/** Why this cannot be a secret, as the end of a sentence; null when nothing speaks against it. */
export function weaknessOf(secret: string): string | null {
  if (secret.length < CHARACTERS_MIN) return `has fewer than ${CHARACTERS_MIN} characters`;
  if (new Set(secret).size < DISTINCT_MIN) return "repeats a few characters only";
  if (WELL_KNOWN.test(secret)) return "is a value that stands in examples";
  if (isRepeated(secret)) return "repeats one short text";
  if (isSequence(secret)) return "is a sequence of characters";
  return null;
}

function isRepeated(secret: string): boolean {
  return (secret + secret).indexOf(secret, 1) < secret.length;
}

/** Most characters follow the one before them, as in 0123456789abcdef. */
function isSequence(secret: string): boolean {
  let steps = 0;
  for (let at = 1; at < secret.length; at++) {
    if (Math.abs(secret.charCodeAt(at) - secret.charCodeAt(at - 1)) <= 1) steps++;
  }
  return steps > secret.length / 2;
}
