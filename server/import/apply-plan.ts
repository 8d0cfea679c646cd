import type { ImportPlan, NormalizedIncident } from "@/domain/import/plan";
import type { Ctx } from "@/server/context";
import { readWorkspace } from "@/server/workspace/queries";
import { importAggregates, importAiUse, importCoverage, importSeats } from "./ai-use";
import { ChangeBatches } from "./change-batches";
import { type ImportSurroundings, importIncidents } from "./incidents";
import { importPeople } from "./people";
import { ensureServices, importDependencies, importServices } from "./services";
import { Statistics } from "./statistics";
import { addTally, emptyTally, type Tally } from "./tally";

/** One transaction's worth: what a kill loses is at most this many, and they come again with the next import. */
const INCIDENTS_PER_BATCH = 2000;
/** Small, because what Postgres knows of the tables may be wrong until something is in them. */
const FIRST_BATCH = 100;
/** Where the store refuses more rows than this, it is not the rows: the import ends with the store's own words. */
const NOT_STORED_MAX = 50;
const ROWS_PER_REPORT = 200;

export interface Progress extends Tally {
  done: number;
  total: number;
}

export interface ApplyOptions {
  onProgress?: (progress: Progress) => void | Promise<void>;
  /** Stops between two batches; what was written stays. */
  signal?: AbortSignal;
}

export interface Applied extends Tally {
  notes: string[];
}

/** The number of records in a plan, refused ones included: every one of them ends in one count of the tally. */
export function recordsOf(plan: ImportPlan): number {
  const seats = plan.seats.reduce((sum, { handles }) => sum + handles.length, 0);
  const services = plan.kind === "services-csv" ? plan.services.length : 0;
  const incidents = plan.incidents.length;
  const usage = plan.aiUse.length + plan.aggregates.length + seats;
  const others = plan.dependencies.length + plan.people.length + plan.changes.length + plan.refusals.length;
  return services + incidents + usage + others;
}

/**
 * Writes a plan in batches, each in one transaction with its rollups. What is there already in the same form is left
 * alone, so that an import that was cut off is completed by importing the file again.
 */
export async function applyPlan(ctx: Ctx, plan: ImportPlan, options: ApplyOptions = {}): Promise<Applied> {
  const run = new Run(plan, options);
  await run.start();
  if (plan.kind === "services-csv") run.add(await importServices(ctx, plan.services, run.onRow));
  run.add(await importDependencies(ctx, plan.dependencies, run.onRow));
  run.add(await importPeople(ctx, plan.people, run.onRow));
  if (plan.incidents.length > 0 || (plan.kind !== "services-csv" && plan.services.length > 0)) {
    await applyIncidents(ctx, plan, run);
  }
  run.add(await importAiUse(ctx, plan.aiUse, run.onRows));
  run.add(await importAggregates(ctx, plan.aggregates));
  run.add(await importSeats(ctx, plan.seats));
  await importCoverage(ctx, plan.coverage);
  run.add(await applyChanges(ctx, plan, run));
  return run.finish();
}

async function applyChanges(ctx: Ctx, plan: ImportPlan, run: Run): Promise<Tally> {
  if (plan.changes.length === 0) return emptyTally();
  let before = 0;
  const batches = new ChangeBatches(ctx, {
    onBatch: async (_, done) => {
      await run.onRows(done - before);
      before = done;
    },
  });
  for (const { row, ref, input } of plan.changes) {
    await batches.add({ line: row, ref, telling: { input, source: "file", what: "a file", line: row } });
  }
  return await batches.finish();
}

async function applyIncidents(ctx: Ctx, plan: ImportPlan, run: Run): Promise<void> {
  const { ids, made } = await ensureServices(ctx, plan.services);
  if (made > 0) run.notes.push(made === 1 ? "1 service was made." : `${made} services were made.`);
  const { levelFractions } = await readWorkspace(ctx);
  const surroundings: ImportSurroundings = { serviceIds: ids, levelFractions };
  // By start: a batch then touches few days, and numbers follow time.
  const ordered = [...plan.incidents].sort((a, b) =>
    a.impactStartedAt < b.impactStartedAt ? -1 : a.impactStartedAt > b.impactStartedAt ? 1 : a.row - b.row,
  );
  const statistics = await Statistics.of(ctx);
  const allowance = { left: NOT_STORED_MAX };
  let size = FIRST_BATCH;
  for (let start = 0; start < ordered.length; start += size, size = INCIDENTS_PER_BATCH) {
    const batch = ordered.slice(start, start + size);
    const tally = await importBatch(ctx, batch, surroundings, allowance);
    run.add(tally);
    await statistics.wrote(tally.created);
    await run.onRows(batch.length);
  }
}

/** A row that the store itself refuses must not take its batch with it: the batch is halved until it is found. */
async function importBatch(
  ctx: Ctx,
  batch: readonly NormalizedIncident[],
  surroundings: ImportSurroundings,
  allowance: { left: number },
  attempt = 1,
): Promise<Tally> {
  try {
    return await importIncidents(ctx, batch, surroundings);
  } catch (error) {
    const state = sqlStateOf(error);
    const isTransient = /^(?:40|55P03)/.test(state);
    if (isTransient && attempt < 5) return importBatch(ctx, batch, surroundings, allowance, attempt + 1);
    if (!/^2[23]/.test(state) || allowance.left <= 0) throw error;
    const [only] = batch;
    if (batch.length === 1 && only) {
      allowance.left -= 1;
      return { ...emptyTally(), refusals: [notStored(only, error)] };
    }
    const half = Math.ceil(batch.length / 2);
    const tally = await importBatch(ctx, batch.slice(0, half), surroundings, allowance);
    addTally(tally, await importBatch(ctx, batch.slice(half), surroundings, allowance));
    return tally;
  }
}

function notStored(row: NormalizedIncident, error: unknown) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    row: row.row,
    ref: row.source.externalId,
    field: "",
    code: "not-stored",
    reason: `The database does not take this row: ${reason.slice(0, 300)}`,
  };
}

/** The SQLSTATE of a failed statement, also where the query builder has wrapped the driver's error. */
function sqlStateOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
  }
  return "";
}

/** Keeps the count of a running import and reports it. */
class Run {
  readonly notes: string[];
  readonly #tally: Tally;
  readonly #total: number;
  readonly #options: ApplyOptions;
  #done: number;
  #unreported = 0;

  constructor(plan: ImportPlan, options: ApplyOptions) {
    this.notes = [...plan.notes];
    this.#tally = { ...emptyTally(), refusals: [...plan.refusals] };
    this.#total = recordsOf(plan);
    this.#done = plan.refusals.length;
    this.#options = options;
  }

  start(): Promise<void> {
    return this.#report();
  }

  readonly onRow = async (): Promise<void> => {
    this.#unreported += 1;
    if (this.#unreported >= ROWS_PER_REPORT) await this.onRows(0);
  };

  readonly onRows = async (count: number): Promise<void> => {
    this.#done += count + this.#unreported;
    this.#unreported = 0;
    await this.#report();
  };

  add(tally: Tally): void {
    addTally(this.#tally, tally);
  }

  async finish(): Promise<Applied> {
    this.#tally.refusals.sort((a, b) => a.row - b.row);
    this.#done = this.#total;
    await this.#report();
    return { ...this.#tally, notes: this.notes };
  }

  async #report(): Promise<void> {
    await this.#options.onProgress?.({ ...this.#tally, done: this.#done, total: this.#total });
    this.#options.signal?.throwIfAborted();
  }
}
