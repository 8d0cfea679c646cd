import type { ChipTone } from "@/components/ui/chip";
import type { BlastRadiusClass } from "@/domain/incident/schema";

/** "39 %", "0.4 %", "under 0.1 %" for a ratio 0..1. */
export function percentText(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.1) return "under 0.1 %";
  return percent < 10 ? `${Number(percent.toFixed(1))} %` : `${Math.round(percent)} %`;
}

/** Impact minutes: one decimal, a dash where there are none, thousands grouped. */
export function minutesText(minutes: number): string {
  if (minutes === 0) return "–";
  if (minutes < 0.05) return "< 0.1";
  return minutes.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function amountNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

export const BLAST_TONES: Record<BlastRadiusClass, ChipTone> = {
  contained: "mute",
  limited: "info",
  high: "warn",
  extreme: "bad",
};

/** "a", "a and b", "a, b and 3 more". */
export function listText(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? "";
  const shown = names.length > most ? names.slice(0, most - 1) : names.slice(0, -1);
  const last = names.length > most ? `${names.length - shown.length} more` : names.at(-1);
  return `${shown.join(", ")} and ${last}`;
}
