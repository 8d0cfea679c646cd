import { randomFillSync } from "node:crypto";

const BYTES = 16;
const IDS_PER_FILL = 512;
const TAIL = 0b111;

const pool = Buffer.alloc(BYTES * IDS_PER_FILL);
let next = IDS_PER_FILL;
let hex = "";

/**
 * A UUIDv7 like any other. Asking the system for randomness once for many is most of what making thousands costs. With
 * `tail`, its last three bits are given.
 */
export function newChangeId(atMs: number, tail?: number): string {
  if (next === IDS_PER_FILL) refill();
  const start = next * BYTES * 2;
  next += 1;
  const time = atMs.toString(16).padStart(12, "0");
  const own = hex.slice(start, start + 30);
  const last = Number.parseInt(hex.slice(start + 30, start + 32), 16);
  const end = (tail === undefined ? last : (last & ~TAIL) | tail).toString(16).padStart(2, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-${own.slice(12, 16)}-${own.slice(16, 20)}-${own.slice(20)}${end}`;
}

function refill(): void {
  randomFillSync(pool);
  for (let at = 0; at < pool.length; at += BYTES) {
    pool[at + 6] = ((pool[at + 6] ?? 0) & 0x0f) | 0x70;
    pool[at + 8] = ((pool[at + 8] ?? 0) & 0x3f) | 0x80;
  }
  hex = pool.toString("hex");
  next = 0;
}
