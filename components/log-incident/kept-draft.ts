import { type Draft, emptyDraft, isEmptyDraft } from "./draft";

const nameOf = (slug: string) => `faultline.draft.1.${slug}`;

/** The draft kept in this browser; null where there is none, or where storage is off. */
export function keptDraft(slug: string): Draft | null {
  try {
    const text = window.localStorage.getItem(nameOf(slug));
    if (text === null) return null;
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null || !("key" in kept)) return null;
    if (typeof kept.key !== "string") return null;
    // A draft kept by an older version lacks newer fields; they start empty.
    return { ...emptyDraft(""), ...kept, key: kept.key };
  } catch {
    return null;
  }
}

export function keepDraft(slug: string, draft: Draft): void {
  try {
    if (isEmptyDraft(draft)) window.localStorage.removeItem(nameOf(slug));
    else window.localStorage.setItem(nameOf(slug), JSON.stringify(draft));
  } catch {
    // Storage is off or full: the draft lives as long as the page.
  }
}

export function forgetDraft(slug: string): void {
  try {
    window.localStorage.removeItem(nameOf(slug));
  } catch {
    // As above.
  }
}
