/** Enough of a commit's hash to find it again, as hosts and git itself shorten it. */
const HASH_SHOWN = 8;

/** How a change is called for short: its pull request, or the head of its revision; null where it has neither. */
export function changeRef(change: { pullRequest: number | null; revision: string | null }): string | null {
  if (change.pullRequest !== null) return `#${change.pullRequest}`;
  return change.revision === null ? null : shortRevision(change.revision);
}

/** A hash by its head, a version as it is. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{16,64}$/i.test(revision) ? revision.slice(0, HASH_SHOWN) : revision;
}
