import type { ImpactLevel, Severity } from "@/domain/incident/schema";
import { readShare } from "./csv-numbers";
import { cellList } from "./json-value";
import type { LevelMap, NormalizedCause } from "./plan";
import { causeKindOf, isImpactLevel, levelOf, wordKey } from "./vocabulary";

/** Why a cell cannot be used; the row is refused with it. */
export interface Problem {
  field: string;
  code: string;
  reason: string;
}

/** Levels for rows that state a severity and no impact; the preview's levels can override them ("sev1"). */
const LEVEL_OF_SEVERITY: Record<Severity, ImpactLevel> = {
  SEV1: "major",
  SEV2: "partial",
  SEV3: "degraded",
  SEV4: "degraded",
  SEV5: "degraded",
  unknown: "degraded",
};

export type Loss = { level: ImpactLevel | "none"; word: string } | { fraction: number };

/** A stated fraction goes before a level, a level before what the severity suggests. */
export function lossOf(
  levelText: string,
  fractionText: string,
  severity: Severity,
  levels: LevelMap | undefined,
): Loss | Problem {
  if (fractionText) {
    const fraction = readShare(fractionText, false);
    if (fraction !== null) return { fraction };
    const reason = `"${fractionText.slice(0, 40)}" is no fraction; write 0.3 or 30 %.`;
    return { field: "fraction", code: "bad-fraction", reason };
  }
  const word = levelText.toLowerCase();
  const level = word === "" ? null : (levelOf(word, levels) ?? (isImpactLevel(word) ? word : null));
  if (level !== null) return { level, word: wordKey(word) };
  const key = severity.toLowerCase();
  const adjusted = levels && Object.hasOwn(levels, key) ? levels[key] : undefined;
  return { level: adjusted ?? LEVEL_OF_SEVERITY[severity], word: key };
}

/**
 * "major" is a status page's word below critical; in a column that also says partial or degraded, or is called
 * level and says neither minor nor critical, it is the level of that name.
 */
export function speaksOfLevels(column: string | undefined, words: ReadonlySet<string>): boolean {
  if (column === undefined || ["minor", "critical", "none"].some((word) => words.has(word))) return false;
  return words.has("partial") || words.has("degraded") || /level$/i.test(column.trim());
}

/** The first cause is the primary one, the others contributed. */
export function causesOf(text: string, statusText: string, notes: string[]): NormalizedCause[] {
  const causes: NormalizedCause[] = [];
  const status = /^confirmed$/i.test(statusText) ? "confirmed" : "suspected";
  for (const stated of cellList(text, /[;|\n]/)) {
    const kind = causeKindOf(stated);
    if (kind === null)
      notes.push(`The cause "${stated.slice(0, 60)}" is not in the taxonomy; it reads unknown.`);
    const known = kind ?? "unknown";
    if (causes.some((cause) => cause.kind === known)) continue;
    causes.push({
      kind: known,
      role: causes.length === 0 ? "primary" : "contributing",
      status,
      note: `Imported as "${stated.slice(0, 1000)}".`,
    });
  }
  return causes;
}
