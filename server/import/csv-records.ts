import { isUtf8 } from "node:buffer";
import type { ImportRefusal } from "@/domain/import/plan";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
/** Beyond this a quote was never closed; the line where it opened is refused and reading goes on behind it. */
const RECORD_BYTES_MAX = 2 * 1024 * 1024;

/** How the rows of a file are cut: by which sign, into how many columns. */
export interface CsvShape {
  delimiter: string;
  columns: number;
}

/**
 * Cuts CSV into rows without taking them apart, and puts the line of each before it: what Postgres reads itself need
 * not be read here, save that one row it cannot read would cost it all the others.
 */
export class CsvRecords {
  readonly refusals: ImportRefusal[] = [];
  rows = 0;
  readonly #delimiter: number;
  readonly #columns: number;
  #line: number;
  #open: Buffer = Buffer.alloc(0);

  constructor({ delimiter, columns }: CsvShape, firstLine: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#columns = columns;
    this.#line = firstLine;
  }

  /** The whole rows among what has come so far, each with its line in front. */
  take(chunk: Buffer): Buffer {
    const bytes = this.#open.length === 0 ? chunk : Buffer.concat([this.#open, chunk]);
    return this.#cut(bytes, false);
  }

  end(): Buffer {
    return this.#cut(this.#open, true);
  }

  #cut(bytes: Buffer, isEnd: boolean): Buffer {
    const rows = new RowBuffer(bytes.length);
    // Asked of all rows at once; only where it is not so, each is asked.
    const isPlain = isUtf8(bytes) && !bytes.includes(0);
    let start = 0;
    for (let row = this.#rowAt(bytes, 0, isEnd); row !== null; row = this.#rowAt(bytes, start, isEnd)) {
      this.#put(rows, bytes.subarray(start, row.end), row, isPlain);
      this.#line += row.lines;
      start = row.next;
    }
    this.#open = bytes.subarray(start);
    return rows.taken();
  }

  /** Where the row that begins here ends; null where its end has not come yet. */
  #rowAt(bytes: Buffer, start: number, isEnd: boolean): Row | null {
    if (start >= bytes.length) return null;
    let isQuoted = false;
    let cells = 1;
    let lines = 1;
    let hasReturn = false;
    const delimiter = this.#delimiter;
    const limit = Math.min(bytes.length, start + RECORD_BYTES_MAX);
    for (let at = start; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      // Nearly every byte is a letter or a digit, which is none of those below.
      if (byte > 0x2f && byte !== delimiter) continue;
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LF) {
        if (!isQuoted) return rowOf(bytes, { start, at, cells, lines, hasReturn });
        lines += 1;
      } else if (!isQuoted) {
        if (byte === delimiter) cells += 1;
        else if (byte === CR && bytes[at + 1] !== LF) hasReturn = true;
      }
    }
    const isTooLong = limit < bytes.length || limit - start >= RECORD_BYTES_MAX;
    if (!isTooLong && !isEnd) return null;
    if (!isTooLong && !isQuoted) {
      const isBareEnd = bytes[limit - 1] === CR;
      return {
        end: isBareEnd ? limit - 1 : limit,
        next: limit,
        cells,
        lines,
        hasReturn: hasReturn && !isBareEnd,
      };
    }
    const next = bytes.indexOf(LF, start);
    const end = next < 0 ? limit : next;
    return {
      end,
      next: next < 0 ? limit : next + 1,
      cells,
      lines: 1,
      problem: isQuoted ? "quote" : "length",
    };
  }

  #put(rows: RowBuffer, raw: Buffer, { cells, problem, hasReturn }: Row, isPlain: boolean): void {
    if (raw.length === 0) return;
    const hasZero = !isPlain && raw.includes(0);
    const reason = problem ?? (hasReturn ? "return" : hasZero ? "zero" : this.#countProblem(raw, cells));
    if (reason === "blank") return;
    if (reason !== null) {
      this.refusals.push(refusal(this.#line, raw, REASONS[reason]));
      return;
    }
    const text = isPlain || isUtf8(raw) ? raw : Buffer.from(new TextDecoder("windows-1252").decode(raw));
    rows.put(this.#line, text, { delimiter: this.#delimiter, missing: this.#columns - cells });
    this.rows += 1;
  }

  #countProblem(raw: Buffer, cells: number): "surplus" | "blank" | null {
    if (cells > this.#columns) return isBlank(raw, this.#delimiter) ? "blank" : "surplus";
    return raw.length <= 4 * this.#columns && isBlank(raw, this.#delimiter) ? "blank" : null;
  }
}

const DIGITS_MAX = 10;

/** Rows one after the other, each with its line before it and the cells it lacks behind it. */
class RowBuffer {
  #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size + (size >> 3) + 1024);
  }

  put(line: number, text: Buffer, { delimiter, missing }: { delimiter: number; missing: number }): void {
    const needed = this.#length + DIGITS_MAX + text.length + missing + 2;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    let at = this.#length + this.#bytes.write(String(line), this.#length, "latin1");
    this.#bytes[at++] = delimiter;
    at += text.copy(this.#bytes, at);
    for (let cell = 0; cell < missing; cell += 1) this.#bytes[at++] = delimiter;
    this.#bytes[at++] = LF;
    this.#length = at;
  }

  taken(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}

interface Row {
  end: number;
  next: number;
  cells: number;
  lines: number;
  hasReturn?: boolean;
  problem?: "quote" | "length";
}

function isBlank(raw: Buffer, delimiter: number): boolean {
  return raw.every((byte) => byte === delimiter || byte === 32 || byte === CR);
}

function rowOf(
  bytes: Buffer,
  { start, at, ...row }: { start: number; at: number; cells: number; lines: number; hasReturn: boolean },
): Row {
  const hasReturn = at > start && bytes[at - 1] === CR;
  return { ...row, end: hasReturn ? at - 1 : at, next: at + 1 };
}

const REASONS = {
  quote: [
    "open-quote",
    "A quote is opened and never closed. Close it, or double it where it belongs to the text.",
  ],
  length: ["row-too-long", "The row is longer than 2 MB. Shorten it."],
  return: ["stray-return", "A carriage return stands outside of quotes. Put the cell in quotes."],
  zero: ["zero-byte", "The row holds a zero byte, which no text has. Remove it."],
  surplus: [
    "column-count",
    "The row has more cells than the header. Put a cell that holds the separator in quotes.",
  ],
} as const;

function refusal(row: number, raw: Buffer, [code, reason]: readonly [string, string]): ImportRefusal {
  return {
    row,
    ref: raw.toString("utf8", 0, 80).replaceAll("\0", "").split("\n", 1)[0] ?? "",
    field: "row",
    code,
    reason,
  };
}
