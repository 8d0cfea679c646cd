import type { Verdict } from "@/domain/change/kinds";

/** In the order of the buttons and of the keys 1 to 4. */
export const VERDICT_ORDER = ["suspect", "contributing", "cause", "cleared"] as const satisfies Verdict[];

/** "61 %", and "< 1 %" for what nobody should look at twice. */
export function probabilityText(probability: number): string {
  if (probability >= 0.995) return "> 99 %";
  return probability < 0.01 ? "< 1 %" : `${Math.round(probability * 100)} %`;
}
