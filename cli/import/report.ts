import type { ImportRefusal } from "@/domain/import/plan";
import type { FoundFile } from "./input-files";

const SHOWN_MAX = 20;

/** What became of one file. */
export type FileReport =
  | {
      file: string;
      outcome: "imported";
      kind: string;
      /** With --dry-run: records that would be written; the other counts are 0. */
      planned?: number;
      created: number;
      updated: number;
      unchanged: number;
      refused: number;
      refusals: ImportRefusal[];
      notes: string[];
      ms: number;
    }
  | { file: string; outcome: "skipped" | "unreadable"; reason: string };

interface Result {
  planned?: number;
  created?: number;
  updated?: number;
  unchanged?: number;
  refusals: ImportRefusal[];
  notes: string[];
  ms?: number;
}

export function reportOf(file: FoundFile, kind: string, result: Result): FileReport {
  const { planned, refusals, notes } = result;
  return {
    file: file.name,
    outcome: "imported",
    kind,
    ...(planned === undefined ? {} : { planned }),
    created: result.created ?? 0,
    updated: result.updated ?? 0,
    unchanged: result.unchanged ?? 0,
    refused: refusals.length,
    refusals,
    notes,
    ms: Math.round(result.ms ?? 0),
  };
}

export function skippedReport(file: FoundFile): FileReport {
  return { file: file.name, outcome: "skipped", reason: "It describes the other files." };
}

interface ReportHow {
  json: boolean;
  dryRun: boolean;
  /** Where it went: without --workspace that is easily another one than was meant. */
  workspace: { slug: string; name: string };
}

export function printReport(reports: readonly FileReport[], how: ReportHow): void {
  const imported = reports.filter((report) => report.outcome === "imported");
  const sum = (key: "created" | "updated" | "unchanged" | "refused") =>
    imported.reduce((total, report) => total + report[key], 0);
  const totals = {
    created: sum("created"),
    updated: sum("updated"),
    unchanged: sum("unchanged"),
    refused: sum("refused"),
  };
  if (how.json) {
    print(
      JSON.stringify(
        { workspace: how.workspace.slug, dryRun: how.dryRun, ...totals, files: reports },
        null,
        2,
      ),
    );
    return;
  }
  print(`Workspace ${how.workspace.name} (${how.workspace.slug})`);
  for (const report of reports) printFile(report);
  if (imported.length > 1) {
    const { created, updated, unchanged, refused } = totals;
    print(
      `${imported.length} files: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`,
    );
  }
  if (how.dryRun) print("Nothing was written (--dry-run).");
}

function printFile(report: FileReport): void {
  if (report.outcome !== "imported") {
    const hint = /^Choose the column/.test(report.reason) ? " (--map <target>=<column>)" : "";
    print(
      `${report.file}: ${report.outcome === "skipped" ? "skipped" : "not imported"}. ${report.reason}${hint}`,
    );
    return;
  }
  const { file, kind, planned, created, updated, unchanged, refused, ms } = report;
  const counts =
    planned === undefined
      ? `${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused in ${(ms / 1000).toFixed(1)} s`
      : `${planned} records to write, ${refused} refused`;
  print(`${file} (${kind}): ${counts}`);
  for (const note of report.notes)
    print(`  ${/no end/.test(note) ? `${note} (--end-at-last-update)` : note}`);
  const place = kind === "changes" ? "line" : "row";
  for (const { row, ref, reason } of report.refusals.slice(0, SHOWN_MAX)) {
    print(`  ${place} ${row}${ref ? ` (${ref.slice(0, 60)})` : ""}: ${reason}`);
  }
  if (refused > SHOWN_MAX)
    print(`  and ${refused - SHOWN_MAX} more refused rows; --json prints every one of them`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
