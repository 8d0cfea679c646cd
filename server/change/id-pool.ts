import { randomFillSync, randomInt } from "node:crypto";

const IDS_PER_FILL = 512;
/** Random bytes of an id: what its instant and its place in the order leave of it. */
const BYTES = 6;
const TAIL = 0b111;
/** Ids of one instant that sort as they are made: 12 bits before the variant, 14 after it. */
const LOW_BITS = 14;
const SEQUENCES = 2 ** (12 + LOW_BITS);

const pool = Buffer.alloc(BYTES * IDS_PER_FILL);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

let next = IDS_PER_FILL;
let hex = "";
let sequence = randomInt(SEQUENCES);
let head = "";
let headOf = { atMs: Number.NaN, high: Number.NaN };

/**
 * A UUIDv7 like any other. Those of one instant sort as they are made, so that the indexes of what hangs on thousands
 * of them grow at one end. With `tail`, its last three bits are given.
 */
export function newChangeId(atMs: number, tail?: number): string {
  if (next === IDS_PER_FILL) refill();
  const start = next * BYTES * 2;
  next += 1;
  sequence = (sequence + 1) % SEQUENCES;
  const high = sequence >> LOW_BITS;
  if (high !== headOf.high || atMs !== headOf.atMs) {
    const time = atMs.toString(16).padStart(12, "0");
    head = `${time.slice(0, 8)}-${time.slice(8)}-7${high.toString(16).padStart(3, "0")}-`;
    headOf = { atMs, high };
  }
  const low = sequence & (2 ** LOW_BITS - 1);
  const order = `${HEX[0x80 | (low >> 8)]}${HEX[low & 0xff]}`;
  if (tail === undefined) return `${head}${order}-${hex.slice(start, start + BYTES * 2)}`;
  const last = Number.parseInt(hex.slice(start + 10, start + 12), 16);
  return `${head}${order}-${hex.slice(start, start + 10)}${HEX[(last & ~TAIL) | tail]}`;
}

function refill(): void {
  // Asking the system for randomness once for many is most of what making thousands costs.
  hex = randomFillSync(pool).toString("hex");
  next = 0;
}
