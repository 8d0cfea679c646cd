import { isUtf8 } from "node:buffer";
import type { ImportRefusal } from "@/domain/import/plan";
import { LINE_BYTES_MAX } from "@/server/change/read-line";

const LF = 0x0a;
const CR = 0x0d;
/** Signs that no JSON holds unescaped, so that its lines can be copied as they are. */
export const JSON_QUOTE = "\u0001";
export const JSON_DELIMITER = "\u0002";

/** Cuts JSON lines apart and puts the number of each before it; see `CsvRecords`. */
export class JsonLines {
  readonly refusals: ImportRefusal[] = [];
  rows = 0;
  #line = 1;
  #open: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): Buffer {
    const bytes = this.#open.length === 0 ? chunk : Buffer.concat([this.#open, chunk]);
    const parts: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      this.#put(parts, bytes.subarray(start, end));
      start = end + 1;
    }
    this.#open = bytes.subarray(start);
    return Buffer.concat(parts);
  }

  end(): Buffer {
    const parts: Buffer[] = [];
    this.#put(parts, this.#open);
    return Buffer.concat(parts);
  }

  #put(parts: Buffer[], raw: Buffer): void {
    const line = this.#line;
    this.#line += 1;
    const text = raw.at(-1) === CR ? raw.subarray(0, -1) : raw;
    if (text.length === 0 || text.every((byte) => byte === 32 || byte === 9)) return;
    const problem = problemOf(text);
    if (problem !== null) {
      this.refusals.push({ row: line, ref: "", field: "row", ...problem });
      return;
    }
    parts.push(Buffer.from(`${line}${JSON_DELIMITER}`), text, Buffer.from("\n"));
    this.rows += 1;
  }
}

function problemOf(text: Buffer): { code: string; reason: string } | null {
  if (text.length > LINE_BYTES_MAX) {
    return { code: "line-too-long", reason: `A line has at most ${LINE_BYTES_MAX} bytes.` };
  }
  if (text.includes(0) || text.includes(1) || text.includes(2) || text.includes(CR)) {
    return { code: "malformed-json", reason: "The line is not JSON: it holds a control character." };
  }
  return isUtf8(text) ? null : { code: "malformed-text", reason: "The line is not UTF-8." };
}
