import { OperatorError } from "@/db/operator-error";
import { readInstant } from "@/domain/import/instant";
import type { Ctx } from "@/server/context";
import { importGit } from "@/server/import/git";
import { openHistory } from "@/server/import/git-repository";
import { landedCommits } from "@/server/import/git-stream";
import { ProgressLine } from "./progress-line";
import { type FileReport, reportOf } from "./report";

export interface GitFlags {
  repository?: string;
  branch?: string;
  since?: string;
  environment?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Reads a clone's history into the ledger, or tells how much there is. */
export async function importHistory(ctx: Ctx, target: string, flags: GitFlags): Promise<FileReport> {
  const line = new ProgressLine(target, flags.json === true);
  try {
    line.say("reading the history");
    const started = performance.now();
    const history = await openHistory(target, {
      repository: flags.repository,
      branch: flags.branch,
      sinceMs: flags.since === undefined ? undefined : instantOf(flags.since),
    });
    const file = { name: `${history.repository} (${history.branch})`, path: history.folder };
    if (flags.dryRun) {
      let planned = 0;
      for await (const _ of landedCommits(history)) {
        planned += 1;
        if (planned % 500 === 0) line.show({ done: planned, total: history.line.length });
      }
      return reportOf(file, "git", { planned, refusals: [], notes: history.notes });
    }
    const applied = await importGit(ctx, history, {
      environment: flags.environment,
      onProgress: (at) => line.show(at),
    });
    return reportOf(file, "git", { ...applied, ms: performance.now() - started });
  } finally {
    line.end();
  }
}

function instantOf(text: string): number {
  const reading = readInstant(text);
  if ("ms" in reading) return reading.ms;
  throw new OperatorError("invalid-since", `--since ${text}: give a day or an instant, such as 2024-01-01.`);
}
