/** A whole revision as git writes it, SHA-1 or SHA-256, in lower case; null for the beginning of one, or a name. */
export function wholeRevision(given: string): string | null {
  const revision = given.trim().toLowerCase();
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision) ? revision : null;
}

/** Looks like the head of a hash that git shortened; figures alone may be the whole number of another system. */
export function isShortened(given: string): boolean {
  const revision = given.trim().toLowerCase();
  return /^[0-9a-f]{7,39}$/.test(revision) && /[a-f]/.test(revision);
}
