const STOP = new Set(
  "the a an of to in for and or is it this that be on with as by from was were not we are at if into when which has have fix fixes revert reverts add adds use issue https com github".split(
    " ",
  ),
);

/** The telling words of a text: lower case, camelCase and snake_case taken apart, common words left out. */
export function wordsOf(text: string): Set<string> {
  const apart = text
    .slice(0, 20_000)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll("_", " ");
  const words = apart.match(/[a-z][a-z0-9]+/g) ?? [];
  return new Set(words.filter((word) => word.length > 2 && !STOP.has(word)));
}

const NUMBER = /\s*\(#\d+\)/g;
const REVERT = /^(?:revert|reverts|rollback|roll back)[: ]+["“]?(.*?)["”]?\s*(?:\(#\d+\))?$/i;

/** A title without its pull request's number, for comparing. */
export function bareTitle(title: string): string {
  return title
    .replace(NUMBER, "")
    .trim()
    .replace(/[…. "”]+$/, "")
    .toLowerCase();
}

/** The title of what this one takes back; null when it takes nothing back. */
export function revertedTitle(title: string): string | null {
  const inner = REVERT.exec(title.trim())?.[1];
  return inner === undefined || inner === "" ? null : bareTitle(inner);
}

/** Reverting and rolling back; what lands something anew is a change like any other, and often the one. */
export function isTakeBack(title: string): boolean {
  return /^(?:revert|rollback|roll back)/i.test(title);
}

export function isAboutDocuments(title: string): boolean {
  return /^docs?\b|readme|changelog|typo|documentation/i.test(title);
}
