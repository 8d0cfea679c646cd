import type pg from "pg";
import type { ChangeInput } from "@/domain/change/schema";
import { plainText } from "@/domain/csv/write";
import { CHANGE_INSTANTS, ChangeReader } from "@/domain/import/change-csv";
import { changeColumns, checkChange, namedChange } from "@/domain/import/changes";
import { dateOrderOf } from "@/domain/import/instant";
import { isRecord, refText } from "@/domain/import/json-value";
import type { ImportOptions, ImportRefusal } from "@/domain/import/plan";
import { foreseeRefusals } from "@/server/change/foresee";
import type { Telling } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import type { Applied, ApplyOptions } from "./apply-plan";
import { ChangeBatches } from "./change-batches";
import { type StagedFile, stagedDates, stagedRows, stageFile } from "./change-staging";
import { authoriseImport, carryOutWork, openRunOf } from "./run";
import { textBytes } from "./text-bytes";

/** Rows held against what the workspace knows in one question. */
const FORESEEN_AT_ONCE = 1000;

export interface ChangesFile {
  name: string;
  bytes: AsyncIterable<Buffer>;
  /** When it was written: what it says was known then. */
  writtenAt: Date;
}

export interface ChangesOptions extends ApplyOptions {
  how: ImportOptions;
  /** Reads and checks every row, and writes none. */
  isDryRun?: boolean;
  /** Bytes read into the staging table so far. */
  onBytes?: (bytes: number) => void;
}

export interface ChangesImported extends Applied {
  staged: Pick<StagedFile, "rows" | "bytes"> & { ms: number };
  /** Rows that can be told of. */
  readable: number;
}

/**
 * Brings a file of changes of any size into the ledger: copied into a staging table first, then told of in batches.
 * A row that cannot be taken is refused by its line; what is known already is left alone.
 */
export async function importChangesFile(
  ctx: Ctx,
  pool: pg.Pool,
  file: ChangesFile,
  options: ChangesOptions,
): Promise<ChangesImported> {
  authoriseImport(ctx);
  const client = await pool.connect();
  try {
    const startedMs = performance.now();
    const staged = await stageFile(client, textBytes(file.bytes), options.onBytes);
    const reader = await readerOf(client, staged, file, options.how);
    const work = { ...reader, staged };
    const about = { rows: staged.rows, bytes: staged.bytes, ms: performance.now() - startedMs };
    let readable = 0;
    const count = () => {
      readable += 1;
    };
    if (options.isDryRun) return { ...(await foresee(ctx, client, work, file.name)), staged: about };
    const total = staged.rows + staged.refusals.length;
    const id = await openRunOf(ctx, { name: file.name, kind: "changes", total });
    const applied = await carryOutWork(ctx, { id, kind: "changes" }, options, (onProgress) =>
      writeRows(ctx, client, work, { ...options, onProgress, name: file.name, total, count }),
    );
    return { ...applied, staged: about, readable };
  } finally {
    // The staging table goes with its connection.
    client.release(true);
  }
}

/** What an import would refuse, by the rules of the file and of the ledger. */
async function foresee(
  ctx: Ctx,
  client: pg.PoolClient,
  work: Work,
  name: string,
): Promise<Omit<ChangesImported, "staged">> {
  const refusals = [...work.staged.refusals];
  let readable = 0;
  let timeless = 0;
  let rows: ReadableRow[] = [];
  const check = async () => {
    const found = await foreseeRefusals(
      ctx,
      rows.map((row) => tellingOf(row, name)),
    );
    for (const [place, { line, ref }] of rows.entries()) {
      const refused = found.get(place);
      if (refused) refusals.push({ row: line, ref: refText(ref), ...refused });
    }
    readable += rows.length - found.size;
    rows = [];
  };
  for await (const row of rowsOf(client, work)) {
    if ("refused" in row) refusals.push(row.refused);
    else {
      if (isTimeless(row)) timeless += 1;
      rows.push(row);
      if (rows.length >= FORESEEN_AT_ONCE) await check();
    }
  }
  await check();
  refusals.sort((a, b) => a.row - b.row);
  return { created: 0, updated: 0, unchanged: 0, notes: notesOf(timeless), refusals, readable };
}

const isTimeless = ({ input }: ReadableRow) => !(input.deployedAt || input.mergedAt || input.authoredAt);

function notesOf(timeless: number): string[] {
  if (timeless === 0) return [];
  const rows = timeless === 1 ? "1 row names no time" : `${timeless} rows name no time`;
  return [
    `${rows} (deployedAt, mergedAt or authoredAt): such a change stands at the time of the file itself.`,
  ];
}

function tellingOf({ line, input }: ReadableRow, what: string): Telling {
  return { input, source: "file", what, line };
}

async function writeRows(
  ctx: Ctx,
  client: pg.PoolClient,
  work: Work,
  options: ApplyOptions & { name: string; total: number; count: () => void },
): Promise<Applied> {
  const { name, total, count } = options;
  const batches = new ChangeBatches(ctx, {
    onBatch: async (tally, done) => options.onProgress?.({ ...tally, done, total }),
    signal: options.signal,
  });
  for (const refusal of work.staged.refusals) batches.refuse(refusal);
  let timeless = 0;
  for await (const row of rowsOf(client, work)) {
    if ("refused" in row) batches.refuse(row.refused);
    else {
      count();
      if (isTimeless(row)) timeless += 1;
      await batches.add({ line: row.line, ref: row.ref, telling: tellingOf(row, name) });
    }
  }
  return { ...(await batches.finish()), notes: notesOf(timeless) };
}

type Cells = readonly (string | number | null)[];
type Given = { given: Record<string, unknown>; ref: string } | { problem: Omit<ImportRefusal, "row"> };
interface RowReader {
  read: (cells: Cells) => Given;
}
interface Work extends RowReader {
  staged: StagedFile;
}

async function readerOf(
  client: pg.PoolClient,
  { format, headers }: StagedFile,
  file: ChangesFile,
  how: ImportOptions,
): Promise<RowReader> {
  const asOf = file.writtenAt.toISOString();
  if (format === "json") return { read: (cells) => readJson(String(cells[1] ?? ""), how.page, asOf) };
  const mapping = changeColumns(headers, how);
  const places = new Map(headers.map((header, index) => [header, index]));
  const dates = CHANGE_INSTANTS.flatMap((target) => places.get(mapping[target] ?? "") ?? []);
  const order = dateOrderOf(await stagedDates(client, dates));
  const reader = new ChangeReader(mapping, how, { order, asOf });
  return {
    read: (cells) =>
      reader.read((column) => {
        const text = cells[(places.get(column) ?? -2) + 1];
        return typeof text === "string" ? plainText(text.trim()) : "";
      }),
  };
}

function readJson(text: string, page: string | undefined, asOf: string): Given {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) throw new SyntaxError("it is no object");
    const { externalId, revision, title } = value;
    const ref = [externalId, revision, title].find((one) => typeof one === "string") ?? "";
    return { given: namedChange({ asOf, ...value }, page), ref: String(ref) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = `The line is not JSON: ${error.message.slice(0, 200)}.`;
    return { problem: { ref: refText(text.slice(0, 80)), field: "row", code: "malformed-json", reason } };
  }
}

type ReadableRow = { line: number; ref: string; input: ChangeInput };
type ReadRow = ReadableRow | { refused: ImportRefusal };

async function* rowsOf(client: pg.PoolClient, { read }: RowReader): AsyncGenerator<ReadRow> {
  for await (const rows of stagedRows(client)) {
    for (const cells of rows) {
      const line = Number(cells[0]);
      const given = read(cells);
      if ("problem" in given) yield { refused: { row: line, ...given.problem } };
      else {
        const { ref } = given;
        const checked = checkChange(given.given);
        yield "input" in checked
          ? { line, ref, input: checked.input }
          : { refused: { row: line, ref: refText(ref), ...checked.refused } };
      }
    }
  }
}
