export type CsvCell = string | number | null;

/** One line of RFC 4180. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return "";
  // Our own figures stay numbers, also negative ones.
  if (typeof cell === "number") return String(cell);
  const safe = neutralised(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front, which makes it text there. Text that
 * already looks so gets one more: then every text has its own form, and `plainText` leads back to it.
 */
function neutralised(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** What a neutralised cell says, for reading an export back. */
export function plainText(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
