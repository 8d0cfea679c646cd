import { useState } from "react";
import type { SignOffRequest } from "@/domain/sign-off/request-schema";
import type { Progress } from "./use-decisions";

type Row = Pick<SignOffRequest, "id">;

/**
 * The list as it was read last, with what was decided here since kept in its place: whoever decided can still see it
 * and take it back.
 */
export function useQueueRows(
  requests: readonly SignOffRequest[],
  progress: ReadonlyMap<string, Progress>,
): readonly SignOffRequest[] {
  const [given, setGiven] = useState(requests);
  const [rows, setRows] = useState(requests);
  if (given === requests) return rows;
  const next = withDecided(requests, rows, (id) => progress.has(id));
  setGiven(requests);
  setRows(next);
  return next;
}

/** Each row that is no longer in the list and is to stay stands behind the one that it stood behind before. */
export function withDecided<R extends Row>(
  read: readonly R[],
  before: readonly R[],
  stays: (id: string) => boolean,
): readonly R[] {
  const rows = [...read];
  for (const [at, row] of before.entries()) {
    if (rows.some(({ id }) => id === row.id) || !stays(row.id)) continue;
    const behind = before[at - 1]?.id;
    rows.splice(rows.findIndex(({ id }) => id === behind) + 1, 0, row);
  }
  return rows;
}
