import { ApiProblem } from "./api-problem";

/** Classes of Postgres's error codes (SQLSTATE) that mean no connection, or one that ended. */
const UNAVAILABLE = /^(08|57P0[123]|53[034]00|3D000|28)/;
const UNAVAILABLE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "ENOENT",
  "EHOSTUNREACH",
]);
const UNAVAILABLE_WORDS =
  /timeout exceeded when trying to connect|connection terminated|client has encountered a connection error|cannot use a pool after|connection timeout/i;

/** Two transactions that stand in each other's way: the loser may simply try again. */
export function isRetryable(error: unknown): boolean {
  const { code } = rootOf(error);
  return code === "40001" || code === "40P01";
}

/** An error of the database, its driver or the connection as a problem; null for any other error. */
export function databaseProblem(error: unknown): ApiProblem | null {
  const { code, message } = rootOf(error);
  // The caller went away while sending: Node calls that a reset connection, too.
  if (code === "ECONNRESET" && message === "aborted") {
    return new ApiProblem(
      400,
      "request-aborted",
      "The request ended before all of it had come. Send it again.",
    );
  }
  if (UNAVAILABLE_CODES.has(code) || UNAVAILABLE.test(code) || UNAVAILABLE_WORDS.test(message)) {
    return new ApiProblem(
      503,
      "database-unavailable",
      "The database does not answer. Try again in a few seconds; a write that was under way may or may not have been kept.",
      { headers: { "retry-after": "5" } },
    );
  }
  if (["40001", "40P01", "55P03"].includes(code)) return busy("Too many writes met each other. Try again.");
  if (code === "57014") {
    return busy("The database needed too long for this. Ask for less at once, or try again.");
  }
  if (code === "23505") return new ApiProblem(409, "already-exists", "Something with this name exists.");
  if (code === "23503") {
    return new ApiProblem(409, "reference-missing", "Something this refers to does not exist any more.");
  }
  // Text with a NUL, a number out of range, a day no calendar has: the caller's values, not a failure here.
  if (/^22/.test(code) || code === "23514") {
    return new ApiProblem(422, "invalid-value", "One of the values is outside of what can be stored.");
  }
  return null;
}

function busy(detail: string): ApiProblem {
  return new ApiProblem(503, "busy", detail, { headers: { "retry-after": "1" } });
}

/** The driver's error under the query builder's wrapping. */
function rootOf(error: unknown): { code: string; message: string } {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") {
      return { code: current.code, message: current.message };
    }
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0];
    else if (current.cause === undefined) return { code: "", message: current.message };
    else current = current.cause;
  }
  return { code: "", message: "" };
}
