import { FaultlineError } from "@/domain/errors";
import type { ImportRefusal } from "@/domain/import/plan";

/** What became of the records of an import. */
export interface Tally {
  created: number;
  updated: number;
  unchanged: number;
  refusals: ImportRefusal[];
}

export function emptyTally(): Tally {
  return { created: 0, updated: 0, unchanged: 0, refusals: [] };
}

export function addTally(to: Tally, from: Tally): void {
  to.created += from.created;
  to.updated += from.updated;
  to.unchanged += from.unchanged;
  for (const refusal of from.refusals) to.refusals.push(refusal);
}

/** The rule that a row broke, as a refusal; anything that is no rule of ours is thrown on. */
export function refusalOf(error: unknown, row: number, ref: string): ImportRefusal {
  if (!(error instanceof FaultlineError)) throw error;
  return { row, ref: ref.slice(0, 200), field: error.field ?? "", code: error.code, reason: error.message };
}
