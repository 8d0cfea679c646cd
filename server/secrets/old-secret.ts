/** A secret that was replaced goes on for a while, so that the other side can be changed meanwhile. */
interface Replaced {
  sealedOldSecret: string | null;
  oldSecretUntil: Date | null;
}

/** Until when the replaced secret goes on; null where there is none, or its time has passed. */
export function oldSecretUntil(
  { sealedOldSecret, oldSecretUntil: until }: Replaced,
  now: Date,
): string | null {
  if (sealedOldSecret === null || until === null || until <= now) return null;
  return until.toISOString();
}
