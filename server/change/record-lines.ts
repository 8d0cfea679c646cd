import { is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import type { ChangeReportLine } from "@/domain/change/schema";
import type { Ctx } from "@/server/context";
import { databaseFault } from "@/server/database-fault";
import { LINE_BYTES_MAX, type RefusedLine, readLine } from "./read-line";
import { authoriseRecording, type Recorded, recordChanges, type Telling } from "./record";
import { ReportQueue } from "./report-queue";
import { splitLines } from "./split-lines";

/** Enough that many of them share a day's row and a round trip hardly counts; few enough to be a small transaction. */
const LINES_PER_BATCH = 12_000;
/** Of the first, and twice as many of each one after it: the database has something to do while the next are read. */
const LINES_AT_FIRST = 1500;
const BYTES_PER_BATCH = 8 * 1024 * 1024;
/** Batches that are written side by side; within a transaction there is one connection. */
const IN_FLIGHT_MAX = 2;
/** Of the report, while its reader does not take it. */
const REPORT_CHARS_MAX = 64 * 1024 * 1024;

interface Batch {
  tellings: Telling[];
  refused: { line: number; refused: RefusedLine }[];
  bytes: number;
}

const newBatch = (): Batch => ({ tellings: [], refused: [], bytes: 0 });

export interface LineOptions {
  /** The file or token, in words. */
  what: string;
  /** Told of a fault of ours, for the log. */
  onFault(error: unknown): void;
}

/**
 * Tells of the change on each line, as the lines come, and reports what became of each: a bad line harms no other.
 * The next lines are read while the database writes the ones before.
 */
export function recordLines(
  ctx: Ctx,
  body: AsyncIterable<Uint8Array>,
  options: LineOptions,
): ReadableStream<Uint8Array> {
  authoriseRecording(ctx);
  const queue = new ReportQueue(REPORT_CHARS_MAX);
  pump(ctx, body, { ...options, queue })
    .catch(options.onFault)
    .finally(() => queue.close());
  return queue.stream();
}

async function pump(
  ctx: Ctx,
  body: AsyncIterable<Uint8Array>,
  { queue, ...options }: LineOptions & { queue: ReportQueue },
): Promise<void> {
  const inFlightMax = is(ctx.db, PgTransaction) ? 1 : IN_FLIGHT_MAX;
  const writing: Promise<string>[] = [];
  let batch = newBatch();
  let linesMax = LINES_AT_FIRST;
  const report = async () => queue.put((await writing.shift()) ?? "");
  const send = async () => {
    const written = recordBatch(ctx, batch, options);
    batch = newBatch();
    linesMax = Math.min(2 * linesMax, LINES_PER_BATCH);
    // It is awaited in its turn; until then a failure must not count as unhandled.
    written.catch(() => undefined);
    writing.push(written);
    if (writing.length >= inFlightMax) await report();
  };
  for await (const lines of splitLines(body, LINE_BYTES_MAX)) {
    if (queue.isAbandoned) break;
    for (const line of lines) {
      addLine(batch, readLine(line), { number: line.number, what: options.what });
      batch.bytes += line.bytes?.length ?? 0;
      const isFull = batch.tellings.length + batch.refused.length >= linesMax;
      if (isFull || batch.bytes >= BYTES_PER_BATCH) await send();
    }
  }
  await send();
  while (writing.length > 0) await report();
}

function addLine(
  batch: Batch,
  read: ReturnType<typeof readLine>,
  { number, what }: { number: number; what: string },
): void {
  if (read === null) return;
  if ("refused" in read) batch.refused.push({ line: number, refused: read.refused });
  else batch.tellings.push({ input: read.input, source: "api", what, line: number });
}

async function recordBatch(ctx: Ctx, { tellings, refused }: Batch, options: LineOptions): Promise<string> {
  const recorded = await recordOrRefuse(ctx, tellings, options);
  const report = refused.map(({ line, refused: why }) => ({
    line,
    text: textOf({ line, status: "refused", id: null, ...why }),
  }));
  for (const [place, one] of recorded.entries()) {
    const line = tellings[place]?.line ?? 0;
    const text =
      one.status === "refused"
        ? textOf({ line, id: null, status: one.status, field: one.field, code: one.code, reason: one.reason })
        : recordedText(line, one);
    report.push({ line, text });
  }
  if (refused.length > 0) report.sort((a, b) => a.line - b.line);
  return report.map(({ text }) => text).join("");
}

const textOf = (line: ChangeReportLine) => `${JSON.stringify(line)}\n`;

/** The same of a line that was recorded, of which nothing needs to be escaped. */
const recordedText = (line: number, { status, id }: Exclude<Recorded, { status: "refused" }>) =>
  `{"line":${line},"status":"${status}","id":"${id}","field":null,"code":null,"reason":null}\n`;

type Refused = { status: "refused"; field: string | null; code: string; reason: string };

/** A value that only the database refuses is found by halves; of a fault of ours each line is told. */
async function recordOrRefuse(
  ctx: Ctx,
  tellings: readonly Telling[],
  options: LineOptions,
): Promise<(Recorded | Refused)[]> {
  try {
    return await recordChanges(ctx, tellings);
  } catch (error) {
    const fault = databaseFault(error);
    const isOfValues = fault?.status === 422;
    if (isOfValues && tellings.length > 1) {
      const middle = tellings.length >> 1;
      return [
        ...(await recordOrRefuse(ctx, tellings.slice(0, middle), options)),
        ...(await recordOrRefuse(ctx, tellings.slice(middle), options)),
      ];
    }
    if (!isOfValues) options.onFault(error);
    const code = fault?.code ?? "not-recorded";
    const reason = fault?.message ?? "This could not be recorded; the log has the cause. Send it again.";
    return tellings.map(() => ({ status: "refused", field: null, code, reason }));
  }
}
