import { refText } from "@/domain/import/json-value";
import type { ImportRefusal } from "@/domain/import/plan";
import { type Recorded, recordChanges, type Telling } from "@/server/change/record";
import type { Ctx } from "@/server/context";
import { emptyTally, type Tally } from "./tally";

/** A change of a file or a history, with its place there. */
export interface ToldRow {
  line: number;
  /** What it calls itself: an id, a revision, a title. */
  ref: string;
  telling: Telling;
}

export interface BatchOptions {
  /** Those of a batch that are in the ledger in another form already; they count as unchanged. */
  known?: (rows: readonly ToldRow[]) => Promise<ReadonlySet<ToldRow>>;
  onBatch: (tally: Tally, done: number) => Promise<void>;
  /** Stops between two batches; what was written stays. */
  signal?: AbortSignal;
}

/** One transaction's worth: what a kill loses is at most this, and it comes again with the next import. */
const CHANGES_PER_BATCH = 2000;
/** Commits weigh as much as changes do. */
const COMMITS_PER_BATCH = 4000;
/** Where the store refuses more rows than this, it is not the rows: the import ends with the store's own words. */
const NOT_STORED_MAX = 50;

/** Writes changes in batches, each in one transaction; while one is written, the next is read. */
export class ChangeBatches {
  readonly tally: Tally = emptyTally();
  readonly #ctx: Ctx;
  readonly #options: BatchOptions;
  #rows: ToldRow[] = [];
  #commits = 0;
  #done = 0;
  #notStored = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(ctx: Ctx, options: BatchOptions) {
    this.#ctx = ctx;
    this.#options = options;
  }

  async add(row: ToldRow): Promise<void> {
    this.#rows.push(row);
    this.#commits += row.telling.input.commits?.length ?? 0;
    if (this.#rows.length >= CHANGES_PER_BATCH || this.#commits >= COMMITS_PER_BATCH) await this.#hand();
  }

  refuse(refusal: ImportRefusal): void {
    this.#done += 1;
    this.tally.refusals.push(refusal);
  }

  async finish(): Promise<Tally> {
    await this.#hand();
    await this.#writing;
    this.tally.refusals.sort((a, b) => a.row - b.row);
    return this.tally;
  }

  async #hand(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    this.#commits = 0;
    await this.#writing;
    this.#options.signal?.throwIfAborted();
    this.#writing = this.#write(rows);
    // Awaited before the next batch and at the end; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  async #write(rows: readonly ToldRow[]): Promise<void> {
    const known = (await this.#options.known?.(rows)) ?? new Set<ToldRow>();
    this.tally.unchanged += known.size;
    await this.#record(known.size === 0 ? rows : rows.filter((row) => !known.has(row)));
    this.#done += rows.length;
    await this.#options.onBatch(this.tally, this.#done);
  }

  /** A row that the store itself refuses must not take its batch with it: the batch is halved until it is found. */
  async #record(rows: readonly ToldRow[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    try {
      const recorded = await recordChanges(
        this.#ctx,
        rows.map(({ telling }) => telling),
      );
      for (const [place, row] of rows.entries()) this.#count(row, recorded[place]);
    } catch (error) {
      if (!isOfARow(error) || this.#notStored >= NOT_STORED_MAX) throw error;
      if (rows.length === 1) {
        this.#notStored += 1;
        this.tally.refusals.push(notStored(first, error));
        return;
      }
      const half = Math.ceil(rows.length / 2);
      await this.#record(rows.slice(0, half));
      await this.#record(rows.slice(half));
    }
  }

  #count({ line, ref }: ToldRow, recorded: Recorded | undefined): void {
    if (recorded === undefined) return;
    if (recorded.status !== "refused") {
      this.tally[recorded.status] += 1;
      return;
    }
    const { field, code, reason } = recorded;
    this.tally.refusals.push({ row: line, ref: refText(ref), field, code, reason });
  }
}

/** Whether the statement failed for what stands in it, such as a character that no text can hold. */
function isOfARow(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code))
      return /^2[23]/.test(at.code);
  }
  return false;
}

function notStored({ line, ref }: ToldRow, error: unknown): ImportRefusal {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    row: line,
    ref: refText(ref),
    field: "",
    code: "not-stored",
    reason: `The database does not take this row: ${reason.slice(0, 300)}`,
  };
}
