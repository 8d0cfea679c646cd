import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { ImportRefusal } from "@/domain/import/plan";
import { CsvRecords } from "./csv-records";
import { JSON_DELIMITER, JSON_QUOTE, JsonLines } from "./json-lines";
import { readHead, type TableHead } from "./read-csv";
import { withHead } from "./text-bytes";

const TABLE = "import_staging";
const ROWS_PER_READ = 1000;

/** The rows of a file in a table that only this connection sees, gone with it. */
export interface StagedFile {
  format: "csv" | "json";
  /** Columns of a table; empty for JSON lines. */
  headers: string[];
  rows: number;
  bytes: number;
  refusals: ImportRefusal[];
}

/**
 * Copies a file into a staging table as it comes, without taking its rows apart: Postgres does, in the form that the
 * file has. What could not be copied is told with its line and harms no other row.
 */
export async function stageFile(
  client: pg.PoolClient,
  bytes: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<StagedFile> {
  const { head, all } = await withHead(bytes);
  const isJson = /^\s*\{/.test(head.toString("utf8", 0, 1000));
  const table = isJson ? null : readHead(head.toString("utf8"));
  const columns = table === null ? 1 : table.headers.length;
  const cutter =
    table === null
      ? new JsonLines()
      : new CsvRecords({ delimiter: table.delimiter, columns }, table.lines + 1);
  await client.query(`drop table if exists ${TABLE}`);
  await client.query(
    `create temporary table ${TABLE} (line integer not null, ${names(columns).map((name) => `${name} text`)})`,
  );
  let read = 0;
  async function* rows() {
    let skip = table?.bytes ?? 0;
    for await (const chunk of all) {
      read += chunk.length;
      onBytes(read);
      const own = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - own.length;
      const cut = cutter.take(own);
      if (cut.length > 0) yield cut;
    }
    const last = cutter.end();
    if (last.length > 0) yield last;
  }
  await pipeline(Readable.from(rows(), { objectMode: false }), client.query(copyFrom(copyStatement(table))));
  await client.query(`create unique index ${TABLE}_line on ${TABLE} (line)`);
  const { rows: staged, refusals } = cutter;
  return {
    format: isJson ? "json" : "csv",
    headers: table?.headers ?? [],
    rows: staged,
    bytes: read,
    refusals,
  };
}

const names = (columns: number) => Array.from({ length: columns }, (_, index) => `c${index + 1}`);

function copyStatement(table: TableHead | null): string {
  const literal = (sign: string) => `E'\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}'`;
  const form =
    table === null
      ? `delimiter ${literal(JSON_DELIMITER)}, quote ${literal(JSON_QUOTE)}`
      : `delimiter ${literal(table.delimiter)}`;
  return `copy ${TABLE} from stdin with (format csv, ${form})`;
}

/** The staged rows in the order of their lines: the line, and the text of each column. */
export async function* stagedRows(client: pg.PoolClient): AsyncGenerator<(string | number | null)[][]> {
  let after = 0;
  for (;;) {
    const result = await client.query<(string | number | null)[]>({
      text: `select * from ${TABLE} where line > $1 order by line limit ${ROWS_PER_READ}`,
      values: [after],
      rowMode: "array",
    });
    if (result.rows.length === 0) return;
    yield result.rows;
    after = Number(result.rows.at(-1)?.[0]);
  }
}

/** Texts of these columns (numbered from 0) that may be dates of either order, as many as tell it. */
export async function stagedDates(client: pg.PoolClient, columns: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const column of columns) {
    const name = `c${column + 1}`;
    const result = await client.query<{ text: string }>(
      `select distinct left(${name}, 10) as text from ${TABLE}
       where ${name} ~ '^\\s*\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}' limit 5000`,
    );
    found.push(...result.rows.map(({ text }) => text));
  }
  return found;
}
