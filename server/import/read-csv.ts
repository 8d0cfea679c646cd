import { parse } from "csv-parse/sync";
import { plainText } from "@/domain/csv/write";
import { Invalid } from "@/domain/errors";
import type { CsvRow } from "@/domain/import/json-value";
import type { ImportRefusal } from "@/domain/import/plan";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const COLUMNS_MAX = 500;

export interface CsvTable {
  headers: string[];
  rows: CsvRow[];
  /** Rows that cannot be taken apart; each leaves an empty row in its place, so that the numbers stay. */
  refusals: ImportRefusal[];
  notes: string[];
}

/**
 * A table with a header line, separated by commas, semicolons, tabs or bars. The apostrophe that exports put before what
 * a spreadsheet would run, ours and others', is not part of the text.
 */
export function readCsv(text: string): CsvTable {
  const { body, delimiter } = separate(text.replace(/^\uFEFF/, ""));
  const notes: string[] = [];
  let records: string[][];
  try {
    records = cellsOf(body, delimiter, '"');
  } catch {
    notes.push(
      "A quote in the file is never closed; it was read without quotes, so a cell must not hold the separator.",
    );
    records = cellsOf(body, delimiter, false);
  }
  const [first, ...rest] = records;
  if (!first)
    throw new Invalid("file", "The file is empty. Its first line must name the columns.", "empty-file");
  refuseTooManyColumns(first.length);
  const headers = distinct(first);
  const refusals: ImportRefusal[] = [];
  const rows = rest.map((cells, index) => {
    const surplus = cells.slice(headers.length).some((cell) => cell.trim() !== "");
    if (surplus) {
      refusals.push(refusedRow(index + 1, cells, headers.length, delimiter));
      return {};
    }
    return Object.fromEntries(headers.map((header, column) => [header, plainText(cells[column] ?? "")]));
  });
  return { headers, rows, refusals, notes };
}

/** Where a table's rows begin, and what its columns are called. */
export interface TableHead {
  delimiter: string;
  headers: string[];
  /** Bytes and lines before the first row. */
  bytes: number;
  lines: number;
}

/** Reads the columns off the beginning of a table, whose first row may have lines in quotes. */
export function readHead(text: string): TableHead {
  const { body, delimiter } = separate(text);
  const stated = text.length - body.length;
  const blank = /^(?:[ \t]*\r?\n)*/.exec(body)?.[0].length ?? 0;
  let isQuoted = false;
  let end = blank;
  for (; end < body.length && (isQuoted || body[end] !== "\n"); end += 1)
    if (body[end] === '"') isQuoted = !isQuoted;
  const before = text.slice(0, stated + end + 1);
  const [first] = cellsOf(body.slice(blank, end), delimiter, '"');
  if (!first)
    throw new Invalid("file", "The file is empty. Its first line must name the columns.", "empty-file");
  refuseTooManyColumns(first.length);
  const lines = before.split("\n").length - 1;
  return { delimiter, headers: distinct(first), bytes: Buffer.byteLength(before), lines };
}

function refuseTooManyColumns(count: number): void {
  if (count <= COLUMNS_MAX) return;
  throw new Invalid("file", `The file has ${count} columns; ${COLUMNS_MAX} is the most.`, "too-many-columns");
}

function cellsOf(body: string, delimiter: string, quote: string | false): string[][] {
  return parse(body, {
    delimiter,
    quote,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
}

/** A workbook may state its separator in a first line "sep=;". */
function separate(text: string): { body: string; delimiter: string } {
  const stated = /^sep=(.)\r?\n/i.exec(text);
  if (stated) return { body: text.slice(stated[0].length), delimiter: stated[1] ?? "," };
  const lines = text
    .slice(0, 64_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, 10);
  const header = countsIn(lines[0] ?? "");
  let best: string = ",";
  for (const delimiter of DELIMITERS) {
    if ((header.get(delimiter) ?? 0) > (header.get(best) ?? 0)) best = delimiter;
  }
  return { body: text, delimiter: best };
}

function countsIn(line: string): Map<string, number> {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts;
}

/** Columns without a name, or with one that another column has, get one that can be chosen. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((raw, index) => {
    const name = raw.trim() || `Column ${index + 1}`;
    let free = name;
    for (let count = 2; seen.has(free); count += 1) free = `${name} (${count})`;
    seen.add(free);
    return free;
  });
}

function refusedRow(
  row: number,
  cells: readonly string[],
  columns: number,
  delimiter: string,
): ImportRefusal {
  const sign = delimiter === "\t" ? "tab" : delimiter;
  return {
    row,
    ref: (cells[0] ?? "").slice(0, 200),
    field: "row",
    code: "column-count",
    reason: `The row has ${cells.length} cells and the header ${columns}. Put a cell that holds "${sign}" in quotes.`,
  };
}
