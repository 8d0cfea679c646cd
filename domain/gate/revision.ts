/** A whole revision as git writes it, SHA-1 or SHA-256, in lower case; null for the beginning of one, or a name. */
export function wholeRevision(given: string): string | null {
  const revision = given.trim().toLowerCase();
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision) ? revision : null;
}
