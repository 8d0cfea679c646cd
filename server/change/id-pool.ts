import { randomFillSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

const BYTES = 16;
const IDS_PER_FILL = 512;

const pool = new Uint8Array(BYTES * IDS_PER_FILL);
let next = IDS_PER_FILL;

/** A UUIDv7 like any other. Asking the system for randomness once for many is most of what making thousands costs. */
export function newChangeId(atMs: number): string {
  if (next === IDS_PER_FILL) {
    randomFillSync(pool);
    next = 0;
  }
  const random = pool.slice(next * BYTES, (next + 1) * BYTES);
  next += 1;
  return uuidv7({ msecs: atMs, random });
}
