const LINES = /^application\/(x-ndjson|jsonl|x-jsonlines)\s*(;|$)/i;

/** Whether a body says of itself that each of its lines is a JSON value. */
export const isLines = (contentType: string | undefined): boolean => LINES.test(contentType ?? "");

/** Changes in bulk: at an address of their own, or at that of one change and told apart by what the body says it is. */
export function areChangesInBulk(method: string, path: string, contentType: string | undefined): boolean {
  if (method !== "POST") return false;
  return path === "/api/v1/changes/bulk" || (path === "/api/v1/changes" && isLines(contentType));
}
