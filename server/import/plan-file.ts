import { Invalid } from "@/domain/errors";
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
  const plan = mapImport(kind, read.input, options);
  // A row that could not be taken apart was left empty: what the mapping says of it would be beside the point.
  const unread = new Set(read.refusals.map(({ row }) => row));
  plan.refusals = [...read.refusals, ...plan.refusals.filter(({ row }) => !unread.has(row))].sort(
    (a, b) => a.row - b.row,
  );
  plan.notes = [...read.notes, ...plan.notes];
  return plan;
}
