import { Invalid } from "@/domain/errors";
import { guessMapping, isCsvKind, mappingTargets } from "@/domain/import/csv-mapping";
import { mapImport } from "@/domain/import/map-import";
import { type ImportKind, type ImportOptions, type ImportPlan, importKinds } from "@/domain/import/plan";
import { type InputFile, type ReadFile, readInput } from "./read-input";

export interface PlannedFile {
  plan: ImportPlan;
  read: ReadFile;
}

/** Reads a file and maps it, as the kind that was chosen or else the one it looks like. */
export function planFile(
  file: InputFile,
  choice: { kind: ImportKind | null; options: ImportOptions; maxBytes: number },
): PlannedFile {
  const read = readInput(file, choice.maxBytes);
  return { read, plan: planRead(read, choice.kind, choice.options) };
}

export function planRead(read: ReadFile, chosen: ImportKind | null, options: ImportOptions): ImportPlan {
  const kind = chosen ?? read.detected;
  if (kind === null) {
    throw new Invalid(
      "kind",
      `The file is not recognized. Choose its kind: ${importKinds.join(", ")}.`,
      "kind-unknown",
    );
  }
  const mapping = mappingOf(read, kind, options.mapping);
  const plan = mapImport(kind, read.input, mapping === undefined ? options : { ...options, mapping });
  // A row that could not be taken apart was left empty: what the mapping says of it would be beside the point.
  const unread = new Set(read.refusals.map(({ row }) => row));
  plan.refusals = [...read.refusals, ...plan.refusals.filter(({ row }) => !unread.has(row))].sort(
    (a, b) => a.row - b.row,
  );
  plan.notes = [...read.notes, ...plan.notes];
  return plan;
}

/**
 * The columns of a table: those that were chosen, and the guess for the others. A target chosen as "" has none, and a
 * column that was chosen for one target is not guessed for another.
 */
export function mappingOf(
  read: ReadFile,
  kind: ImportKind,
  chosen: Record<string, string> | undefined,
): Record<string, string> | undefined {
  if (read.input.format !== "csv" || !isCsvKind(kind)) return undefined;
  const { headers } = read.input;
  const mapping = guessMapping(headers, kind);
  if (chosen === undefined) return mapping;
  const targets = mappingTargets(kind);
  for (const [target, column] of Object.entries(chosen)) {
    if (!targets.includes(target)) {
      throw new Invalid(
        "mapping",
        `"${target}" is no target; choose of ${targets.join(", ")}.`,
        "unknown-target",
      );
    }
    if (column !== "" && !headers.includes(column)) {
      const columns = headers.slice(0, 40).join(", ");
      throw new Invalid(
        "mapping",
        `The file has no column "${column}"; it has ${columns}.`,
        "unknown-column",
      );
    }
  }
  const taken = new Set(Object.values(chosen));
  const guessed = Object.entries(mapping).filter(([, column]) => !taken.has(column));
  return Object.fromEntries([...guessed, ...Object.entries(chosen)].filter(([, column]) => column !== ""));
}
