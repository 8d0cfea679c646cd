import type { CsvRow } from "./json-value";

/** A file as read: parsed JSON (JSON lines as an array), or CSV rows by column. */
export type ImportInput =
  | { format: "json"; value: unknown }
  | { format: "csv"; headers: readonly string[]; rows: readonly CsvRow[] };
