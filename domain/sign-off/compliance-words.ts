import { numberWords, percentWords, spanWords } from "@/domain/overview/words";
import { COMPLIANCE_MIN, type ComplianceCounts } from "./compliance";
import type { Compliance } from "./compliance-schema";

/** The parts of what was required, in the order of the pictures and tables, with how each is drawn. */
export const COMPLIANCE_PARTS = [
  { key: "satisfied", name: "In time", colour: "--good", isHatched: false },
  { key: "late", name: "Late", colour: "--warn", isHatched: false },
  { key: "waived", name: "Break-glass", colour: "--ink-3", isHatched: true },
  { key: "missing", name: "Missing", colour: "--bad", isHatched: false },
] as const satisfies readonly {
  key: keyof ComplianceCounts;
  name: string;
  colour: string;
  isHatched: boolean;
}[];

/** The page's first sentence: how many of how many, and how that compares; or that there is too little to tell. */
export function complianceSentence({ total, before, from, to }: Compliance): {
  head: string;
  detail: string;
} {
  if (total.required === 0) {
    return {
      head: "No AI-assisted change needed a sign-off.",
      detail: `Between ${spanWords({ from, to })} no change with AI evidence went live that a rule asked a sign-off of.`,
    };
  }
  if (total.ratio === null) {
    return {
      head: `Too little data to tell: ${numberWords(total.required)} of at least ${COMPLIANCE_MIN} changes.`,
      detail: `${numberWords(total.satisfied)} of ${numberWords(total.required)} were signed in time, ${spanWords({ from, to })}.`,
    };
  }
  const share = unbroken(percentWords(total.ratio));
  const against =
    before.ratio === null
      ? "There is nothing to compare it with before that."
      : `In as many weeks before it was ${unbroken(percentWords(before.ratio))} of ${numberWords(before.required)}.`;
  return {
    head: `${share} of the AI-assisted changes that needed a sign-off had it in time.`,
    detail: `${numberWords(total.satisfied)} of ${numberWords(total.required)} that went live ${spanWords({ from, to })}. ${against} All of them are counted, so the share is exact for what the record knows; a change whose AI part nobody saw is not among them.`,
  };
}

/** A number and its unit stay on one line. */
function unbroken(words: string): string {
  return words.replaceAll(" ", "\u00a0");
}

/** The share with its unit, or that it cannot be told. */
export function ratioWords(ratio: number | null): string {
  return ratio === null ? "too few" : percentWords(ratio);
}
