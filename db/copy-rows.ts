import { setImmediate as nextTurn } from "node:timers/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { Database } from "./client";
import { clientOf } from "./transaction-client";

/** "PGCOPY\n\377\r\n\0", no flags, no extension. */
const HEADER = Buffer.from("5047434f50590aff0d0a000000000000000000", "hex");
const NULL = -1;
const UUID_OID = 2950;
const TEXT_OID = 25;
/** 2000-01-01T00:00:00Z, from which Postgres counts. */
const EPOCH_MS = 946_684_800_000;
const DAY_MS = 86_400_000;
const START_BYTES = 256 * 1024;
/** Rows that are written and sent at once: meanwhile nothing else of this process goes on. */
const ROWS_PER_PART = 1000;
/** Texts up to here are written letter by letter. */
const LETTERS_MAX = 64;

/** Rows in the form in which Postgres takes them fastest, field by field in the order of the columns. */
export class BinaryRows {
  #bytes = Buffer.allocUnsafe(START_BYTES);
  #end = HEADER.copy(this.#bytes);

  /** Begins a row of so many fields. */
  row(fields: number): void {
    this.#reserve(2);
    this.#end = this.#bytes.writeInt16BE(fields, this.#end);
  }

  /** Begins a row as another one began, see `beginning`. */
  rowLike(beginning: Uint8Array): void {
    this.#reserve(beginning.length);
    this.#bytes.set(beginning, this.#end);
    this.#end += beginning.length;
  }

  null(): void {
    this.#reserve(4);
    this.#end = this.#bytes.writeInt32BE(NULL, this.#end);
  }

  text(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    // At most three bytes for each unit of UTF-16.
    this.#reserve(4 + value.length * 3);
    const bytes = this.#bytes;
    const start = this.#end + 4;
    let end = start;
    // The encoder is called from the engine's other side, which costs more than a few plain letters do.
    if (value.length <= LETTERS_MAX) {
      for (let at = 0; at < value.length; at += 1) {
        const code = value.charCodeAt(at);
        if (code > 127) break;
        bytes[end] = code;
        end += 1;
      }
    }
    if (end - start < value.length) end = start + bytes.write(value, start);
    bytes.writeInt32BE(end - start, this.#end);
    this.#end = end;
  }

  uuid(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(20);
    this.#end = this.#bytes.writeInt32BE(16, this.#end);
    this.#uuid(value);
  }

  uuids(values: readonly string[]): void {
    this.#list(UUID_OID, values, (value) => this.uuid(value));
  }

  texts(values: readonly string[]): void {
    this.#list(TEXT_OID, values, (value) => this.text(value));
  }

  /** One dimension, without nulls. */
  #list(oid: number, values: readonly string[], write: (value: string) => void): void {
    this.#reserve(4 + 20);
    const start = this.#end;
    const bytes = this.#bytes;
    let end = bytes.writeInt32BE(values.length === 0 ? 0 : 1, start + 4);
    end = bytes.writeInt32BE(0, end);
    end = bytes.writeInt32BE(oid, end);
    if (values.length > 0) end = bytes.writeInt32BE(1, bytes.writeInt32BE(values.length, end));
    this.#end = end;
    for (const value of values) write(value);
    this.#bytes.writeInt32BE(this.#end - start - 4, start);
  }

  /** Of jsonb, whose form begins with its version. */
  json(value: unknown): void {
    if (value === null) {
      this.null();
      return;
    }
    const text = JSON.stringify(value);
    this.#reserve(5 + text.length * 3);
    const bytes = this.#bytes.write(text, this.#end + 5);
    this.#bytes.writeInt32BE(1 + bytes, this.#end);
    this.#bytes.writeInt8(1, this.#end + 4);
    this.#end += 5 + bytes;
  }

  int(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(8);
    this.#end = this.#bytes.writeInt32BE(value, this.#bytes.writeInt32BE(4, this.#end));
  }

  bool(value: boolean | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(5);
    this.#end = this.#bytes.writeInt8(value ? 1 : 0, this.#bytes.writeInt32BE(1, this.#end));
  }

  /** An instant in epoch ms. */
  instant(ms: number | null): void {
    if (ms === null) {
      this.null();
      return;
    }
    this.#reserve(12);
    const us = (ms - EPOCH_MS) * 1000;
    const high = Math.floor(us / 2 ** 32);
    this.#end = this.#bytes.writeInt32BE(8, this.#end);
    this.#end = this.#bytes.writeInt32BE(high, this.#end);
    this.#end = this.#bytes.writeUInt32BE(us - high * 2 ** 32, this.#end);
  }

  /** A calendar day, "YYYY-MM-DD". */
  day(value: string): void {
    this.#reserve(8);
    const days = (Date.parse(`${value}T00:00:00Z`) - EPOCH_MS) / DAY_MS;
    this.#end = this.#bytes.writeInt32BE(days, this.#bytes.writeInt32BE(4, this.#end));
  }

  /** What was written since the last part was taken. */
  take(): Buffer {
    const part = this.#bytes.subarray(0, this.#end);
    // The part is on its way and must stay as it is.
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.#end = 0;
    return part;
  }

  /** The rest, with the end of the rows. */
  finish(): Buffer {
    this.#reserve(2);
    this.#end = this.#bytes.writeInt16BE(-1, this.#end);
    return this.#bytes.subarray(0, this.#end);
  }

  /** The bytes with which rows of so many fields begin that have these first fields in common. */
  static beginning(fields: number, write: (to: BinaryRows) => void): Uint8Array {
    const rows = new BinaryRows();
    rows.row(fields);
    write(rows);
    return rows.#bytes.subarray(HEADER.length, rows.#end);
  }

  #uuid(value: string): void {
    // The five groups of hexadecimal digits, as whole words of the buffer.
    const bytes = this.#bytes;
    let end = this.#end;
    for (let at = 0; at < 36; at += 1) {
      if (at === 8 || at === 13 || at === 18 || at === 23) continue;
      bytes[end] = (digit(value.charCodeAt(at)) << 4) | digit(value.charCodeAt(at + 1));
      end += 1;
      at += 1;
    }
    this.#end = end;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + bytes));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/** Of a hexadecimal digit in either case: of the letters the low bits are one to six. */
const digit = (code: number) => (code < 58 ? code - 48 : (code & 7) + 9);

/**
 * Copies a row for each item into the table, within the transaction that the database stands for. They are sent in
 * parts: the server takes up one while the next is written, and the process answers others in between.
 */
export async function copyRows<T>(
  db: Database,
  into: { table: string; columns: readonly string[] },
  items: readonly T[],
  write: (to: BinaryRows, item: T) => void,
): Promise<void> {
  const stream = clientOf(db).query(
    copyFrom(`copy ${into.table} (${into.columns.join(", ")}) from stdin with (format binary)`),
  );
  let isOver = false;
  const copied = new Promise<void>((resolve, reject) => {
    stream.once("finish", resolve);
    stream.once("error", reject);
  }).finally(() => {
    isOver = true;
  });
  // It is awaited after the last part; until then a failure must not count as unhandled.
  copied.catch(() => undefined);
  const rows = new BinaryRows();
  try {
    for (let start = 0; start < items.length && !isOver; start += ROWS_PER_PART) {
      if (start > 0) {
        stream.write(rows.take());
        await nextTurn();
      }
      for (const item of items.slice(start, start + ROWS_PER_PART)) write(rows, item);
    }
    if (!isOver) stream.end(rows.finish());
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  }
  await copied;
}
