// Reading foreign JSON and CSV without trusting it: own properties only, bounded text, nothing thrown.

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property, so that a file's "__proto__" or "constructor" never reaches ours. */
export function field(record: JsonRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Text without what Postgres cannot hold (NUL, lone surrogates), trimmed. */
export function storableText(text: string): string {
  const clean = text.includes("\u0000") ? text.replaceAll("\u0000", "") : text;
  if (!/[\uD800-\uDFFF]/.test(clean)) return clean.trim();
  return clean
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD")
    .trim();
}

/** What a row calls itself, as a report of refusals can hold it. */
export function refText(text: string): string {
  return storableText(text)
    .slice(0, 200)
    .replace(/[\uD800-\uDBFF]$/, "");
}

/** Text of at most `max` characters, cut at a whole character and marked. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Non-empty text of a property; numbers are read as text, because ids come as either. */
export function textOf(record: JsonRecord, key: string): string | undefined {
  const value = field(record, key);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return undefined;
  return storableText(value) || undefined;
}

export function countOf(record: JsonRecord, key: string): number | undefined {
  const value = field(record, key);
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? Math.floor(value) : undefined;
}

/** The objects of an array property; anything else in it is left out. */
export function recordsOf(record: JsonRecord, key: string): JsonRecord[] {
  const value = field(record, key);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function recordOf(record: JsonRecord, key: string): JsonRecord | undefined {
  const value = field(record, key);
  return isRecord(value) ? value : undefined;
}

/** An address that is safe to link to, or nothing. */
export function urlOf(record: JsonRecord, key: string): string | undefined {
  const text = textOf(record, key);
  return text !== undefined && /^https?:\/\/[^\s<>"]+$/i.test(text) && text.length <= 2000 ? text : undefined;
}

/** A CSV row: text by column. */
export type CsvRow = Record<string, string>;

export function cell(row: CsvRow, column: string | undefined): string {
  if (column === undefined || !Object.hasOwn(row, column)) return "";
  const value: unknown = row[column];
  return typeof value === "string" ? storableText(value) : "";
}

/** Several values in one cell, separated by ; or | or a line break (and by a comma where asked). */
export function cellList(text: string, separators: RegExp = /[;|\n]/): string[] {
  const values = text
    .split(separators)
    .map((value) => value.trim())
    .filter(Boolean);
  return [...new Set(values)];
}
