import type { PolicyDraft } from "@/domain/sign-off/policy-text";

/** What is being written, and from which version. */
export interface KeptPolicy {
  base: number;
  draft: PolicyDraft;
  /** Set while the text form is open: it may not be readable yet. */
  text: string | null;
  reason: string;
}

const nameOf = (slug: string) => `faultline.policy.1.${slug}`;

/** The draft kept in this browser; null where there is none, or where storage is off. */
export function keptPolicy(slug: string): KeptPolicy | null {
  try {
    const text = window.localStorage.getItem(nameOf(slug));
    if (text === null) return null;
    const kept: unknown = JSON.parse(text);
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}

function isKept(kept: unknown): kept is KeptPolicy {
  if (typeof kept !== "object" || kept === null) return false;
  if (!("base" in kept && typeof kept.base === "number" && "draft" in kept)) return false;
  const { draft } = kept;
  return typeof draft === "object" && draft !== null && "rules" in draft && Array.isArray(draft.rules);
}

export function keepPolicy(slug: string, kept: KeptPolicy): void {
  try {
    window.localStorage.setItem(nameOf(slug), JSON.stringify(kept));
  } catch {
    // Storage is off or full: the draft lives as long as the page.
  }
}

export function forgetPolicy(slug: string): void {
  try {
    window.localStorage.removeItem(nameOf(slug));
  } catch {
    // As above.
  }
}
