import { createReadStream, statSync } from "node:fs";
import type pg from "pg";
import { OperatorError } from "@/db/operator-error";
import { FaultlineError } from "@/domain/errors";
import type { ImportOptions } from "@/domain/import/plan";
import type { Ctx } from "@/server/context";
import { importChangesFile } from "@/server/import/changes";
import type { FoundFile } from "./input-files";
import { ProgressLine } from "./progress-line";
import { type FileReport, reportOf } from "./report";

/** Imports one file of changes, however long it is: it is read as it is written. */
export async function importChanges(
  { ctx, pool }: { ctx: Ctx; pool: pg.Pool },
  file: FoundFile,
  how: ImportOptions,
  flags: { dryRun?: boolean; json?: boolean },
): Promise<FileReport> {
  const line = new ProgressLine(file.name, flags.json === true);
  try {
    const { size, mtime } = sizeOf(file);
    const started = performance.now();
    const bytes: AsyncIterable<Buffer> = createReadStream(file.path, { highWaterMark: 1 << 18 });
    const writtenAt = new Date(Math.min(mtime.getTime(), ctx.now.getTime()));
    const imported = await importChangesFile(
      ctx,
      pool,
      { name: file.name, bytes, writtenAt },
      {
        how,
        isDryRun: flags.dryRun === true,
        // Of a packed file more comes out than goes in.
        onBytes: (read) =>
          line.say(`reading ${Math.min(99, Math.floor((100 * read) / Math.max(1, size)))} %`),
        onProgress: (at) => line.show(at),
      },
    );
    const ms = performance.now() - started;
    return reportOf(
      file,
      "changes",
      flags.dryRun ? { ...imported, planned: imported.readable } : { ...imported, ms },
    );
  } catch (error) {
    if (!(error instanceof FaultlineError)) throw error;
    return { file: file.name, outcome: "unreadable", reason: error.message };
  } finally {
    line.end();
  }
}

function sizeOf({ path, name }: FoundFile): { size: number; mtime: Date } {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new OperatorError("file-missing", `${name} does not exist.`);
  return found;
}
