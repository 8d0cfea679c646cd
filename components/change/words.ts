import type { ChipTone } from "@/components/ui/chip";
import type { AuthorLevel, ChangeSource, InvolvementStanding, Verdict } from "@/domain/change/kinds";
import type { EvidenceGrade } from "@/domain/provenance/grades";
import { SIGN_OFF_STATE_WORDS, SIGN_OFF_STATES } from "@/domain/sign-off/states";

/** How a grade of evidence is called; "branch" is a tool's own branch name or label. */
export const GRADE_WORDS: Record<EvidenceGrade, string> = {
  attested: "attested",
  trailer: "trailer",
  author: "author",
  branch: "branch or label",
  declared: "declared",
};

export const STANDING_WORDS: Record<InvolvementStanding, string> = {
  detected: "as detected",
  contested: "contested",
  corrected: "corrected by a person",
};

export const VERDICT_TONES: Record<Verdict, ChipTone> = {
  cause: "bad",
  contributing: "warn",
  suspect: "dashed",
  cleared: "good",
};

/** The filter by sign-off: how one stands, or that none is asked for. */
export const SIGN_OFF_CHOICES = [
  ...SIGN_OFF_STATES.map((value) => ({ value: value as string, label: SIGN_OFF_STATE_WORDS[value] })),
  { value: "none", label: "None asked" },
];

export const SOURCE_WORDS: Record<ChangeSource, string> = {
  github: "GitHub",
  gitlab: "GitLab",
  cloudevents: "CloudEvents",
  api: "the API",
  file: "an imported file",
  git: "a repository's history",
  app: "the app",
  sample: "the sample",
};

/** "senior", or that the level then is not known. */
export function levelWord(level: AuthorLevel): string {
  return level ?? "level unknown";
}

/** "+214 −61", a real minus; null where the size is not known. */
export function sizeText(change: { additions: number | null; deletions: number | null }): string | null {
  if (change.additions === null && change.deletions === null) return null;
  return `+${grouped(change.additions ?? 0)} −${grouped(change.deletions ?? 0)}`;
}

export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

const isSource = (text: string): text is ChangeSource => Object.hasOwn(SOURCE_WORDS, text);

/** A source of the ledger in words; another system's name stands as it was given. */
export function sourceWords(source: string): string {
  const words = isSource(source) ? SOURCE_WORDS[source] : source;
  return words.replace(/^./, (first) => first.toUpperCase());
}

/** "mergedAt" as "merged at". */
export function fieldWords(field: string): string {
  return field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
